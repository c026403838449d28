namespace UpdateService.Benchmarks.Scale;

/// <summary>A way in which the data of a product grow. The same data grow to the same bytes.</summary>
internal interface IGrowth
{
    /// <summary>The lines of the grown catalogue.</summary>
    IEnumerable<string> Releases { get; }

    /// <summary>The files that stand in place of one file of graph-data.</summary>
    /// <param name="path">Relative to the top, with <c>/</c>.</param>
    /// <param name="content">Its text.</param>
    IEnumerable<(string Path, string Content)> GraphData(string path, string content);
}

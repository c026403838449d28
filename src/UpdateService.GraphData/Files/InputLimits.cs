namespace UpdateService.GraphData.Files;

/// <summary>Bounds on inputs, far above real data, so that a broken or hostile input cannot exhaust the process.</summary>
public static class InputLimits
{
    /// <summary>Bytes of one graph-data file; the largest real one has about 10 kB.</summary>
    public const int FileBytes = 8 << 20;

    /// <summary>Bytes of one line of a catalogue; the longest real one has about 6 kB.</summary>
    public const int LineBytes = 1 << 20;

    /// <summary>Bytes of one catalogue, unpacked; the real one of 5,470 releases has about 7 MB.</summary>
    public const long CatalogueBytes = 1L << 30;

    /// <summary>Files of one graph-data set; the real one has about 1,800.</summary>
    public const int FileCount = 40_000;

    /// <summary>Ends the listing of a folder that holds too many files.</summary>
    /// <param name="count">Files so far.</param>
    /// <param name="path">The file that comes next.</param>
    /// <exception cref="IOException">There are as many files as are read.</exception>
    public static void CheckCount(int count, string path)
    {
        if (count >= FileCount)
        {
            throw new IOException($"it holds more than {FileCount} files, the limit; '{Excerpt.Of(path)}' is one too many.");
        }
    }
}

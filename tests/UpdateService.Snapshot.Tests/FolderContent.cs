namespace UpdateService.Snapshot.Tests;

/// <summary>All files of a folder, to compare it with another one.</summary>
internal static class FolderContent
{
    /// <summary>The contents by the paths of the files.</summary>
    public static SortedDictionary<string, byte[]> Of(string folder) => new(
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetRelativePath(folder, file).Replace('\\', '/'),
            File.ReadAllBytes,
            StringComparer.Ordinal),
        StringComparer.Ordinal);

    public static void AssertSame(string expected, string actual)
    {
        var (left, right) = (Of(expected), Of(actual));
        Assert.Equal(left.Keys, right.Keys);
        Assert.All(left, file => Assert.True(file.Value.AsSpan().SequenceEqual(right[file.Key]), $"{file.Key} differs"));
    }
}

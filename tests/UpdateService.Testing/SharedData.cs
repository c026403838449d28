using Xunit;

namespace UpdateService.Testing;

/// <summary>
/// Real data of OpenShift, which stand beside the checkout and are not part of it. Tests on them are skipped, and say so,
/// where they are absent.
/// </summary>
public static class SharedData
{
    /// <summary>The environment variable that names another folder.</summary>
    public const string Variable = "UPDATESERVICE_SHARED_DATA";

    /// <summary>The folder; it may not exist.</summary>
    public static string Folder { get; } = Environment.GetEnvironmentVariable(Variable) ?? Path.Combine(Repository.Root, "..", "shared", "data");

    /// <summary>Whether the data are there.</summary>
    public static bool Exists => File.Exists(Releases);

    /// <summary>The catalogue of all releases.</summary>
    public static string Releases => Path.Combine(Folder, "releases.jsonl.gz");

    /// <summary>The newest graph-data.</summary>
    public static string GraphData => Path.Combine(Folder, "graph-data.tar.gz");

    /// <summary>The folders of stored answers.</summary>
    public static IEnumerable<string> Production => Exists ? Directory.EnumerateDirectories(Path.Combine(Folder, "production")).Order(StringComparer.Ordinal) : [];

    internal static string? SkipReason => Exists ? null : $"The real data are not at {Path.GetFullPath(Folder)}; set {Variable} to their folder.";
}

/// <summary>A test on real data.</summary>
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute() => Skip = SharedData.SkipReason;
}

/// <summary>A table of tests on real data.</summary>
public sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    public SharedDataTheoryAttribute() => Skip = SharedData.SkipReason;
}

/// <summary>The checkout that the tests were built from.</summary>
public static class Repository
{
    /// <summary>Its top folder.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder)
    {
        while (!File.Exists(Path.Combine(folder, "UpdateService.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside a checkout.");
        }

        return folder;
    }
}

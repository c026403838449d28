using System.Reflection;

namespace UpdateService.Server.Hosting;

/// <summary>The version of this build.</summary>
internal static class ServiceVersion
{
    private const string Unknown = "unknown";
    private const int ShortestCommit = 7;

    /// <summary>The version with the commit, as passed to the build.</summary>
    public static string Text { get; } =
        typeof(ServiceVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? Unknown;

    /// <summary>The commit that was built, in hexadecimal digits; <c>unknown</c> if it was not passed to the build.</summary>
    public static string Commit { get; } = CommitOf(Text);

    /// <summary>The commit in a version.</summary>
    /// <param name="version">The version in SemVer. The commit is the last part of its build metadata.</param>
    internal static string CommitOf(string version)
    {
        var commit = version.Contains('+', StringComparison.Ordinal) ? version[(version.LastIndexOfAny(['+', '.']) + 1)..] : "";
        return commit.Length >= ShortestCommit && commit.All(char.IsAsciiHexDigit) ? commit : Unknown;
    }
}

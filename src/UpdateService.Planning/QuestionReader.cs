using System.Collections.Immutable;
using System.Globalization;
using UpdateService.Graph.Versions;
using UpdateService.Planning.Paths;

namespace UpdateService.Planning;

/// <summary>Reads the values of a question and gathers all that is wrong with them.</summary>
internal sealed class QuestionReader
{
    private const int MostNames = 1000;

    private readonly List<Refusal> refusals = [];

    public ImmutableArray<Refusal> Refusals => [.. refusals];

    /// <summary>The items of a comma list, trimmed, once each.</summary>
    public static ImmutableArray<string> Names(string? text) => text is null
        ? []
        : [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Take(MostNames)];

    public ReleaseVersion? Version(string parameter, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return Refuse<ReleaseVersion>(parameter, $"'{parameter}' is missing; give a version such as 4.16.3.");
        }

        return ReleaseVersion.TryParse(text, out var version, out var reason)
            ? version.WithoutBuild
            : Refuse<ReleaseVersion>(parameter, $"'{parameter}' cannot be read: {reason}.");
    }

    public ImmutableArray<ReleaseVersion> Versions(string parameter, string? text) =>
        [.. Names(text).Select(name => Version(parameter, name)).OfType<ReleaseVersion>()];

    public PathTarget Target(string parameter, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return PathTarget.Newest;
        }

        var parts = text.Split('.');
        if (parts.Length == 2 && TryNumber(parts[0], out var major) && TryNumber(parts[1], out var minor))
        {
            return PathTarget.Of(new MinorName(major, minor));
        }

        if (ReleaseVersion.TryParse(text, out var version, out var reason))
        {
            return PathTarget.Of(version.WithoutBuild);
        }

        _ = Refuse<PathTarget>(parameter, $"'{parameter}' is neither a version nor a minor such as 4.18: {reason}.");
        return PathTarget.Newest;
    }

    public Architecture Architecture(string parameter, string? text)
    {
        var name = text switch
        {
            null or "" => Graph.Architecture.Default.Name,
            "x86_64" => "amd64", // The names that kernels, and the hosted tool, use.
            "aarch64" => "arm64",
            _ => text,
        };
        return Graph.Architecture.TryParse(name, out var architecture)
            ? architecture
            : Refuse<Architecture>(parameter, $"'{Excerpt.Of(text)}' is no architecture: names are of 0-9 and a-z, such as amd64.") ?? Graph.Architecture.Default;
    }

    public string? Channel(string parameter, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return ChannelName.CanBeRequested(text)
            ? text
            : Refuse<string>(parameter, $"'{Excerpt.Of(text)}' is no channel: names are of 0-9, a-z, - and dots, such as stable-4.16.");
    }

    public int Count(string parameter, string? text, int most)
    {
        if (string.IsNullOrEmpty(text))
        {
            return 0;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= most)
        {
            return count;
        }

        _ = Refuse<string>(parameter, $"'{parameter}' is not a number from 0 to {most}: '{Excerpt.Of(text)}'.");
        return 0;
    }

    private static bool TryNumber(string text, out ulong number) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && (text.Length == 1 || text[0] != '0');

    private T? Refuse<T>(string parameter, string message)
        where T : class
    {
        refusals.Add(new Refusal(RefusalKind.InvalidValue, parameter, message, []));
        return null;
    }
}

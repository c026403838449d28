using System.Security.Cryptography;
using System.Text;
using UpdateService.Graph.Patterns;
using UpdateService.Graph.Risks;
using UpdateService.Graph.Versions;

namespace UpdateService.Testing;

/// <summary>Releases, channels, blocks and risks in few words, for <c>using static</c>.</summary>
public static class Graphs
{
    /// <summary>A version.</summary>
    public static ReleaseVersion Version(string text) => ReleaseVersion.Parse(text);

    /// <summary>A version as graph-data names it.</summary>
    public static VersionName Name(string text) =>
        VersionName.TryParse(text, out var name, out var reason) ? name : throw new FormatException(reason);

    /// <summary>An architecture.</summary>
    public static Architecture Arch(string name) =>
        Architecture.TryParse(name, out var architecture) ? architecture : throw new FormatException(name);

    /// <summary>A release, <c>4.1.0</c> (amd64) or <c>4.1.0+arm64</c>, with a payload of its own.</summary>
    public static Release Release(string name)
    {
        var version = Version(name);
        var architecture = version.Build.Length == 0 ? Architecture.Default : Arch(version.Build);
        return new Release(version.WithoutBuild, architecture, PayloadOf($"{version.WithoutBuild}+{architecture}"), new Place("releases.jsonl", 1));
    }

    /// <summary>A pull spec whose digest is that of the text.</summary>
    public static string PayloadOf(string text) => $"registry.example/release@{DigestOf(text)}";

    /// <summary>A digest.</summary>
    public static string DigestOf(string text) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    /// <summary>The same release with more sources.</summary>
    public static Release From(this Release release, params string[] versions) =>
        release with { Previous = release.Previous.AddRange(versions.Select(Version)) };

    /// <summary>The same release with more targets.</summary>
    public static Release To(this Release release, params string[] versions) =>
        release with { Next = release.Next.AddRange(versions.Select(Version)) };

    /// <summary>The same release with another metadata entry.</summary>
    public static Release With(this Release release, string key, string value) => release with
    {
        Metadata = [.. release.Metadata.Where(entry => entry.Key != key).Append(KeyValuePair.Create(key, value)).OrderBy(entry => entry.Key, StringComparer.Ordinal)],
    };

    /// <summary>The same release with another payload.</summary>
    public static Release Payload(this Release release, string payload) => release with { Payload = payload };

    /// <summary>The same release from a source of that rank.</summary>
    public static Release Rank(this Release release, int rank) => release with { SourceRank = rank };

    /// <summary>The same release at another line.</summary>
    public static Release Line(this Release release, int line) => release with { Place = release.Place with { Line = line } };

    /// <summary>A channel.</summary>
    public static Channel Channel(string name, params string[] versions) =>
        new(name, [.. versions.Select(Name)], new Place($"channels/{name}.yaml", 1));

    /// <summary>A hard block.</summary>
    public static BlockedEdge Block(string to, string from = ".*") =>
        new(Name(to), Pattern(from), null, new Place($"blocked-edges/{to}.yaml", 1));

    /// <summary>A conditional entry.</summary>
    public static BlockedEdge Guard(string to, string from, Risk risk) =>
        new(Name(to), Pattern(from), risk, new Place($"blocked-edges/{to}-{risk.Name}.yaml", 1));

    /// <summary>A conditional entry for every source.</summary>
    public static BlockedEdge Guard(string to, Risk risk) => Guard(to, ".*", risk);

    /// <summary>A risk; without rules it applies always.</summary>
    public static Risk Risk(string name, params MatchingRule[] rules) =>
        new(name, $"https://example.com/{name}", $"{name} may happen.", rules.Length == 0 ? [Always] : [.. rules]);

    /// <summary>The rule that applies to every cluster.</summary>
    public static MatchingRule Always { get; } = new(MatchingRule.Always);

    /// <summary>A rule that asks metrics.</summary>
    public static MatchingRule Query(string text) => new(MatchingRule.PromQlType, text, HasPromQlKey: true);

    /// <summary>An entry of raw metadata.</summary>
    public static RawMetadata Raw(string version, string key, string value) => new(Name(version), key, value, new Place("raw/metadata.json", 1));

    /// <summary>A pattern.</summary>
    public static SourcePattern Pattern(string text) =>
        SourcePattern.TryParse(text, out var pattern, out var reason) ? pattern : throw new FormatException(reason);
}

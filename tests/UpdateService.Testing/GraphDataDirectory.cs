using System.Security.Cryptography;
using System.Text;

namespace UpdateService.Testing;

/// <summary>A small graph-data folder with releases inside, in a temporary place of its own.</summary>
public sealed class GraphDataDirectory : IDisposable
{
    private readonly string top = Directory.CreateTempSubdirectory("update-service-").FullName;

    /// <summary>An empty folder.</summary>
    public GraphDataDirectory() => _ = Directory.CreateDirectory(Path);

    /// <summary>The folder.</summary>
    public string Path => System.IO.Path.Combine(top, "data");

    /// <summary>A place beside the folder, for other files of a test.</summary>
    public string Beside(string name) => System.IO.Path.Combine(top, name);

    /// <summary>
    /// One channel <c>stable-4.18</c> with 4.18.1 to 4.18.3 for amd64 and arm64 and 4.18.1 for multi, one risk on the way from
    /// 4.18.1 to 4.18.3 (amd64 only), one signature.
    /// </summary>
    public static GraphDataDirectory Sample()
    {
        var sample = new GraphDataDirectory();
        sample.Write("version", "1.1.0\n");
        sample.Write("LICENSE", "Apache License 2.0\n");
        sample.Write("channels/stable-4.18.yaml", ChannelOf("stable-4.18", "4.18.1", "4.18.2", "4.18.3"));
        sample.Write("blocked-edges/4.18.3-SampleRisk.yaml", RiskOf("4.18.3", "4[.]18[.]1[+]amd64", "SampleRisk", "A risk: \"quoted\", größer."));
        sample.Write("releases/releases.jsonl", string.Concat(
            ReleaseOf("4.18.1", "amd64"),
            ReleaseOf("4.18.2", "amd64", "4.18.1"),
            ReleaseOf("4.18.3", "amd64", "4.18.1", "4.18.2"),
            ReleaseOf("4.18.1", "arm64"),
            ReleaseOf("4.18.2", "arm64", "4.18.1"),
            ReleaseOf("4.18.3", "arm64", "4.18.1", "4.18.2"),
            ReleaseOf("4.18.1", "multi")));
        sample.Write($"signatures/sha256/{DigestOf("4.18.1", "amd64")}/signature-1", "the first signature");
        return sample;
    }

    /// <summary>Graph-data without releases, as upstream's are: one channel <c>stable-4.18</c> with these versions, and a risk that meets none of them.</summary>
    public static GraphDataDirectory WithoutReleases(params IEnumerable<string> versions)
    {
        var data = new GraphDataDirectory();
        data.Write("version", "1.1.0\n");
        data.Write("channels/stable-4.18.yaml", ChannelOf("stable-4.18", versions));
        data.Write("blocked-edges/4.17.99-SampleRisk.yaml", RiskOf("4.17.99", ".*", "SampleRisk", "It may happen."));
        return data;
    }

    /// <summary>The text of a file of <c>channels/</c>.</summary>
    public static string ChannelOf(string name, params IEnumerable<string> versions) =>
        $"name: {name}\nversions:\n{string.Concat(versions.Select(version => $"- {version}\n"))}";

    /// <summary>The text of a file of <c>blocked-edges/</c>.</summary>
    public static string RiskOf(string to, string from, string name, string message) =>
        $"""
        to: {to}
        from: {from}
        url: https://example.com/{name}
        name: {name}
        message: '{message}'
        matchingRules:
        - type: PromQL
          promql:
            promql: max(up) > 0

        """;

    /// <summary>A line of a catalogue.</summary>
    public static string ReleaseOf(string version, string architecture, params IEnumerable<string> previous) =>
        $$"""{"version":"{{version}}","arch":"{{architecture}}","payload":"quay.io/sample/release@sha256:{{DigestOf(version, architecture)}}","previous":[{{string.Join(',', previous.Select(name => $"\"{name}\""))}}],"metadata":{"url":"https://example.com/errata/{{version}}"} }""" + "\n";

    /// <summary>The digest of a sample release, in hexadecimal.</summary>
    public static string DigestOf(string version, string architecture) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{version} {architecture}")));

    /// <summary>Writes a file whole, in one step: a reader sees it before or after.</summary>
    /// <returns>Its path.</returns>
    public string Write(string relative, string text)
    {
        var target = System.IO.Path.Combine(Path, relative);
        _ = Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
        var draft = Beside($"draft-{Guid.NewGuid():N}");
        File.WriteAllText(draft, text);
        File.Move(draft, target, overwrite: true);
        return target;
    }

    /// <summary>Deletes a file.</summary>
    public void Delete(string relative) => File.Delete(System.IO.Path.Combine(Path, relative));

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(top, recursive: true);
}

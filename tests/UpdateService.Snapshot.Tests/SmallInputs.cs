using System.Text;
using UpdateService.Snapshot.Risks;

namespace UpdateService.Snapshot.Tests;

/// <summary>Published inputs of a few lines in a folder of their own, and runs of the tool on them.</summary>
internal sealed class SmallInputs : IDisposable
{
    /// <summary>A digest for payloads.</summary>
    public const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private const string Previous = "\"previous\":[\"4.16.1\",\"4.16.0\",\"4.16.1\"]";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("snapshot-");

    public SmallInputs()
    {
        Put("version", "1.1.0\n");
        Put("channels/stable-4.11.yaml", "name: stable-4.11\nversions: [4.11.1]\n");
        Put(
            "channels/stable-4.16.yaml",
            "name: stable-4.16\nfeeder: {name: fast, delay: PT48H}\nversions: [4.16.3, 4.16.2, 4.16.4+amd64]\n");
        _ = Directory.CreateDirectory(Path.Combine(GraphData, "blocked-edges"));
        Releases = [Line("4.16.2", "amd64"), Line("4.16.3", "amd64")];
    }

    public string GraphData => Path.Combine(folder.FullName, "published");

    public string Output => Path.Combine(folder.FullName, "graph-data");

    /// <summary>The lines of the catalogue.</summary>
    public List<string> Releases { get; set; }

    /// <summary>The table of our own words.</summary>
    public string Table { get; set; } = "Known:\n  message: Our words.\n";

    public string OutputText { get; private set; } = "";

    public string ErrorText { get; private set; } = "";

    /// <summary>A line of the catalogue.</summary>
    public static string Line(string version, string architecture, string more = "") =>
        $$"""{"version":"{{version}}","arch":"{{architecture}}","payload":"quay.io/a/b@{{Digest}}",{{Previous}}{{more}}}""";

    /// <summary>A published risk.</summary>
    public static string Risk(string name, string rules = "[{type: Always}]", string to = "4.16.3") =>
        $"to: {to}\nfrom: 4[.]16[.]2[+].*\nname: {name}\nmessage: Their words.\nurl: https://example.com/{name}\nfixedIn: 4.16.9\n"
        + $"matchingRules: {rules}\n";

    public void Put(string path, string text)
    {
        var file = Path.Combine(GraphData, path);
        _ = Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    public string Written(string path) => File.ReadAllText(Path.Combine(Output, path));

    /// <summary>The paths of all files that were written.</summary>
    public IEnumerable<string> WrittenFiles() => FolderContent.Of(Output).Keys;

    public async Task<int> RunAsync(params string[] more)
    {
        var catalogue = Path.Combine(folder.FullName, "releases.jsonl");
        await File.WriteAllLinesAsync(catalogue, Releases);
        return await RunWithAsync(["--graph-data", GraphData, "--releases", catalogue, "--output", Output, "--date=2026-08-21", .. more]);
    }

    public async Task<int> RunWithAsync(string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var status = await SnapshotCommand.RunAsync(arguments, ReadTable, output, error);
        (OutputText, ErrorText) = (output.ToString(), error.ToString());
        return status;
    }

    public void Dispose() => folder.Delete(recursive: true);

    private RiskTexts ReadTable()
    {
        var isRead = RiskTexts.TryRead("risks.yaml", Encoding.UTF8.GetBytes(Table), out var texts, out var problems);
        return isRead ? texts! : throw new InvalidDataException(string.Join('\n', problems));
    }
}

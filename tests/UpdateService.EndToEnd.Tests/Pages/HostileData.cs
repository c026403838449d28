using System.Text.Json;

namespace UpdateService.EndToEnd.Tests.Pages;

/// <summary>Graph-data that the reader accepts and whose author means ill: markup, scripts, endless words, text that runs backwards.</summary>
internal static class HostileData
{
    /// <summary>Runs where it is ever taken for markup.</summary>
    public const string Markup = "<img src=x onerror='window.isTaken=true;alert(1)'><script>window.isTaken=true;alert(1)</script>";

    /// <summary>A channel whose name is markup; no white space may stand in it.</summary>
    public const string Channel = "\"><img/src=x/onerror=window.isTaken=1>'-4.18";

    /// <summary>A risk with the longest name there may be.</summary>
    public static string LongRisk { get; } = $"L{new string('o', 253)}ng";

    /// <summary>Writes it.</summary>
    public static GraphDataDirectory Write()
    {
        var data = new GraphDataDirectory();
        var longVersion = $"4.18.4-{new string('a', 180)}";
        string[] versions = ["4.18.1", "4.18.2", "4.18.3", longVersion];
        _ = data.Write("version", "1.1.0\n");
        _ = data.Write("channels/stable-4.18.yaml", GraphDataDirectory.ChannelOf("stable-4.18", versions));
        _ = data.Write("channels/hostile.yaml", $"name: {Quoted(Channel)}\nversions:\n{string.Concat(versions.Select(version => $"- {version}\n"))}");
        _ = data.Write("blocked-edges/a.yaml", RiskOf("4.18.2", "Script", "javascript:window.isTaken=true", Markup));
        _ = data.Write("blocked-edges/b.yaml", RiskOf("4.18.3", LongRisk, "data:text/html,<script>alert(1)</script>", new string('w', 5_000)));
        _ = data.Write("blocked-edges/c.yaml", RiskOf("4.18.3", "Backwards", "https://example.com/\"onmouseover=\"window.isTaken=1", "\u202egnp.exe\u202c \u0007\u001b[31mred\u001b[0m \u2028 \u05e9\u05dc\u05d5\u05dd \"quoted\" 'and' `ticked` &amp; &lt;b&gt;"));
        _ = data.Write($"blocked-edges/d.yaml", RiskOf(longVersion, "Relative", "//example.com/x", "]]>--><!--</textarea></title></svg></style><svg onload=window.isTaken=1>"));
        _ = data.Write("releases/releases.jsonl", string.Concat(
            ReleaseOf("4.18.1", "javascript:window.isTaken=true"),
            ReleaseOf("4.18.2", Markup, "4.18.1"),
            ReleaseOf("4.18.3", $"https://example.com/{new string('u', 2_000)}", "4.18.1", "4.18.2"),
            ReleaseOf(longVersion, " \tJaVaScRiPt:window.isTaken=true", "4.18.1", "4.18.3")));
        return data;
    }

    private static string RiskOf(string to, string name, string url, string message) =>
        $"to: {to}\nfrom: .*\nname: {name}\nurl: {Quoted(url)}\nmessage: {Quoted(message)}\nmatchingRules:\n- type: Always\n";

    /// <summary>JSON's strings are YAML's too.</summary>
    private static string Quoted(string text) => JsonSerializer.Serialize(text);

    private static string ReleaseOf(string version, string url, params string[] previous) => JsonSerializer.Serialize(new
    {
        version,
        arch = "amd64",
        payload = $"quay.io/sample/release@sha256:{GraphDataDirectory.DigestOf(version, "amd64")}",
        previous,
        metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["url"] = url, ["description"] = Markup },
    }) + "\n";
}

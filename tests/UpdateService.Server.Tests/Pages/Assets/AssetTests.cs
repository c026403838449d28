using System.Text.Json;
using System.Text.RegularExpressions;
using UpdateService.Server.Pages.Assets;
using UpdateService.Server.Tests.Graphs;

namespace UpdateService.Server.Tests.Pages.Assets;

/// <summary>The files of pages: kept for good under their hash.</summary>
public sealed partial class AssetTests(PagedService paged) : IClassFixture<PagedService>
{
    private static readonly PageAssets Assets = new();

    [Fact]
    public async Task A_page_names_its_files_with_their_hashes_and_they_are_there()
    {
        var page = await paged.Service.ShowAsync("/");
        string[] named = [page.One("script")["src"]!, .. page.Find("link").Select(link => link["href"]!), page.One("footer").LinkTo("Licences")];

        Assert.Equal([Assets.Script, Assets.Icon, Assets.Style, Assets.Licences], named);
        foreach (var (address, type) in named.Zip((string[])["text/javascript; charset=utf-8", "image/svg+xml", "text/css; charset=utf-8", "text/plain; charset=utf-8"]))
        {
            var answer = await Wire.AskAsync(paged.Service.Protocol, "GET", address, $"Accept: {Browser.Chrome}");

            Assert.Equal((200, type, "public, max-age=31536000, immutable", "nosniff", "Accept-Encoding"), (answer.Status, answer["Content-Type"], answer["Cache-Control"], answer["X-Content-Type-Options"], answer["Vary"]));
            Assert.Matches("^/assets/[0-9a-f]{12}/[a-z]+[.][a-z]+$", address);
            Assert.StartsWith(address.Split('/')[2], Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(answer.Body)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_is_packed_for_who_reads_gzip_and_head_sends_none()
    {
        var plain = await Wire.AskAsync(paged.Service.Protocol, "GET", Assets.Script);
        var packed = await Wire.AskAsync(paged.Service.Protocol, "GET", Assets.Script, "Accept-Encoding: gzip");
        var head = await Wire.AskAsync(paged.Service.Protocol, "HEAD", Assets.Script);

        Assert.Equal((null, "gzip"), (plain["Content-Encoding"], packed["Content-Encoding"]));
        Assert.Equal(plain.Body, ContentCodingTests.Decode(packed));
        Assert.True(packed.Body.Length < plain.Body.Length);
        Assert.Equal((200, plain.HeaderText, ""), (head.Status, head.HeaderText, head.Text));
    }

    [Fact]
    public async Task Another_hash_or_name_is_not_found()
    {
        foreach (var address in (string[])["/assets/", "/assets/planner.js", "/assets/000000000000/planner.js", Assets.Script.ToUpperInvariant(), $"{Assets.Script}/", $"{Assets.Script}.map", Assets.Script.Replace("planner.js", "planner.css", StringComparison.Ordinal), "/assets/../etc/passwd"])
        {
            Assert.Equal(404, (await Wire.AskAsync(paged.Service.Protocol, "GET", address)).Status);
        }
    }

    [Fact]
    public async Task The_budgets_of_script_and_style_are_kept()
    {
        var script = await Wire.AskAsync(paged.Service.Protocol, "GET", Assets.Script, "Accept-Encoding: gzip");
        var style = await Wire.AskAsync(paged.Service.Protocol, "GET", Assets.Style, "Accept-Encoding: gzip");

        Assert.InRange(script.Body.Length, 1_000, 40_000);
        Assert.InRange(style.Body.Length, 500, 8_000);
    }

    [Fact]
    public async Task The_licences_are_those_of_every_package_that_pages_need()
    {
        using var locked = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "src/planner-ui/package-lock.json")));
        var bundled = locked.RootElement.GetProperty("packages").EnumerateObject()
            .Where(package => package.Name.Length > 0 && !(package.Value.TryGetProperty("dev", out var isForDevelopment) && isForDevelopment.GetBoolean()))
            .Select(package => $"{package.Name["node_modules/".Length..]} {package.Value.GetProperty("version").GetString()}");

        var licences = (await Wire.AskAsync(paged.Service.Protocol, "GET", Assets.Licences)).Text;

        Assert.Equal(bundled.Order(StringComparer.Ordinal), Heads().Matches(licences).Select(match => match.Groups["package"].Value).Order(StringComparer.Ordinal));
        Assert.Equal(Heads().Count(licences), Copyrights().Count(licences));
    }

    [GeneratedRegex(@"^(?<package>[@a-z/-]+ [0-9.]+) \([A-Z0-9.-]+\)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Heads();

    [GeneratedRegex("^Copyright ", RegexOptions.Multiline, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Copyrights();
}

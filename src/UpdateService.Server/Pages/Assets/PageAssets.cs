using System.Collections.Frozen;
using System.Security.Cryptography;

namespace UpdateService.Server.Pages.Assets;

/// <summary>
/// The files that pages need besides their HTML. They are built from <c>src/planner-ui</c> into the program. Each has its hash in
/// its address, so a browser can cache it forever, and a new build has new addresses.
/// </summary>
internal sealed class PageAssets
{
    /// <summary>The prefix of all their addresses.</summary>
    public const string Prefix = "/assets/";

    private const int HashDigits = 12;

    private static readonly (string Name, string MediaType)[] Files =
    [
        ("planner.js", "text/javascript; charset=utf-8"),
        ("planner.css", "text/css; charset=utf-8"),
        ("icon.svg", "image/svg+xml"),
        ("licences.txt", "text/plain; charset=utf-8"),
    ];

    private readonly FrozenDictionary<string, PageAsset> byName;

    /// <summary>Reads them from the program.</summary>
    public PageAssets()
    {
        byName = Files.Select(file => Read(file.Name, file.MediaType)).ToFrozenDictionary(asset => asset.Name, StringComparer.Ordinal);
        Identity = Convert.ToHexStringLower(SHA256.HashData([.. byName.Values.OrderBy(asset => asset.Name, StringComparer.Ordinal).SelectMany(asset => asset.Body)]))[..HashDigits];
    }

    /// <summary>The script.</summary>
    public string Script => byName["planner.js"].Address;

    /// <summary>The style sheet.</summary>
    public string Style => byName["planner.css"].Address;

    /// <summary>The icon.</summary>
    public string Icon => byName["icon.svg"].Address;

    /// <summary>The licences of the bundled packages.</summary>
    public string Licences => byName["licences.txt"].Address;

    /// <summary>A hash of all files. Pages name them, so a page changes if one of them changes.</summary>
    public string Identity { get; }

    /// <summary>The file at an address; null if there is none.</summary>
    /// <param name="rest">The path after <see cref="Prefix"/>.</param>
    public PageAsset? Find(string rest) =>
        rest.Split('/') is [var hash, var name] && byName.TryGetValue(name, out var asset) && asset.Hash == hash ? asset : null;

    private static PageAsset Read(string name, string mediaType)
    {
        using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream($"planner-ui/{name}")
            ?? throw new InvalidOperationException($"The program was built without planner-ui/{name}.");
        var body = new byte[stream.Length];
        stream.ReadExactly(body);
        return new PageAsset(name, mediaType, Convert.ToHexStringLower(SHA256.HashData(body))[..HashDigits], body);
    }
}

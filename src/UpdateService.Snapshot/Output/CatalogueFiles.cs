using System.Text;
using UpdateService.GraphData.Catalogues;
using UpdateService.GraphData.Files;
using UpdateService.Snapshot.Inputs;
using UpdateService.Snapshot.Selection;

namespace UpdateService.Snapshot.Output;

/// <summary>
/// Writes the catalogue in <c>releases/</c>: a file for each minor version, so that a new release is a line in a small file.
/// </summary>
internal static class CatalogueFiles
{
    private static readonly byte[] AssumedBasis =
        Encoding.UTF8.GetBytes($",\"{PublishedRelease.BasisKey}\":\"{PublishedRelease.AsAmd64}\"}}\n");

    /// <summary>The files by their paths; releases in the given order.</summary>
    public static IEnumerable<KeyValuePair<string, byte[]>> Write(IEnumerable<ShippedRelease> releases) => releases
        .GroupBy(release => MinorVersion.Of(release.Release.Version))
        .Select(group => KeyValuePair.Create($"{GraphDataFiles.Releases}/{group.Key}.jsonl", group.SelectMany(Line).ToArray()));

    /// <summary>The service's own line, with the basis as a further key where the sources are assumed.</summary>
    private static byte[] Line(ShippedRelease release)
    {
        var line = CatalogueWriter.Write([release.Release]);
        return release.IsPreviousAssumed ? [.. line.AsSpan(0, line.Length - "}\n".Length), .. AssumedBasis] : line;
    }
}

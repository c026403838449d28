using System.Collections.Immutable;
using UpdateService.Snapshot.Selection;

namespace UpdateService.Snapshot.Output;

/// <summary>The README of the data set: what it is, how sure it is, and how to use one's own.</summary>
internal static class ReadmeText
{
    /// <summary>The first line, by which the tool recognizes a folder that it may overwrite.</summary>
    public const string Mark = "<!-- Written by UpdateService.Snapshot: changes to its files are lost when it is written again. -->";

    /// <summary>The text.</summary>
    public static string Of(ShippedData data)
    {
        var counts = new SnapshotCounts(data);
        return $$"""
            {{Mark}}
            # graph-data: OpenShift's published updates as of {{data.Date:yyyy-MM-dd}}

            The data set that the service serves when no other is configured: a dated snapshot, written by
            `src/UpdateService.Snapshot` from what OpenShift publishes. It gets older from the day it was written. For
            clusters that matter, point the service at your own data (below).

            | folder | what stands in it |
            |---|---|
            | `channels/` | {{counts.Channels}} channels: every one from {{data.FromMinor}} on, as published, with its feeder |
            | `releases/` | a catalogue of the {{data.Releases.Length}} releases in them, one line each, a file for each minor version |
            | `blocked-edges/` | {{counts.HardBlocks}} hard blocks and {{counts.Risks}} risks: all whose `to` stands in these channels |

            Versions, sources, digests, addresses, patterns and the names of risks are facts, as published. The **messages** of
            risks are our own words. Their **rules** are our own queries in public metric names, which ask the same question as the
            published ones ({{Names(counts.RiskNames - counts.AlwaysNames, counts.Risks - counts.AlwaysRisks)}}),
            or `Always` ({{Names(counts.AlwaysNames, counts.AlwaysRisks)}}): a cluster may be warned where the published rule would
            not warn it, not the other way round.

            ## How sure the releases are

            | architecture | releases | payload by digest | payload by tag | `previous` assumed from amd64 |
            |---|---|---|---|---|
            {{Table(counts.Releases)}}

            * **By digest:** `payload` is the published digest.
            * **By tag:** the digest was not known to us, and none was invented: `payload` names the published tag, and the answer
              has no `manifestref` for the release. A cluster refuses to update to an image that it cannot verify by digest, so such
              a release is good for planning; for updating, use your own mirror or catalogue.
            * **Assumed:** the release's own list of sources was not known; it is taken to be that of the amd64 release of the
              same version, and the line says `"basis":"as-amd64"`.

            ## Writing it again

                dotnet run --project src/UpdateService.Snapshot -- --graph-data DIR|FILE.tar.gz --releases FILE --output graph-data

            `--graph-data` is a checkout or an archive of <https://github.com/openshift/cincinnati-graph-data>, `--releases` a
            catalogue of the published releases (JSON Lines: `version`, `arch`, `payload`, `previous`, `next`, `metadata`; where a
            digest is not known, `"digest_fake":true`; where `previous` is assumed, `"basis":"as-amd64"`). The date is that of the newest
            file of the graph-data, or `--date YYYY-MM-DD`. Same inputs, same bytes.
            Messages and rules come from `src/UpdateService.Snapshot/risks.yaml`, by the name of the risk. A name that is not in it,
            or a published rule that our query was not checked against, gets `Always` and a line in the report.

            ## Using your own

                --graph-data DIR --releases FILE     a graph-data folder, and a catalogue
                --graph-data DIR                     a graph-data folder with its own releases/

            With `--graph-data` nothing of this folder is used.

            """.ReplaceLineEndings("\n");
    }

    private static string Table(ImmutableArray<ReleaseCounts> counts) =>
        string.Join('\n', counts.Append(ReleaseCounts.Sum(counts)).Select(Row));

    private static string Row(ReleaseCounts count) =>
        $"| {count.Architecture} | {count.All} | {count.ByDigest} | {count.ByTag} | {count.PreviousAssumed} |";

    private static string Names(int names, int entries) => $"{names} names, {entries} entries";
}

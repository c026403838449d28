using System.Collections.Immutable;
using UpdateService.Snapshot.Output;
using UpdateService.Snapshot.Selection;

namespace UpdateService.Snapshot;

/// <summary>What a run says at its end.</summary>
internal static class SnapshotReport
{
    /// <summary>Writes counts, notes, and what the service would report about the new data.</summary>
    public static void Write(TextWriter output, string path, ShippedData data, ImmutableArray<Problem> problems)
    {
        var counts = new SnapshotCounts(data);
        output.WriteLine($"graph-data as of {data.Date:yyyy-MM-dd}, written to {path}");
        output.WriteLine($"  channels from {data.FromMinor} on: {counts.Channels}");
        output.WriteLine($"  hard blocks: {counts.HardBlocks}");
        output.WriteLine($"  risks: {counts.Risks} of {counts.RiskNames} names; Always: {counts.AlwaysRisks} of {counts.AlwaysNames}");
        foreach (var count in counts.Releases.Append(ReleaseCounts.Sum(counts.Releases)))
        {
            output.WriteLine(
                $"  releases, {count.Architecture}: {count.All}; by digest: {count.ByDigest}; by tag: {count.ByTag}; "
                + $"previous assumed from amd64: {count.PreviousAssumed}");
        }

        foreach (var note in data.Notes)
        {
            output.WriteLine($"note: {note}");
        }

        foreach (var problem in problems)
        {
            output.WriteLine($"warning: {problem}");
        }
    }
}

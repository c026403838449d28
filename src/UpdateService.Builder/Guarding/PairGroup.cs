using System.Collections.Immutable;
using System.Globalization;
using UpdateService.Graph.Building;
using UpdateService.Graph.Patterns;

namespace UpdateService.Builder.Guarding;

/// <summary>Updates that a build would open or weaken and that were closed by the same risk, or by hard blocks.</summary>
/// <param name="Cause">The name of the risk; <see cref="HardBlock"/> or <see cref="Metadata"/>.</param>
/// <param name="Files">The files that closed them, in ordinal order.</param>
/// <param name="Opened">How many would no longer have a risk.</param>
/// <param name="Weakened">How many would have other risks.</param>
public sealed record PairGroup(string Cause, ImmutableArray<string> Files, int Opened, int Weakened)
{
    /// <summary>The cause of pairs that were closed by a file of <c>blocked-edges/</c> without a risk.</summary>
    public const string HardBlock = "hard block";

    /// <summary>The cause of pairs that no file of <c>blocked-edges/</c> closed: release metadata did, or nothing declared them.</summary>
    public const string Metadata = "metadata of releases";

    private const int MostFilesTold = 3;
    private const int MostMatchers = 64; // Each takes some hundred kilobytes.

    /// <summary>Groups the changes, the largest group first.</summary>
    /// <param name="changes">The changes of one comparison.</param>
    /// <param name="entries">The blocks and risks of the revision before; empty if they are not known.</param>
    internal static ImmutableArray<PairGroup> Of(IEnumerable<PairChange> changes, ImmutableArray<BlockedEdge> entries)
    {
        var matchers = new Dictionary<SourcePattern, Func<string, bool>>();
        var byTarget = entries.ToLookup(entry => entry.To.Version.Text, StringComparer.Ordinal);
        var groups = new Dictionary<string, (SortedSet<string> Files, int Opened, int Weakened)>(StringComparer.Ordinal);
        foreach (var change in changes)
        {
            foreach (var (cause, files) in CausesOf(change, [.. byTarget[change.Target.Text].Where(entry => entry.To.Covers(change.Architecture))], Matches))
            {
                var group = groups.TryGetValue(cause, out var known) ? known : (Files: new SortedSet<string>(StringComparer.Ordinal), Opened: 0, Weakened: 0);
                group.Files.UnionWith(files);
                var isOpened = change.Effects.HasFlag(PairEffects.Opened);
                groups[cause] = (group.Files, group.Opened + (isOpened ? 1 : 0), group.Weakened + (isOpened ? 0 : 1));
            }
        }

        return
        [
            .. groups.Select(group => new PairGroup(group.Key, [.. group.Value.Files], group.Value.Opened, group.Value.Weakened))
                .OrderByDescending(group => group.Opened + group.Weakened)
                .ThenBy(group => group.Cause, StringComparer.Ordinal),
        ];

        bool Matches(SourcePattern pattern, string subject)
        {
            if (!matchers.TryGetValue(pattern, out var matcher))
            {
                if (matchers.Count == MostMatchers)
                {
                    matchers.Clear();
                }

                matchers[pattern] = matcher = pattern.ToMatcher();
            }

            return matcher(subject);
        }
    }

    /// <summary><c>1,770 opened of the risk Slow (blocked-edges/a.yaml, blocked-edges/b.yaml and 58 more)</c>.</summary>
    public override string ToString()
    {
        var counts = string.Join(" and ", new[] { (Count: Opened, What: "opened"), (Count: Weakened, What: "weakened") }
            .Where(part => part.Count > 0)
            .Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Count:N0} {part.What}")));
        var files = string.Join(", ", Files.Take(MostFilesTold)) + (Files.Length > MostFilesTold ? $" and {Files.Length - MostFilesTold} more" : "");
        return $"{counts} of {(Cause is HardBlock or Metadata ? Cause : $"the risk {Cause}")}{(files.Length > 0 ? $" ({files})" : "")}";
    }

    private static IEnumerable<(string Cause, IEnumerable<string> Files)> CausesOf(
        PairChange change,
        IReadOnlyCollection<BlockedEdge> entries,
        Func<SourcePattern, string, bool> matches)
    {
        var subject = $"{change.Source.Text}+{change.Architecture}";
        if (change.MarkBefore == DeclaredPairs.Blocked)
        {
            string[] blocks = [.. entries.Where(entry => entry.Risk is null && matches(entry.From, subject)).Select(entry => entry.Place.File)];
            return [(blocks.Length > 0 ? HardBlock : Metadata, blocks)];
        }

        var after = change.RisksAfter;
        return change.RisksBefore
            .Where(risk => !after.Any(other => other.Name == risk.Name && other.HasSameRules(risk)))
            .Select(risk => (risk.Name, entries.Where(entry => entry.Risk?.Name == risk.Name && matches(entry.From, subject)).Select(entry => entry.Place.File)));
    }
}

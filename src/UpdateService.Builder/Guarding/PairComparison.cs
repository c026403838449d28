using System.Collections.Immutable;
using UpdateService.Graph.Building;
using UpdateService.Graph.Risks;
using UpdateService.Graph.Versions;

namespace UpdateService.Builder.Guarding;

/// <summary>
/// What a build opens and weakens compared with what was served before. It compares only pairs of releases that were both known before.
/// Both sides are sorted by version, so each is read once.
/// </summary>
internal sealed class PairComparison
{
    private readonly List<PairChange> changes = [];

    private PairComparison()
    {
    }

    /// <summary>Pairs that are opened or weakened, by architecture, target and source.</summary>
    public IReadOnlyList<PairChange> Changes => changes;

    /// <summary>How many pairs were closed before: blocked, or with risks.</summary>
    public int Closed { get; private set; }

    /// <summary>How many pairs have the effect.</summary>
    public int Count(PairEffects effect) => changes.Count(change => change.Effects.HasFlag(effect));

    /// <summary>Compares two sets of pairs.</summary>
    /// <param name="before">What was served.</param>
    /// <param name="after">What would be.</param>
    /// <param name="counts">Whether the state of a pair before is known; null if it is known for all pairs.</param>
    public static PairComparison Of(
        ImmutableArray<DeclaredPairs> before,
        ImmutableArray<DeclaredPairs> after,
        Func<Architecture, ReleaseVersion, ReleaseVersion, bool>? counts = null)
    {
        var comparison = new PairComparison();
        foreach (var pairs in before)
        {
            comparison.Closed += pairs.ClosedCount;
            var next = after.FirstOrDefault(other => other.Architecture == pairs.Architecture);
            if (next is not null && !ReferenceEquals(next, pairs))
            {
                new Walk(comparison, pairs, next, counts).Run();
            }
        }

        return comparison;
    }

    private sealed class Walk(
        PairComparison comparison,
        DeclaredPairs before,
        DeclaredPairs after,
        Func<Architecture, ReleaseVersion, ReleaseVersion, bool>? counts)
    {
        private const int Unknown = -1;

        private readonly int[] earlier = EarlierNumbers(before, after);
        private readonly Dictionary<(int Before, int After), PairEffects> effectsOfSets = [];

        public void Run()
        {
            for (var target = 0; target < after.Versions.Length; target++)
            {
                if (earlier[target] != Unknown)
                {
                    CompareInto(target, earlier[target]);
                }
            }
        }

        private void CompareInto(int target, int targetBefore)
        {
            var (place, end) = (before.Offsets[targetBefore], before.Offsets[targetBefore + 1]);
            for (var pair = after.Offsets[target]; pair < after.Offsets[target + 1]; pair++)
            {
                var source = earlier[after.Sources[pair]];
                if (source == Unknown)
                {
                    continue;
                }

                while (place < end && before.Sources[place] < source)
                {
                    place++;
                }

                var isDeclared = place < end && before.Sources[place] == source;
                Compare(pair, target, isDeclared, isDeclared ? before.Marks[place] : DeclaredPairs.Blocked);
            }
        }

        private void Compare(int pair, int target, bool isDeclared, int markBefore)
        {
            var mark = after.Marks[pair];
            if (markBefore == DeclaredPairs.Plain || (mark == markBefore && mark < 0 && before.HasBlocked))
            {
                return;
            }

            var (source, into) = (after.Versions[after.Sources[pair]], after.Versions[target]);
            if (!isDeclared && !before.HasBlocked)
            {
                if (counts?.Invoke(after.Architecture, source, into) == false)
                {
                    return;
                }

                comparison.Closed++; // An answer does not have it, and its releases declare it: it was blocked.
            }

            var effects = Effects(isDeclared, markBefore, mark);
            if (effects != PairEffects.None)
            {
                comparison.changes.Add(new PairChange(effects, before, markBefore, after, mark, source, into));
            }
        }

        private PairEffects Effects(bool isDeclared, int markBefore, int mark)
        {
            if (mark < 0)
            {
                return mark == DeclaredPairs.Plain ? PairEffects.Opened : PairEffects.None;
            }

            if (markBefore < 0)
            {
                return isDeclared || !before.HasBlocked ? PairEffects.BlockToRisk : PairEffects.None; // One that is declared only now was never blocked.
            }

            if (!effectsOfSets.TryGetValue((markBefore, mark), out var effects))
            {
                effectsOfSets[(markBefore, mark)] = effects = Effects(before.RiskSets[markBefore], after.RiskSets[mark]);
            }

            return effects;
        }

        private static PairEffects Effects(ImmutableArray<Risk> risksBefore, ImmutableArray<Risk> risks)
        {
            var effects = PairEffects.None;
            foreach (var risk in risksBefore)
            {
                effects |= risks.FirstOrDefault(other => string.Equals(other.Name, risk.Name, StringComparison.Ordinal)) is not { } other ? PairEffects.RiskLost
                    : other.HasSameRules(risk) ? PairEffects.None
                    : PairEffects.RulesChanged;
            }

            return effects;
        }

        /// <summary>The earlier number of each release of the build.</summary>
        private static int[] EarlierNumbers(DeclaredPairs before, DeclaredPairs after)
        {
            var numbers = new int[after.Versions.Length];
            var next = 0;
            for (var release = 0; release < numbers.Length; release++)
            {
                var order = 1;
                while (next < before.Versions.Length && (order = ReleaseVersion.SortOrder.Compare(before.Versions[next], after.Versions[release])) < 0)
                {
                    next++;
                }

                numbers[release] = order == 0 && next < before.Versions.Length ? next : Unknown;
            }

            return numbers;
        }
    }
}

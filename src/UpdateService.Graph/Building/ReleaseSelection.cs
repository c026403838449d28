using System.Collections.Immutable;

namespace UpdateService.Graph.Building;

/// <summary>
/// Step 1: one release for each version and architecture, and no payload under two versions. Clients compare payloads, so one duplicate
/// version or payload would confuse every cluster in the channel. The others go to quarantine and never into the build.
/// </summary>
internal sealed class ReleaseSelection(GraphInputs inputs, ProblemList problems)
{
    private readonly List<QuarantinedRelease> quarantine = [];
    private readonly Dictionary<ReleaseKey, string?> consulted = [];

    /// <summary>The releases that were not selected, in order of version and payload.</summary>
    public ImmutableArray<QuarantinedRelease> Quarantine =>
        [.. quarantine.OrderBy(lost => lost.Release.Version, Versions.ReleaseVersion.SortOrder)
            .ThenBy(lost => lost.Release.Architecture)
            .ThenBy(lost => lost.Release.Payload, StringComparer.Ordinal)
            .ThenBy(lost => lost.Release.Place)];

    /// <summary>The queries to the served revision, and their answers: the selection is valid as long as they do not change.</summary>
    public IReadOnlyDictionary<ReleaseKey, string?> Consulted => consulted;

    /// <summary>The selected releases of each architecture, unordered.</summary>
    public Dictionary<Architecture, List<Release>> Select()
    {
        var byKey = new Dictionary<ReleaseKey, Release>(inputs.Releases.Length);
        var rivals = new Dictionary<ReleaseKey, List<Release>>();
        foreach (var release in inputs.Releases)
        {
            var key = new ReleaseKey(release.Version.Text, release.Architecture);
            if (!byKey.TryAdd(key, release))
            {
                var list = rivals.TryGetValue(key, out var known) ? known : rivals[key] = [byKey[key]];
                list.Add(release);
            }
        }

        foreach (var (key, list) in rivals)
        {
            byKey[key] = ResolveVersion(key, list);
        }

        ResolvePayloads(byKey);
        var selected = new Dictionary<Architecture, List<Release>>();
        foreach (var release in byKey.Values)
        {
            (selected.TryGetValue(release.Architecture, out var list) ? list : selected[release.Architecture] = []).Add(release);
        }

        return selected;
    }

    /// <summary>Prefers the earlier source, then the served digest, then the ordinally smallest one.</summary>
    private Release ResolveVersion(ReleaseKey key, List<Release> rivals)
    {
        var served = Served(key);
        var ranked = rivals
            .OrderBy(release => release.SourceRank)
            .ThenBy(release => served is not null && SamePayload(release.Payload, served) ? 0 : 1)
            .ThenBy(release => release.Digest.Length == 0 ? 1 : 0) // A cluster can verify a digest, and nothing else.
            .ThenBy(release => release.Digest, StringComparer.Ordinal)
            .ThenBy(release => string.Equals(release.Payload, served, StringComparison.Ordinal) ? 0 : 1)
            .ThenBy(release => release.Payload, StringComparer.Ordinal)
            .ThenBy(ContentText, StringComparer.Ordinal)
            .ThenBy(release => release.Place)
            .ToList();
        var winner = ranked[0];
        foreach (var loser in ranked.Skip(1))
        {
            if (loser.SourceRank != winner.SourceRank && SamePayload(loser.Payload, winner.Payload))
            {
                continue; // The same release in a later source is what several sources are for.
            }

            if (SamePayload(loser.Payload, winner.Payload) && string.Equals(ContentText(loser), ContentText(winner), StringComparison.Ordinal))
            {
                continue;
            }

            SetAside(loser, ProblemRule.DuplicateRelease, $"{loser} has the payload {winner.Payload} at {winner.Place}, which is served.");
            problems.Error(
                ProblemRule.DuplicateRelease,
                winner.Place,
                $"{winner} is also described at {loser.Place} with the payload {loser.Payload}, which is in quarantine.");
        }

        return winner;
    }

    private void ResolvePayloads(Dictionary<ReleaseKey, Release> byKey)
    {
        var shared = byKey.Values
            .GroupBy(release => (release.Payload, release.Architecture))
            .Where(group => group.Skip(1).Any())
            .Select(group => group
                .OrderBy(release => release.SourceRank)
                .ThenBy(release => IsServed(release) ? 0 : 1)
                .ThenBy(release => release.Version, Versions.ReleaseVersion.SortOrder)
                .ToList())
            .ToList();
        foreach (var ranked in shared)
        {
            foreach (var loser in ranked.Skip(1))
            {
                _ = byKey.Remove(new ReleaseKey(loser.Version.Text, loser.Architecture));
                SetAside(loser, ProblemRule.SharedPayload, $"{loser} has the same payload as {ranked[0]} at {ranked[0].Place}: {loser.Payload}.");
            }
        }
    }

    private bool IsServed(Release release) =>
        Served(new ReleaseKey(release.Version.Text, release.Architecture)) is { } served && SamePayload(release.Payload, served);

    private string? Served(ReleaseKey key) => consulted[key] = inputs.ServedPayload(key);

    private void SetAside(Release loser, ProblemRule rule, string reason)
    {
        quarantine.Add(new QuarantinedRelease(loser, reason));
        problems.Error(rule, loser.Place, reason);
    }

    /// <summary>The same digest in another repository is the same payload, mirrored.</summary>
    private static bool SamePayload(string left, string right) =>
        string.Equals(left, right, StringComparison.Ordinal)
        || (Release.DigestOf(left) is { Length: > 0 } digest && string.Equals(digest, Release.DigestOf(right), StringComparison.Ordinal));

    private static string ContentText(Release release) => string.Join(
        '\n',
        string.Join(' ', release.Previous.Select(version => version.Text).Order(StringComparer.Ordinal)),
        string.Join(' ', release.Next.Select(version => version.Text).Order(StringComparer.Ordinal)),
        string.Join('\n', release.Metadata.Select(entry => $"{entry.Key}\t{entry.Value}")));
}

using System.Collections.Immutable;
using UpdateService.Graph.Versions;
using UpdateService.Registry.Keeping;
using UpdateService.Registry.Payloads;

namespace UpdateService.Registry.Scraping;

/// <summary>
/// Makes releases of what is known, one a digest, at the ordinally first of its tags. What did not change is the same object
/// again, so that what was built on it can be kept.
/// </summary>
internal sealed class ReleaseAssembly(RepositoryName name)
{
    private Dictionary<Digest, Release> before = [];
    private ImmutableArray<Release> last = [];

    /// <summary>The releases, by version, architecture and digest.</summary>
    public ImmutableArray<Release> Assemble(RepositoryMemory memory)
    {
        var now = new Dictionary<Digest, Release>();
        foreach (var (digest, tag) in FirstTags(memory))
        {
            if (memory.Find(digest)?.Facts is { } facts)
            {
                var place = new Place($"{name}:{tag}", 0);
                now[digest] = before.TryGetValue(digest, out var same) && same.Place == place ? same : Release(digest, facts, place);
            }
        }

        before = now;
        ImmutableArray<Release> sorted =
        [
            .. now.Values
                .OrderBy(release => release.Version, ReleaseVersion.SortOrder)
                .ThenBy(release => release.Architecture)
                .ThenBy(release => release.Payload, StringComparer.Ordinal),
        ];
        return last = sorted.Length == last.Length && sorted.Zip(last).All(pair => ReferenceEquals(pair.First, pair.Second)) ? last : sorted;
    }

    private static Dictionary<Digest, string> FirstTags(RepositoryMemory memory)
    {
        var first = new Dictionary<Digest, string>();
        foreach (var (tag, kept) in memory.Tags)
        {
            if (kept.Release is { } digest && (!first.TryGetValue(digest, out var other) || string.CompareOrdinal(tag, other) < 0))
            {
                first[digest] = tag;
            }
        }

        return first;
    }

    private Release Release(Digest digest, ReleaseFacts facts, Place place) => new(facts.Version, facts.Architecture, $"{name}@{digest}", place)
    {
        Previous = facts.Previous,
        Next = facts.Next,
        Metadata = facts.Metadata,
    };
}

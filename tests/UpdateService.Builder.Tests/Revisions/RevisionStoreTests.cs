using System.Collections.Immutable;
using FsCheck.Fluent;
using UpdateService.Builder.Answers;
using UpdateService.Builder.Revisions;

namespace UpdateService.Builder.Tests.Revisions;

/// <summary>The pinned revision is served where one is, else the newest, in whichever order the acts come.</summary>
public sealed class RevisionStoreTests
{
    [Fact]
    public void Before_the_first_revision_nothing_is_served()
    {
        var store = new RevisionStore();
        store.Unpin();
        Assert.Equal((null, null, null), (store.Current, store.Newest, store.Pinned));
    }

    [Fact]
    public void A_pinned_revision_whose_graph_is_built_again_is_replaced_by_the_one_with_the_graph()
    {
        var (store, kept, live) = (new RevisionStore(), Numbered(1), Numbered(1));
        store.Publish(kept);
        store.Pin(kept);
        store.Publish(live);
        Assert.Same(live, store.Current);
        Assert.Same(live, store.Pinned);
        store.Publish(Numbered(2));
        Assert.Same(live, store.Current);
    }

    [Fact]
    public void What_is_served_is_the_pinned_one_or_else_the_newest() => Law.Holds(
        Gen.ArrayOf(Gen.Choose(0, 4)).ToArbitrary(),
        acts =>
        {
            var store = new RevisionStore();
            var published = new List<Revision>();
            Revision? pinned = null;
            foreach (var act in acts)
            {
                switch (act)
                {
                    case 0:
                        store.Unpin();
                        pinned = null;
                        break;
                    case 1 when published.Count > 0:
                        pinned = published[published.Count / 2];
                        store.Pin(pinned);
                        break;
                    default:
                        published.Add(Numbered(published.Count + 1));
                        store.Publish(published[^1]);
                        break;
                }

                Assert.Same(published.LastOrDefault(), store.Newest);
                Assert.Same(pinned, store.Pinned);
                Assert.Same(pinned ?? published.LastOrDefault(), store.Current);
            }
        });

    private static Revision Numbered(int number) => new(
        new RevisionRecord(number, "", DateTimeOffset.UnixEpoch, 0, [], Lenient: false, DataDate: null, [], new RevisionCounts(0, 0, 0, 0, 0, 0, 0, 0), [], []),
        new AnswerSet(ImmutableDictionary<(string, Architecture), Answer>.Empty),
        new Lazy<RevisionMaterial>(() => throw new InvalidDataException("Not needed.")),
        new Lazy<GraphDataArchive>(() => throw new InvalidDataException("Not needed.")));
}

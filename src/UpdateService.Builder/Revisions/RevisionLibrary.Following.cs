using System.Collections.Immutable;

namespace UpdateService.Builder.Revisions;

/// <content>Revisions of another service, which a follower keeps under the same numbers.</content>
public sealed partial class RevisionLibrary
{
    private readonly bool isFollower;
    private int? followed;

    /// <summary>The inputs of a kept revision: the bytes of its <see cref="GraphDataArchive"/>.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    /// <exception cref="InvalidDataException">They are damaged.</exception>
    public byte[] ReadInputs(RevisionRecord record)
    {
        lock (turn)
        {
            return shelf.ReadInputs(record.Number);
        }
    }

    /// <summary>
    /// Keeps exactly what another service keeps, and the pinned revision. It adds what is new first and deletes what is gone last,
    /// so that a crash on the way loses nothing.
    /// </summary>
    /// <param name="served">The served revision of the other service.</param>
    /// <param name="all">All revisions of the other service, the served one among them, by ascending number.</param>
    /// <param name="inputs">The inputs of those that are not kept yet, by number.</param>
    public void Follow(Revision served, ImmutableArray<RevisionRecord> all, IReadOnlyDictionary<int, byte[]> inputs)
    {
        lock (turn)
        {
            Try(() =>
            {
                Own([]);
                foreach (var record in all.Where(record => record.Number != pinned && (inputs.ContainsKey(record.Number) || !records.Any(record.IsSameAs))))
                {
                    KeepCopy(record, inputs);
                }

                shelf.KeepAnswers(served);
                followed = served.Number;
                if (state is not null)
                {
                    NumberFile.Write(state.Followed, followed);
                }

                DropAllBut(all);
            });
        }
    }

    private void KeepCopy(RevisionRecord record, IReadOnlyDictionary<int, byte[]> inputs)
    {
        if (inputs.TryGetValue(record.Number, out var content))
        {
            shelf.KeepCopy(record, content);
            records = [.. records.Where(kept => kept.Number != record.Number).Append(record).OrderBy(kept => kept.Number)];
            lastNumber = Math.Max(lastNumber, record.Number);
        }
    }

    private void DropAllBut(ImmutableArray<RevisionRecord> all)
    {
        foreach (var record in records.Where(record => record.Number != pinned))
        {
            if (!all.Any(record.IsSameAs))
            {
                records = records.Remove(record);
                shelf.Drop(record.Number);
            }
            else if (record.Number != followed)
            {
                shelf.DropAnswers(record.Number);
            }
        }
    }
}

using System.Collections.Immutable;
using UpdateService.Builder.Answers;

namespace UpdateService.Builder.Revisions;

/// <summary>Keeps revisions in memory until the process ends. The archive of each one's inputs takes about a megabyte.</summary>
internal sealed class RevisionsInMemory : IRevisionShelf
{
    private readonly SortedDictionary<int, (RevisionRecord Record, byte[] Inputs)> kept = [];

    public int LastNumber { get; private set; }

    public int LastKept => kept.Count > 0 ? kept.Keys.Last() : 0;

    public ImmutableArray<RevisionRecord> Open(ICollection<string> problems) => [.. kept.Values.Select(entry => entry.Record)];

    public void ClearAway()
    {
        // Nothing is kept after a crash.
    }

    public void Reserve(int number) => LastNumber = number;

    public void Keep(Revision revision) => kept[revision.Number] = (revision.Record, revision.Archive.Bytes);

    public void KeepCopy(RevisionRecord record, byte[] inputs) => kept[record.Number] = (record, inputs);

    public void KeepAnswers(Revision revision)
    {
        // The served revision has them.
    }

    public void DropAnswers(int number)
    {
        // There is none.
    }

    public void Drop(int number) => kept.Remove(number);

    public AnswerSet? ReadAnswers(int number) => null;

    public byte[] ReadInputs(int number) => kept.TryGetValue(number, out var entry) ? entry.Inputs : throw new FileNotFoundException($"Revision {number} is not kept any more.");
}

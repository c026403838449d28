using System.Collections.Immutable;
using UpdateService.Builder.Answers;

namespace UpdateService.Builder.Revisions;

/// <summary>Where revisions are kept: a folder that outlives the process, or memory.</summary>
/// <remarks>Not thread-safe; the library takes turns.</remarks>
internal interface IRevisionShelf
{
    /// <summary>The highest number that a revision has had here, also one that a crash left half kept; 0 before the first.</summary>
    int LastNumber { get; }

    /// <summary>The number of the last revision that was kept whole, also one that cannot be read any more; 0 where none was.</summary>
    int LastKept { get; }

    /// <summary>Reads the records of all revisions, oldest first.</summary>
    /// <param name="problems">Takes a sentence for each that cannot be read.</param>
    ImmutableArray<RevisionRecord> Open(ICollection<string> problems);

    /// <summary>Clears away what a crash left half done: all but the newest, whose number must not be given again.</summary>
    void ClearAway();

    /// <summary>Makes sure that the number is not given again.</summary>
    /// <exception cref="IOException">It cannot be kept.</exception>
    void Reserve(int number);

    /// <summary>Keeps a revision; after a crash on the way it is not there at all.</summary>
    /// <exception cref="IOException">It cannot be kept.</exception>
    void Keep(Revision revision);

    /// <summary>Keeps a revision of another service without its answers, in place of one of the same number; after a crash on the way neither is there.</summary>
    /// <exception cref="IOException">It cannot be kept.</exception>
    void KeepCopy(RevisionRecord record, byte[] inputs);

    /// <summary>Keeps the answers again, which have smaller bytes now.</summary>
    /// <exception cref="IOException">They cannot be kept.</exception>
    void KeepAnswers(Revision revision);

    /// <summary>Drops the answers of a revision, which can be made again of its inputs.</summary>
    /// <exception cref="IOException">They cannot be dropped.</exception>
    void DropAnswers(int number);

    /// <summary>Drops a revision.</summary>
    /// <exception cref="IOException">It cannot be dropped.</exception>
    void Drop(int number);

    /// <summary>The answers of a revision; null where only its inputs are kept.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    /// <exception cref="InvalidDataException">They are damaged.</exception>
    AnswerSet? ReadAnswers(int number);

    /// <summary>The inputs of a revision: the bytes of its <see cref="GraphDataArchive"/>.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    /// <exception cref="InvalidDataException">They are damaged.</exception>
    byte[] ReadInputs(int number);
}

using System.Collections.Immutable;
using UpdateService.Builder.Answers;

namespace UpdateService.Builder.Revisions;

/// <summary>Where revisions are kept: a folder that outlives the process, or memory.</summary>
/// <remarks>Not thread-safe; the library makes one call at a time.</remarks>
internal interface IRevisionShelf
{
    /// <summary>The highest number that a revision has had here, even if a crash left it incomplete; 0 before the first.</summary>
    int LastNumber { get; }

    /// <summary>The number of the last revision that was kept completely, even if it can no longer be read; 0 if there was none.</summary>
    int LastKept { get; }

    /// <summary>Reads the records of all revisions, oldest first.</summary>
    /// <param name="problems">Receives a sentence for each record that cannot be read.</param>
    ImmutableArray<RevisionRecord> Open(ICollection<string> problems);

    /// <summary>Deletes what a crash left incomplete, except the newest, whose number must not be used again.</summary>
    void ClearAway();

    /// <summary>Makes sure that the number is not used again.</summary>
    /// <exception cref="IOException">The number cannot be written.</exception>
    void Reserve(int number);

    /// <summary>Keeps a revision completely, or not at all if a crash interrupts it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    void Keep(Revision revision);

    /// <summary>Keeps a revision of another service without its answers, replacing one of the same number. After a crash, neither is there.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    void KeepCopy(RevisionRecord record, byte[] inputs);

    /// <summary>Keeps the answers again, whose bytes are now smaller.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    void KeepAnswers(Revision revision);

    /// <summary>Deletes the answers of a revision, which can be made again from its inputs.</summary>
    /// <exception cref="IOException">They cannot be deleted.</exception>
    void DropAnswers(int number);

    /// <summary>Deletes a revision.</summary>
    /// <exception cref="IOException">It cannot be deleted.</exception>
    void Drop(int number);

    /// <summary>The answers of a revision; null if only its inputs are kept.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    /// <exception cref="InvalidDataException">They are damaged.</exception>
    AnswerSet? ReadAnswers(int number);

    /// <summary>The inputs of a revision: the bytes of its <see cref="GraphDataArchive"/>.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    /// <exception cref="InvalidDataException">They are damaged.</exception>
    byte[] ReadInputs(int number);
}

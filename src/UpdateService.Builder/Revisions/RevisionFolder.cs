using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using UpdateService.Builder.Answers;
using UpdateService.Builder.State;
using UpdateService.Registry.Keeping;

namespace UpdateService.Builder.Revisions;

/// <summary>
/// Revisions on disk, one folder each: <c>000007/</c> with <c>inputs.tar.gz</c>, for the newest also <c>answers.list</c>, and
/// <c>revision.json</c>, which is written last. If it is missing, a crash interrupted the write and only the folder's number
/// counts. The list names the parts of the answers, which all revisions share.
/// </summary>
/// <param name="path">The folder of all revisions; created when first needed.</param>
/// <param name="answers">The parts of their answers.</param>
internal sealed class RevisionFolder(string path, AnswerFolder answers) : IRevisionShelf
{
    private const string Inputs = "inputs.tar.gz";
    private const string Answers = "answers.list";
    private const string Record = "revision.json";

    /// <summary>All answers in one file, as earlier versions wrote them. It is read but never written.</summary>
    private const string AnswersInOne = "answers.pack";

    public int LastNumber => Numbers().DefaultIfEmpty(0).Max();

    public int LastKept => Numbers().Where(IsWhole).DefaultIfEmpty(0).Max();

    public ImmutableArray<RevisionRecord> Open(ICollection<string> problems)
    {
        var records = ImmutableArray.CreateBuilder<RevisionRecord>();
        foreach (var number in Numbers().Order().Where(IsWhole))
        {
            try
            {
                records.Add(ReadRecord(number));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or JsonException)
            {
                problems.Add($"Revision {number} in {path} cannot be read and is left out: {exception.Message}");
            }
        }

        return records.ToImmutable();
    }

    public void ClearAway()
    {
        foreach (var number in Numbers().Order().SkipLast(1).Where(number => !IsWhole(number)))
        {
            Drop(number);
        }

        DropUnusedAnswers();
    }

    public void Reserve(int number) => _ = Directory.CreateDirectory(PathOf(number));

    public void Keep(Revision revision)
    {
        _ = Directory.CreateDirectory(PathOf(revision.Number));
        WholeFile.Write(PathOf(revision.Number, Inputs), stream => stream.Write(revision.Archive.Bytes));
        WriteAnswers(revision);
        KeepRecord(revision.Record);
        DropUnusedAnswers();
    }

    public void KeepCopy(RevisionRecord record, byte[] inputs)
    {
        Drop(record.Number);
        _ = Directory.CreateDirectory(PathOf(record.Number));
        WholeFile.Write(PathOf(record.Number, Inputs), stream => stream.Write(inputs));
        KeepRecord(record);
    }

    public void KeepAnswers(Revision revision)
    {
        WriteAnswers(revision);
        DropUnusedAnswers();
    }

    public void DropAnswers(int number)
    {
        if (HasAnswers(number))
        {
            File.Delete(PathOf(number, Answers));
            File.Delete(PathOf(number, AnswersInOne));
            DropUnusedAnswers();
        }
    }

    public void Drop(int number)
    {
        if (Directory.Exists(PathOf(number)))
        {
            // The record is deleted first: a folder without one is not a revision, whatever happens next.
            File.Delete(PathOf(number, Record));
            DropAnswers(number);
            Directory.Delete(PathOf(number), recursive: true);
        }
    }

    public AnswerSet? ReadAnswers(int number) =>
        File.Exists(PathOf(number, Answers)) ? answers.Read(File.ReadAllLines(PathOf(number, Answers)))
        : File.Exists(PathOf(number, AnswersInOne)) ? AnswerPack.Read(File.ReadAllBytes(PathOf(number, AnswersInOne)))
        : null;

    public byte[] ReadInputs(int number) => File.ReadAllBytes(PathOf(number, Inputs));

    private bool HasAnswers(int number) => File.Exists(PathOf(number, Answers)) || File.Exists(PathOf(number, AnswersInOne));

    private void WriteAnswers(Revision revision)
    {
        try
        {
            var parts = answers.Keep(revision.Answers);
            WholeFile.Write(PathOf(revision.Number, Answers), stream => stream.Write(Encoding.ASCII.GetBytes(string.Join('\n', parts))));
            File.Delete(PathOf(revision.Number, AnswersInOne));
        }
        catch
        {
            DropUnusedAnswers(); // On a full disk the parts that were written would take the room that the next try needs.
            throw;
        }
    }

    /// <summary>Keeps revisions whose record cannot be read here: a newer version of the service may read it.</summary>
    private void DropUnusedAnswers()
    {
        try
        {
            answers.DropAllBut(Numbers().SelectMany(number => LinesOf(PathOf(number, Answers))).ToHashSet(StringComparer.Ordinal));
        }
        catch (Exception exception) when (DiskTrouble.IsOfDisk(exception))
        {
            // The parts that an unreadable list names are not known. They only take up space.
        }
    }

    private static string[] LinesOf(string path)
    {
        try
        {
            return File.ReadAllLines(path); // Not asked first whether it exists: one that may not be read would not.
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <summary>Whether a crash left the revision incomplete.</summary>
    private bool IsWhole(int number) => File.Exists(PathOf(number, Record));

    private void KeepRecord(RevisionRecord record) =>
        WholeFile.Write(PathOf(record.Number, Record), stream => JsonSerializer.Serialize(stream, record, RevisionJson.Default.RevisionRecord));

    private RevisionRecord ReadRecord(int number)
    {
        using var file = File.OpenRead(PathOf(number, Record));
        var record = JsonSerializer.Deserialize(file, RevisionJson.Default.RevisionRecord);
        return record?.Number != number ? throw new InvalidDataException("It is the record of another revision.")
            : record.IsWhole ? record
            : throw new InvalidDataException("Something is missing in its lists.");
    }

    private IEnumerable<int> Numbers() => !Directory.Exists(path) ? [] : Directory.EnumerateDirectories(path)
        .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
        .Where(number => number > 0);

    private string PathOf(int number) => Path.Combine(path, number.ToString("D6", CultureInfo.InvariantCulture));

    private string PathOf(int number, string file) => Path.Combine(PathOf(number), file);
}

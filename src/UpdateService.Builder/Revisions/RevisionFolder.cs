using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using UpdateService.Builder.Answers;
using UpdateService.Builder.State;

namespace UpdateService.Builder.Revisions;

/// <summary>
/// Revisions on disk, one folder each: <c>000007/</c> with <c>inputs.tar.gz</c>, for the newest also <c>answers.pack</c>, and
/// <c>revision.json</c>, which is written last: where it is missing, a crash came in between and the folder counts for its
/// number only.
/// </summary>
/// <param name="path">The folder of all revisions; made when first needed.</param>
internal sealed class RevisionFolder(string path) : IRevisionShelf
{
    private const string Inputs = "inputs.tar.gz";
    private const string Answers = "answers.pack";
    private const string Record = "revision.json";

    public int LastNumber => Numbers().DefaultIfEmpty(0).Max();

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
    }

    public void Reserve(int number) => _ = Directory.CreateDirectory(PathOf(number));

    public void Keep(Revision revision)
    {
        _ = Directory.CreateDirectory(PathOf(revision.Number));
        WholeFile.Write(PathOf(revision.Number, Inputs), stream => stream.Write(revision.Archive.Bytes));
        KeepAnswers(revision);
        KeepRecord(revision.Record);
    }

    public void KeepCopy(RevisionRecord record, byte[] inputs)
    {
        Drop(record.Number);
        _ = Directory.CreateDirectory(PathOf(record.Number));
        WholeFile.Write(PathOf(record.Number, Inputs), stream => stream.Write(inputs));
        KeepRecord(record);
    }

    public void KeepAnswers(Revision revision) => WholeFile.Write(PathOf(revision.Number, Answers), stream => AnswerPack.Write(revision.Answers, stream));

    public void DropAnswers(int number)
    {
        if (Directory.Exists(PathOf(number)))
        {
            File.Delete(PathOf(number, Answers));
        }
    }

    public void Drop(int number)
    {
        if (Directory.Exists(PathOf(number)))
        {
            // The record goes first: a folder without one is no revision any more, whatever happens next.
            File.Delete(PathOf(number, Record));
            Directory.Delete(PathOf(number), recursive: true);
        }
    }

    public AnswerSet? ReadAnswers(int number) =>
        File.Exists(PathOf(number, Answers)) ? AnswerPack.Read(File.ReadAllBytes(PathOf(number, Answers))) : null;

    public byte[] ReadInputs(int number) => File.ReadAllBytes(PathOf(number, Inputs));

    /// <summary>Whether a crash came before the revision was whole.</summary>
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

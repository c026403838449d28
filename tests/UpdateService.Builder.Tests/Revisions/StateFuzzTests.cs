using System.Security.Cryptography;
using UpdateService.Builder.Answers;
using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Revisions;
using UpdateService.Builder.State;
using UpdateService.Testing.Fuzzing;

namespace UpdateService.Builder.Tests.Revisions;

/// <summary>Whatever stands in the files of the state folder: the service starts, serves what can be proven right, and goes on.</summary>
public sealed class StateFuzzTests : IDisposable
{
    private readonly TemporaryFolder state = new();

    public void Dispose() => state.Dispose();

    [Fact]
    public async Task A_record_is_whole_or_left_out_and_the_service_goes_on()
    {
        var whole = await KeepAsync();
        Fuzz.Bytes(
            new Corpus([whole], [.. Tokens.Json, .. Tokens.Of("\"problems\": [null]", "\"inputs\": [null]", "\"channels\": [null, \"a\"]", "\"quarantine\": null", "\"severity\": 7", "\"number\": 1", "\"contentHash\": null", "[null]")]),
            async bytes =>
            {
                using var copy = new TemporaryFolder();
                Copy(copy);
                await File.WriteAllBytesAsync(StateFiles.Of(copy, 1, StateFiles.Record), bytes);
                using var life = new Life(copy.Path, Life.Variant(1));
                Assert.InRange(life.Served, 0, 1);
                Assert.True(life.Served == 1 || life.Problems.Count > 0);
                foreach (var record in life.Library.Records)
                {
                    _ = record.IsSameBuildAs(record);
                    _ = RevisionRecord.Find([record], "abcd");
                    Assert.All(record.Problems, problem => Assert.NotNull(problem.ToString()));
                }

                var result = await life.RefreshAsync();
                Assert.Contains(result.Outcome, (RefreshOutcome[])[RefreshOutcome.Unchanged, RefreshOutcome.Published, RefreshOutcome.HeldBack]);
                Assert.Equal(life.Served == 0, life.HeldBack is not null); // Nothing tells what was served: an administrator must look.
            },
            inputs: 150);
    }

    [Fact]
    public async Task Answers_with_a_right_checksum_are_read_or_refused()
    {
        _ = await KeepAsync();
        var whole = await File.ReadAllBytesAsync(StateFiles.Parts(state.Path)[0]);
        var corpus = new Corpus([whole], [.. Tokens.Any, [0xff, 0xff, 0xff, 0xff], [0xff, 0xff, 0xff, 0x7f], [0, 0, 0, 0x80], [0x80, 0x80, 0x80, 0x80, 0x80, 0x10]])
        {
            Repair = static (bytes, random) => random.Next(4) == 0 || bytes.Length < SHA256.HashSizeInBytes ? bytes : [.. bytes[..^SHA256.HashSizeInBytes], .. SHA256.HashData(bytes.AsSpan(0, bytes.Length - SHA256.HashSizeInBytes))],
        };
        Fuzz.Bytes(
            corpus,
            bytes =>
            {
                try
                {
                    var answers = AnswerPack.Read(bytes);
                    using var again = new MemoryStream();
                    AnswerPack.Write(answers.All, again);
                    Assert.Equal(answers.ContentHash, AnswerPack.Read(again.ToArray()).ContentHash);
                    Assert.All(answers.All, entry => Assert.True(entry.Answer.Length >= 0));
                }
                catch (InvalidDataException exception)
                {
                    Fuzz.AssertTold(exception.Message);
                }
            },
            mostMegabytes: 96); // A wrong count makes room for a million answers.
    }

    [Fact]
    public void A_pin_names_a_revision_or_none()
    {
        using var folder = new StateFolder(state.Path);
        Fuzz.Bytes(Corpus.Of([.. Tokens.Any, .. Tokens.Numbers], "12"), bytes =>
        {
            File.WriteAllBytes(folder.Pin, bytes);
            var problems = new List<string>();
            Assert.Equal(NumberFile.Read(folder.Pin, "none is pinned", problems) is null, problems.Count == 1);
        });
    }

    private async Task<byte[]> KeepAsync()
    {
        using var life = new Life(state.Path, Life.Variant(1));
        Assert.Equal(RefreshOutcome.Published, (await life.RefreshAsync()).Outcome);
        return await File.ReadAllBytesAsync(StateFiles.Of(state, 1, StateFiles.Record));
    }

    private void Copy(TemporaryFolder target)
    {
        foreach (var file in Directory.EnumerateFiles(state.Path, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "lock"))
        {
            var path = target.In(Path.GetRelativePath(state.Path, file));
            _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Copy(file, path);
        }
    }
}

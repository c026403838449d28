using System.IO.Compression;
using System.Text;
using UpdateService.Server.Plans;

namespace UpdateService.Server.Tests.Plans;

/// <summary>Who may pack an answer, and when.</summary>
public sealed class PackedAnswersTests
{
    private static readonly PreparedAnswer Answer = new("tag", "text/plain", Encoding.UTF8.GetBytes(new string('x', 5000)), IsComplete: true);

    [Fact]
    public async Task An_answer_is_packed_once_and_kept()
    {
        using var cache = new AnswerCache();
        using var turns = new PlannerTurns(atOnce: 1, mostWaiting: 0);
        var packed = new PackedAnswers(cache, turns);

        var first = await packed.FindAsync(Answer, CancellationToken.None);

        await using var plain = new MemoryStream();
        await using (var gzip = new GZipStream(new MemoryStream(first!), CompressionMode.Decompress))
        {
            await gzip.CopyToAsync(plain);
        }

        Assert.Equal(Answer.Body, plain.ToArray());
        Assert.Same(first, await packed.FindAsync(Answer, CancellationToken.None));
    }

    [Fact]
    public async Task Where_too_many_wait_for_the_planner_nothing_is_packed_but_what_is_kept_is_there()
    {
        using var cache = new AnswerCache();
        using var turns = new PlannerTurns(atOnce: 1, mostWaiting: 0);
        using var release = new ManualResetEventSlim();
        var packed = new PackedAnswers(cache, turns);
        var other = Answer with { Tag = "other" };
        var kept = await packed.FindAsync(other, CancellationToken.None);
        var busy = turns.TakeAsync(() => release.Wait(TimeSpan.FromMinutes(1)), () => false, CancellationToken.None);

        Assert.Null(await packed.FindAsync(Answer, CancellationToken.None));
        Assert.Same(kept, await packed.FindAsync(other, CancellationToken.None));

        release.Set();
        Assert.True(await busy);
        Assert.NotNull(await packed.FindAsync(Answer, CancellationToken.None));
    }
}

using UpdateService.Server.Streams;

namespace UpdateService.Server.Tests.Streams;

/// <summary>How much one HTTP/2 connection may ask for.</summary>
public sealed class StreamLedgerTests
{
    private const byte EndStream = 1;

    private readonly ManualTime time = new(TimeSpan.Zero);
    private readonly StreamLedger ledger;

    public StreamLedgerTests() => ledger = new StreamLedger(time);

    [Theory]
    [InlineData(nameof(FrameKind.Settings), 20, 5)]
    [InlineData(nameof(FrameKind.Ping), 100, 20)]
    [InlineData(nameof(FrameKind.Reset), 40, 3)]
    [InlineData(nameof(FrameKind.WindowUpdate), 10_000, 1000)]
    [InlineData(nameof(FrameKind.Data), 500, 100)]
    [InlineData(nameof(FrameKind.Continuation), 500, 100)]
    [InlineData(nameof(FrameKind.Priority), 500, 100)]
    [InlineData("99", 500, 100)]
    public void Of_frames_that_ask_for_nothing_there_may_be_so_many_at_once_and_so_many_more_each_second(string kind, int atOnce, int perSecond)
    {
        var frame = new FrameHeader(0, Enum.Parse<FrameKind>(kind), 0, 1);
        Assert.All(Enumerable.Range(0, atOnce), _ => Assert.True(ledger.Receives(frame)));
        Assert.False(ledger.Receives(frame));

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.All(Enumerable.Range(0, perSecond - 1), _ => Assert.True(ledger.Receives(frame)));
        Assert.False(ledger.Receives(frame));
    }

    [Fact]
    public void So_many_streams_may_be_open_and_an_answer_makes_room_for_the_next()
    {
        Assert.All(Enumerable.Range(0, 128), number => Assert.True(Opens(number)));
        ledger.Sends(new FrameHeader(10, FrameKind.Headers, 0, 1));
        ledger.Sends(new FrameHeader(10, FrameKind.Data, EndStream, 1));
        Assert.True(Opens(128));
        Assert.False(Opens(129));
    }

    [Fact]
    public void Streams_that_are_refused_are_no_longer_open_and_count_as_resets()
    {
        for (var number = 0; number < 41; number++)
        {
            Assert.True(Opens(number));
            ledger.Sends(new FrameHeader(4, FrameKind.Reset, 0, Stream(number)));
        }

        Assert.False(ledger.Receives(new FrameHeader(4, FrameKind.Reset, 0, 1)));
    }

    [Fact]
    public void A_client_that_reads_its_answers_may_ask_without_end()
    {
        for (var number = 0; number < 10_000; number++)
        {
            Assert.True(Opens(number));
            for (var update = 0; update < 32; update++)
            {
                Assert.True(ledger.Receives(new FrameHeader(4, FrameKind.WindowUpdate, 0, 0)));
                Assert.True(ledger.Receives(new FrameHeader(4, FrameKind.WindowUpdate, 0, Stream(number))));
            }

            ledger.Sends(new FrameHeader(10, FrameKind.Headers, EndStream, Stream(number)));
        }
    }

    private static int Stream(int number) => (2 * number) + 1;

    private bool Opens(int number) => ledger.Receives(new FrameHeader(10, FrameKind.Headers, EndStream, Stream(number)));
}

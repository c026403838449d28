using UpdateService.Server.Hosting;

namespace UpdateService.Server.Tests.Hosting;

public sealed class SendBlocksTests
{
    [Fact]
    public void A_block_holds_a_piece_of_an_answer_and_its_headers()
    {
        using var pool = new SendBlocks();

        using var block = pool.Rent(4096);

        Assert.Equal(SendBlocks.BlockBytes, block.Memory.Length);
        Assert.True(block.Memory.Length >= PacedBody.PieceBytes + 2048);
    }

    [Fact]
    public void The_block_that_came_back_last_is_given_first()
    {
        using var pool = new SendBlocks();
        var (first, second) = (pool.Rent(), pool.Rent());
        first.Dispose();
        second.Dispose();

        Assert.Same(second, pool.Rent());
        Assert.Same(first, pool.Rent());
    }

    [Fact]
    public void No_block_is_given_to_two()
    {
        using var pool = new SendBlocks();
        var block = pool.Rent();
        block.Dispose();
        block.Dispose();

        Assert.NotSame(pool.Rent(), pool.Rent());
    }

    [Fact]
    public void What_a_burst_needed_beyond_the_usual_is_let_go()
    {
        using var pool = new SendBlocks();
        var burst = Enumerable.Range(0, SendBlocks.MostIdle + 10).Select(_ => pool.Rent()).ToList();
        burst.ForEach(block => block.Dispose());

        var kept = Enumerable.Range(0, burst.Count).Count(_ => burst.Contains(pool.Rent()));

        Assert.Equal(SendBlocks.MostIdle, kept);
    }

    [Fact]
    public void More_than_a_block_is_refused()
    {
        using var pool = new SendBlocks();

        _ = Assert.Throws<ArgumentOutOfRangeException>(() => pool.Rent(SendBlocks.BlockBytes + 1));
    }

    [Fact]
    public void Many_at_once_never_share_a_block()
    {
        using var pool = new SendBlocks();
        _ = Parallel.For(0, 20_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, number =>
        {
            using var block = pool.Rent();
            var bytes = block.Memory.Span[..8];
            _ = BitConverter.TryWriteBytes(bytes, (long)number);
            Thread.Yield();
            Assert.Equal(number, BitConverter.ToInt64(bytes));
        });
    }
}

using System.Buffers;
using System.IO.Pipelines;
using UpdateService.Server.Streams;

namespace UpdateService.Server.Tests.Streams;

/// <summary>What the server is given of what a client sends.</summary>
public sealed class MeteredInputTests
{
    private const int Few = 20; // Settings that one may send at once.

    private static readonly byte[] Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();
    private static readonly byte[] Setting = [0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 5, 0, 0, 64, 0];
    private static readonly byte[] Impossible = [0, 0, 0, 4, 0, 0, 0, 0, 1];

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task All_of_it_comes_in_whatever_pieces_it_was_sent_and_read(int piece)
    {
        byte[] sent = [.. Preface, .. Enumerable.Repeat(Setting, Few).SelectMany(bytes => bytes)];
        var (read, cuts) = await ReadAsync(sent, piece);
        Assert.Equal((Convert.ToHexString(sent), 0), (Convert.ToHexString(read), cuts));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task After_one_frame_too_many_comes_one_that_cannot_be_and_the_end(int piece)
    {
        byte[] allowed = [.. Preface, .. Enumerable.Repeat(Setting, Few).SelectMany(bytes => bytes)];
        var (read, cuts) = await ReadAsync([.. allowed, .. Setting, .. Setting, .. new byte[50]], piece);
        byte[] expected = [.. allowed, .. Setting[..9], .. new byte[6], .. Impossible];
        Assert.Equal((Convert.ToHexString(expected), 1), (Convert.ToHexString(read), cuts));
    }

    private static async Task<(byte[] Read, int Cuts)> ReadAsync(byte[] sent, int piece)
    {
        var pipe = new Pipe();
        var cuts = 0;
        var input = new MeteredInput(pipe.Reader, new StreamLedger(new ManualTime(TimeSpan.Zero)), () => cuts++);
        var read = new List<byte>();
        foreach (var bytes in sent.Chunk(piece))
        {
            _ = await pipe.Writer.WriteAsync(bytes);
            var result = await input.ReadAsync();
            var taken = result.Buffer.Slice(0, (result.Buffer.Length + 1) / 2); // A reader may leave some for later.
            read.AddRange(taken.ToArray());
            input.AdvanceTo(taken.End, result.Buffer.End);
            if (result.IsCompleted)
            {
                break;
            }
        }

        await pipe.Writer.CompleteAsync();
        for (var result = await input.ReadAsync(); ; result = await input.ReadAsync())
        {
            read.AddRange(result.Buffer.ToArray());
            input.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                return ([.. read], cuts);
            }
        }
    }
}

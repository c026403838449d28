using System.Buffers;
using System.Buffers.Binary;

namespace UpdateService.Builder.Deflating;

/// <summary>
/// Compresses to gzip as small as deflate allows at a bearable price: the matches of every place are known, the cheapest way
/// through them is found by what symbols cost on the way before, and a block ends where other codes get cheaper.
/// </summary>
/// <remarks>Takes some 10 MB while it works, whatever the body. The same body gives the same bytes, on every processor.</remarks>
internal sealed class Deflater : IDisposable
{
    private const int Rounds = 3; // More make the real answers no smaller: the costs have settled.

    private readonly MatchTable matches = new();
    private readonly CheapestParse parse = new();
    private readonly SymbolCosts costs = new();
    private readonly SymbolCounts counts = new();
    private readonly Step[] path = ArrayPool<Step>.Shared.Rent(MatchTable.LongestStretch);
    private readonly Step[] tried = ArrayPool<Step>.Shared.Rent(MatchTable.LongestStretch);
    private readonly Step[] best = ArrayPool<Step>.Shared.Rent(MatchTable.LongestStretch);

    private Deflater()
    {
    }

    /// <summary>No name and no time, by the slowest method, of an unknown system (<see href="https://www.rfc-editor.org/rfc/rfc1952#section-2.3">RFC 1952, section 2.3</see>).</summary>
    private static ReadOnlySpan<byte> GzipHead => [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255];

    /// <summary>Compresses a body.</summary>
    /// <exception cref="OperationCanceledException">It was ended before; that takes a small part of a second.</exception>
    public static byte[] Gzip(ReadOnlySpan<byte> body, CancellationToken cancellationToken)
    {
        using var deflater = new Deflater();
        var output = new ArrayBufferWriter<byte>((body.Length / 8) + 64);
        output.Write(GzipHead);
        deflater.Deflate(body, new BitSink(output), cancellationToken);
        BinaryPrimitives.WriteUInt32LittleEndian(output.GetSpan(sizeof(uint)), Crc32.Of(body));
        output.Advance(sizeof(uint));
        BinaryPrimitives.WriteUInt32LittleEndian(output.GetSpan(sizeof(uint)), (uint)body.Length);
        output.Advance(sizeof(uint));
        return output.WrittenSpan.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        matches.Dispose();
        parse.Dispose();
        ArrayPool<Step>.Shared.Return(path);
        ArrayPool<Step>.Shared.Return(tried);
        ArrayPool<Step>.Shared.Return(best);
    }

    private void Deflate(ReadOnlySpan<byte> body, BitSink output, CancellationToken cancellationToken)
    {
        do
        {
            matches.MoveOn(body, cancellationToken);
            costs.Guess();
            var rest = path.AsSpan(0, parse.Find(body, matches.Start, matches.End, matches, costs, path));
            var start = matches.Start;
            foreach (var (steps, bytes) in BlockSplit.Of(rest, cancellationToken))
            {
                counts.Count(rest[..steps]);
                WriteBlock(body, start, start + bytes, output, cancellationToken);
                start += bytes;
                rest = rest[steps..];
            }
        }
        while (matches.End < body.Length);
        output.Flush();
    }

    /// <summary>Writes the smallest of several parses of a block, each by the counts of the one before.</summary>
    private void WriteBlock(ReadOnlySpan<byte> body, int start, int end, BitSink output, CancellationToken cancellationToken)
    {
        BlockCode? smallest = null;
        var bestCount = 0;
        for (var round = 0; round < Rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            costs.SetTo(counts);
            var count = parse.Find(body, start, end, matches, costs, tried);
            counts.Count(tried.AsSpan(0, count));
            var code = new BlockCode(counts, end - start);
            if (smallest is null || code.Bits < smallest.Bits)
            {
                (smallest, bestCount) = (code, count);
                tried.AsSpan(0, count).CopyTo(best);
            }
        }

        smallest!.Write(body[start..end], best.AsSpan(0, bestCount), isLast: end == body.Length, output);
    }
}

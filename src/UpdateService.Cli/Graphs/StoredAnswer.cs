using System.Buffers;
using System.IO.Compression;
using UpdateService.Graph.Cincinnati;

namespace UpdateService.Cli.Graphs;

/// <summary>A graph in a stored answer: Cincinnati JSON, plain or gzip, in a file or on standard input.</summary>
internal static class StoredAnswer
{
    /// <summary>The name of standard input.</summary>
    public const string StandardInput = "-";

    private const int LargestAnswer = 256 << 20;
    private const int PieceBytes = 1 << 16;

    private static ReadOnlySpan<byte> GzipMagic => [0x1f, 0x8b];

    /// <summary>Reads it.</summary>
    /// <param name="name">A file, or <c>-</c>.</param>
    /// <param name="architecture">What it was asked for; the answer itself does not say.</param>
    /// <param name="channel">What it was asked for; null if that is not known.</param>
    /// <param name="around">With standard input.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="CommandException">It cannot be read.</exception>
    public static async Task<UpdateGraph> ReadAsync(string name, Architecture architecture, string? channel, Surroundings around, CancellationToken cancellationToken)
    {
        var shown = name == StandardInput ? "standard input" : name;
        try
        {
            await using var file = name == StandardInput ? around.Input : File.OpenRead(name);
            var content = await ReadToEndAsync(file, cancellationToken);
            if (content.Span.StartsWith(GzipMagic))
            {
                await using var gzip = new GZipStream(new MemoryStream(content.ToArray(), writable: false), CompressionMode.Decompress);
                content = await ReadToEndAsync(gzip, cancellationToken);
            }

            var reading = CincinnatiReader.Read(TextEncoding.ToUtf8(content), architecture, channel, shown);
            return reading.Graph ?? throw CommandException.Trouble(string.Join('\n', reading.Problems.Where(problem => problem.Severity == ProblemSeverity.Rejecting).Select(problem => problem.ToString())));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw CommandException.Trouble($"{shown} cannot be read: {exception.Message}");
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadToEndAsync(Stream stream, CancellationToken cancellationToken)
    {
        var content = new ArrayBufferWriter<byte>(PieceBytes);
        while (await stream.ReadAsync(content.GetMemory(PieceBytes), cancellationToken) is var count and > 0)
        {
            content.Advance(count);
            if (content.WrittenCount > LargestAnswer)
            {
                throw new IOException($"it has more than {LargestAnswer} bytes.");
            }
        }

        return content.WrittenMemory;
    }
}

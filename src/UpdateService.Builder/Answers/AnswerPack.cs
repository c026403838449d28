using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace UpdateService.Builder.Answers;

/// <summary>
/// Answers of a revision in one file, so that a service has them as soon as it starts. The file ends with a checksum, which
/// detects damage. Before the bytes of each coding is the generation of the method that made them small, 0 for quick bytes.
/// Bytes of an earlier generation are used, and improved again.
/// </summary>
internal static class AnswerPack
{
    private const int MostAnswers = 1_000_000;
    private const byte Quick = 0;

    private static ReadOnlySpan<byte> Magic => "update-service answers 1\n"u8;

    /// <summary>The generations of an answer's bytes, as they are written before them.</summary>
    public static (byte Gzip, byte Brotli) GenerationsOf(Answer answer) =>
        (answer.IsGzipImproved ? Compression.GzipGeneration : Quick, answer.IsBrotliImproved ? Compression.BrotliGeneration : Quick);

    /// <summary>Writes the current answers.</summary>
    public static void Write(ImmutableArray<(string Channel, string Architecture, Answer Answer)> answers, Stream output)
    {
        using var hash = SHA256.Create();
        using var hashed = new CryptoStream(output, hash, CryptoStreamMode.Write, leaveOpen: true);
        using var writer = new BinaryWriter(hashed, Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        writer.Write(answers.Length);
        foreach (var (channel, architecture, answer) in answers)
        {
            var generations = GenerationsOf(answer);
            writer.Write(channel);
            writer.Write(architecture);
            writer.Write(answer.Length);
            writer.Write(Convert.FromHexString(answer.Hash));
            WriteBytes(writer, generations.Gzip, answer.Gzip);
            WriteBytes(writer, generations.Brotli, answer.Brotli);
        }

        writer.Flush();
        hashed.FlushFinalBlock();
        output.Write(hash.Hash);
    }

    /// <summary>Reads a set.</summary>
    /// <param name="packs">One pack of all answers, or one for each part.</param>
    /// <exception cref="InvalidDataException">A pack is incomplete.</exception>
    public static AnswerSet Read(params IEnumerable<byte[]> packs) => Join(packs.SelectMany(pack => ReadPart(pack)));

    /// <summary>Joins the answers of all parts in a set.</summary>
    /// <exception cref="InvalidDataException">There are two answers for a channel and architecture.</exception>
    public static AnswerSet Join(IEnumerable<((string Channel, Architecture Architecture) Key, Answer Answer)> entries)
    {
        var answers = new Dictionary<(string Channel, Architecture Architecture), Answer>();
        foreach (var (key, answer) in entries)
        {
            if (!answers.TryAdd(key, answer))
            {
                throw new InvalidDataException($"The kept answers have two of {Excerpt.Of(key.Channel)} for {key.Architecture}.");
            }
        }

        return new AnswerSet(answers);
    }

    /// <summary>Reads the answers of one pack, in their order.</summary>
    /// <exception cref="InvalidDataException">The pack is incomplete.</exception>
    public static ImmutableArray<((string Channel, Architecture Architecture) Key, Answer Answer)> ReadPart(byte[] pack)
    {
        var length = pack.Length - SHA256.HashSizeInBytes;
        if (length < Magic.Length
            || !pack.AsSpan().StartsWith(Magic)
            || !SHA256.HashData(pack.AsSpan(0, length)).AsSpan().SequenceEqual(pack.AsSpan(length)))
        {
            throw new InvalidDataException("The kept answers are damaged.");
        }

        try
        {
            using var content = new MemoryStream(pack, Magic.Length, length - Magic.Length, writable: false);
            using var reader = new BinaryReader(content, Encoding.UTF8);
            var answers = Read(reader);
            return content.Position == content.Length ? answers : throw new InvalidDataException("The kept answers are followed by something else.");
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or FormatException)
        {
            throw new InvalidDataException("The kept answers are not written as this service writes them.", exception);
        }
    }

    private static ImmutableArray<((string Channel, Architecture Architecture) Key, Answer Answer)> Read(BinaryReader reader)
    {
        var count = reader.ReadInt32();
        var answers = ImmutableArray.CreateBuilder<((string Channel, Architecture Architecture) Key, Answer Answer)>(Math.Clamp(count, 0, MostAnswers));
        for (var index = 0; index < count; index++)
        {
            var channel = reader.ReadString();
            var architecture = Architecture.TryParse(reader.ReadString(), out var known) ? known : throw new InvalidDataException("The kept answers name no architecture.");
            var (bodyLength, hash) = (reader.ReadInt32(), ReadBytes(reader, SHA256.HashSizeInBytes));
            if (bodyLength < 0)
            {
                throw new InvalidDataException("The kept answers have one of a negative length.");
            }

            var (gzipGeneration, gzip) = (reader.ReadByte(), ReadBytes(reader, reader.ReadInt32()));
            var (brotliGeneration, brotli) = (reader.ReadByte(), ReadBytes(reader, reader.ReadInt32()));
            answers.Add((
                (channel, architecture),
                Answer.Kept(bodyLength, hash, (gzip, gzipGeneration >= Compression.GzipGeneration), (brotli, brotliGeneration >= Compression.BrotliGeneration))));
        }

        return answers.DrainToImmutable();
    }

    private static byte[] ReadBytes(BinaryReader reader, int count)
    {
        // Checked first, so that a wrong length does not allocate an array of that length.
        var left = reader.BaseStream.Length - reader.BaseStream.Position;
        return count <= left ? reader.ReadBytes(count) : throw new EndOfStreamException();
    }

    private static void WriteBytes(BinaryWriter writer, byte generation, byte[] bytes)
    {
        writer.Write(generation);
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }
}

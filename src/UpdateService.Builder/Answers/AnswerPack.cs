using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace UpdateService.Builder.Answers;

/// <summary>
/// Answers of a revision in one file, so that a service that starts has them at once. A checksum stands at its end: a
/// file that was torn or damaged is no pack. Before the bytes of each coding stands the generation of the way that made them
/// small, 0 for quick bytes: what an earlier one made is taken over, to be improved again.
/// </summary>
internal static class AnswerPack
{
    private const int MostAnswers = 1_000_000;
    private const byte Quick = 0;

    private static ReadOnlySpan<byte> Magic => "update-service answers 1\n"u8;

    /// <summary>The ways that made the bytes of an answer, as they are written before them.</summary>
    public static (byte Gzip, byte Brotli) GenerationsOf(Answer answer) =>
        (answer.IsGzipImproved ? Compression.GzipGeneration : Quick, answer.IsBrotliImproved ? Compression.BrotliGeneration : Quick);

    /// <summary>Writes answers as they are now.</summary>
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

    /// <summary>Reads a set back.</summary>
    /// <param name="packs">One of all its answers, or one for each part of them.</param>
    /// <exception cref="InvalidDataException">The bytes are no whole packs.</exception>
    public static AnswerSet Read(params IEnumerable<byte[]> packs) => Join(packs.SelectMany(pack => ReadPart(pack)));

    /// <summary>Makes a set of the answers of all its parts.</summary>
    /// <exception cref="InvalidDataException">There are two for a channel and architecture.</exception>
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
    /// <exception cref="InvalidDataException">The bytes are no whole pack.</exception>
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
        // Asked for first: a wrong length must not become an array of that length.
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

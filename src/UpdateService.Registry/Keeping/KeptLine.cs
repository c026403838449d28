using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace UpdateService.Registry.Keeping;

/// <summary>
/// One line of a journal: a checksum of 16 hexadecimal digits (the beginning of the SHA-256), a space, and a JSON object, which
/// is a reading (<see cref="KeptReading"/>), a tag, or a mark that everything was read.
/// </summary>
internal static class KeptLine
{
    /// <summary>What versions that could not read zstd wrote of an image: it is read again.</summary>
    private const string FormerZstdDefect = "it is packed with zstd, which is not supported";

    private const int ChecksumLength = 16;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes what a tag names; null if it is gone.</summary>
    public static void WriteTag(IBufferWriter<byte> target, string tag, KeptTag? kept) => Seal(target, json =>
    {
        json.WriteString("tag"u8, tag);
        if (kept is not null)
        {
            json.WriteString("digest"u8, kept.Digest.ToString());
            if (kept.Release is not null)
            {
                json.WriteString("release"u8, kept.Release.ToString());
            }
        }
    });

    /// <summary>Writes the mark.</summary>
    public static void WriteMark(IBufferWriter<byte> target, int tags) => Seal(target, json => json.WriteNumber("complete"u8, tags));

    /// <summary>Writes an object with its checksum.</summary>
    public static void Seal(IBufferWriter<byte> target, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        Span<byte> checksum = stackalloc byte[ChecksumLength];
        Checksum(buffer.WrittenSpan, checksum);
        target.Write(checksum);
        target.Write(" "u8);
        target.Write(buffer.WrittenSpan);
        target.Write("\n"u8);
    }

    /// <summary>The JSON of a line, if its checksum is right.</summary>
    public static bool TryUnseal(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> json)
    {
        json = [];
        if (line.Length <= ChecksumLength || line[ChecksumLength] != ' ')
        {
            return false;
        }

        json = line[(ChecksumLength + 1)..];
        Span<byte> checksum = stackalloc byte[ChecksumLength];
        Checksum(json, checksum);
        return checksum.SequenceEqual(line[..ChecksumLength]);
    }

    /// <summary>Adds a line to the content; false if its kind is not known.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, KeptContent content)
    {
        try
        {
            var json = new Utf8JsonReader(line);
            return json.Read() && json.Read() && json.TokenType == JsonTokenType.PropertyName && TryReadObject(ref json, content);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Reads the digest that comes next.</summary>
    public static bool TryReadDigest(ref Utf8JsonReader json, out Digest? digest)
    {
        digest = null;
        return json.Read() && json.TokenType == JsonTokenType.String && Digest.TryParse(json.GetString(), out digest);
    }

    private static bool TryReadObject(ref Utf8JsonReader json, KeptContent content)
    {
        if (json.ValueTextEquals("tag"u8))
        {
            return ReleaseJson.ReadText(ref json, "tag", out var tag) is null && TryReadTag(ref json, tag!, content);
        }

        if (json.ValueTextEquals("complete"u8))
        {
            if (!json.Read() || !json.TryGetInt32(out var tags))
            {
                return false;
            }

            content.Mark(tags);
            return true;
        }

        if (KeptReading.TryRead(ref json, content.Versions, out var reading))
        {
            if (!reading.Reason.Contains(FormerZstdDefect, StringComparison.Ordinal))
            {
                content.Readings[reading.Digest] = reading;
            }

            return true;
        }

        return false;
    }

    private static bool TryReadTag(ref Utf8JsonReader json, string tag, KeptContent content)
    {
        Digest? digest = null;
        Digest? release = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isRead = json.ValueTextEquals("release"u8) ? TryReadDigest(ref json, out release) : TryReadDigest(ref json, out digest);
            if (!isRead)
            {
                return false;
            }
        }

        if (digest is null)
        {
            _ = content.Tags.Remove(tag);
        }
        else
        {
            content.Tags[tag] = new KeptTag(digest, release);
        }

        return true;
    }

    private static void Checksum(ReadOnlySpan<byte> json, Span<byte> target)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _ = SHA256.HashData(json, hash);
        _ = Convert.TryToHexStringLower(hash[..(ChecksumLength / 2)], target, out _);
    }
}

using System.Buffers;

namespace UpdateService.Registry.Keeping;

/// <summary>
/// A file of lines that only grows, until it is written anew. Lines are found by their ends alone, so that a damaged one harms
/// no other; a crash while it grows leaves a torn line at its end, one while it is written anew leaves the old file.
/// </summary>
internal sealed class Journal(string path)
{
    private const int LongestLine = 16 << 20;

    private readonly string aside = path + ".new";

    /// <summary>Reads all lines. No file is no line.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public KeptContent Load()
    {
        var content = new KeptContent();
        if (!File.Exists(path))
        {
            return content;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var buffer = new byte[1 << 16];
        var filled = 0;
        while (file.Read(buffer, filled, buffer.Length - filled) is var count and > 0)
        {
            filled += count;
            var rest = AddLines(buffer.AsSpan(0, filled), content);
            buffer.AsSpan(filled - rest, rest).CopyTo(buffer);
            filled = rest;
            if (filled == buffer.Length)
            {
                buffer = Grow(buffer, ref filled);
            }
        }

        Add(buffer.AsSpan(0, filled), content);
        return content;
    }

    /// <summary>Adds lines. They start on a new line, even if a crash left an incomplete one.</summary>
    public void Append(ReadOnlySpan<byte> lines)
    {
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        var batch = new byte[lines.Length + 1];
        batch[0] = (byte)'\n';
        lines.CopyTo(batch.AsSpan(1));
        file.Write(batch);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Replaces the file, in one step.</summary>
    public void Rewrite(IEnumerable<Action<IBufferWriter<byte>>> lines)
    {
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            using (var file = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                var buffer = new ArrayBufferWriter<byte>();
                foreach (var write in lines)
                {
                    write(buffer);
                    file.Write(buffer.WrittenSpan);
                    buffer.ResetWrittenCount();
                }

                file.Flush(flushToDisk: true);
            }

            File.Move(aside, path, overwrite: true);
        }
        catch
        {
            File.Delete(aside); // A full disk must not be kept full by half a file.
            throw;
        }
    }

    private static int AddLines(ReadOnlySpan<byte> text, KeptContent content)
    {
        while (text.IndexOf((byte)'\n') is var end and >= 0)
        {
            Add(text[..end], content);
            text = text[(end + 1)..];
        }

        return text.Length;
    }

    private static void Add(ReadOnlySpan<byte> line, KeptContent content)
    {
        if (!line.IsEmpty)
        {
            content.Add(line);
        }
    }

    private static byte[] Grow(byte[] buffer, ref int filled)
    {
        if (buffer.Length >= LongestLine)
        {
            filled = 1; // No line is as long: what is left of it will not fit its checksum.
            return buffer;
        }

        Array.Resize(ref buffer, buffer.Length * 2);
        return buffer;
    }
}

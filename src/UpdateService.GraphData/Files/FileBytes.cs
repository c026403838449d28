using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace UpdateService.GraphData.Files;

/// <summary>Compares files with bytes that were read before: what did not change need not be held in memory twice.</summary>
public static class FileBytes
{
    private const int BytesAtOnce = 64 << 10;

    /// <summary>Whether the file holds these bytes and no others. All of it is read: times and sizes may be those of another content.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="NotSupportedException">It has no length.</exception>
    public static bool AreIn(SafeFileHandle file, ReadOnlySpan<byte> bytes)
    {
        if (RandomAccess.GetLength(file) != bytes.Length)
        {
            return false;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(Math.Min(bytes.Length, BytesAtOnce));
        try
        {
            var position = 0;
            while (position < bytes.Length)
            {
                var read = RandomAccess.Read(file, buffer, position);
                if (read == 0 || read > bytes.Length - position || !bytes.Slice(position, read).SequenceEqual(buffer.AsSpan(0, read)))
                {
                    return false;
                }

                position += read;
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

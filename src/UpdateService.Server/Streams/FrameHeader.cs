using System.Buffers.Binary;

namespace UpdateService.Server.Streams;

/// <summary>The first nine bytes of an HTTP/2 frame.</summary>
/// <param name="Length">The length of its payload in bytes.</param>
/// <param name="Kind">Its kind, which may be one without a name here.</param>
/// <param name="Flags">Its flags, whose meaning depends on the kind.</param>
/// <param name="Stream">The stream's number; 0 for the connection.</param>
internal readonly record struct FrameHeader(int Length, FrameKind Kind, byte Flags, int Stream)
{
    /// <summary>The length of a header in bytes.</summary>
    public const int Bytes = 9;

    private const byte EndStream = 1;

    /// <summary>Whether the sender ends the stream with it.</summary>
    public bool EndsStream => Kind is FrameKind.Data or FrameKind.Headers && (Flags & EndStream) != 0;

    /// <summary>Reads a header from nine bytes.</summary>
    public static FrameHeader Read(ReadOnlySpan<byte> bytes) => new(
        (bytes[0] << 16) | (bytes[1] << 8) | bytes[2],
        (FrameKind)bytes[3],
        bytes[4],
        BinaryPrimitives.ReadInt32BigEndian(bytes[5..]) & int.MaxValue);
}

using System.Buffers.Binary;

namespace UpdateService.Server.Streams;

/// <summary>The first nine bytes of an HTTP/2 frame.</summary>
/// <param name="Length">Of its payload, in bytes.</param>
/// <param name="Kind">Its kind; there may be others than are named.</param>
/// <param name="Flags">Their meaning depends on the kind.</param>
/// <param name="Stream">The stream's number; 0 for the connection.</param>
internal readonly record struct FrameHeader(int Length, FrameKind Kind, byte Flags, int Stream)
{
    /// <summary>How many bytes it has.</summary>
    public const int Bytes = 9;

    private const byte EndStream = 1;

    /// <summary>Whether the side that sends it has no more to say on the stream.</summary>
    public bool EndsStream => Kind is FrameKind.Data or FrameKind.Headers && (Flags & EndStream) != 0;

    /// <summary>Reads nine bytes.</summary>
    public static FrameHeader Read(ReadOnlySpan<byte> bytes) => new(
        (bytes[0] << 16) | (bytes[1] << 8) | bytes[2],
        (FrameKind)bytes[3],
        bytes[4],
        BinaryPrimitives.ReadInt32BigEndian(bytes[5..]) & int.MaxValue);
}

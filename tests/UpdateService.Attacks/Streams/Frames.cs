using System.Buffers.Binary;
using System.Text;

namespace UpdateService.Attacks.Streams;

/// <summary>Bytes of HTTP/2 frames.</summary>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc9113#name-frame-definitions"/>
internal static class Frames
{
    private const byte EndStream = 1;
    private const byte EndHeaders = 4;

    /// <summary>What a client says first: its preface, and settings by which it takes no more than so many bytes of an answer.</summary>
    public static byte[] Beginning(int window) => [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Setting(4, window)];

    /// <summary>A whole request.</summary>
    public static byte[] Request(int stream, string path) => Of(1, EndStream | EndHeaders, stream, Fields(path));

    /// <summary>A request whose headers have not ended.</summary>
    public static byte[] RequestToContinue(int stream, string path) => Of(1, EndStream, stream, Fields(path));

    /// <summary>A request that a body is to follow.</summary>
    public static byte[] RequestWithBody(int stream, string path) => Of(1, EndHeaders, stream, Fields(path));

    public static byte[] Continuation(int stream) => Of(9, 0, stream, []);

    public static byte[] EmptyData(int stream) => Of(0, 0, stream, []);

    public static byte[] Reset(int stream) => Of(3, 0, stream, [0, 0, 0, 8]);

    public static byte[] Ping() => Of(6, 0, 0, new byte[8]);

    public static byte[] Priority(int stream) => Of(2, 0, stream, [0, 0, 0, 0, 16]);

    public static byte[] Setting(ushort name, int value)
    {
        var payload = new byte[6];
        BinaryPrimitives.WriteUInt16BigEndian(payload, name);
        BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(2), value);
        return Of(4, 0, 0, payload);
    }

    public static byte[] WindowUpdate(int stream, int more)
    {
        var payload = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(payload, more);
        return Of(8, 0, stream, payload);
    }

    /// <summary>Two pairs of HPACK's table, the path and a host: GET https://a/…</summary>
    private static byte[] Fields(string path) => [0x82, 0x87, 0x04, (byte)path.Length, .. Encoding.ASCII.GetBytes(path), 0x01, 1, (byte)'a'];

    private static byte[] Of(byte type, byte flags, int stream, byte[] payload)
    {
        var frame = new byte[9 + payload.Length];
        frame[1] = (byte)(payload.Length >> 8);
        frame[2] = (byte)payload.Length;
        frame[3] = type;
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, 9);
        return frame;
    }
}

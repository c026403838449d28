using System.Buffers;
using System.Buffers.Binary;

namespace UpdateService.Builder.Deflating;

/// <summary>Takes bits, the lowest first, and puts them together to bytes.</summary>
internal sealed class BitSink(ArrayBufferWriter<byte> output)
{
    private ulong pending;
    private int count;

    /// <summary>Takes up to 32 bits.</summary>
    public void Write(uint bits, int length)
    {
        pending |= (ulong)bits << count;
        count += length;
        if (count >= 32)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(output.GetSpan(sizeof(uint)), (uint)pending);
            output.Advance(sizeof(uint));
            pending >>= 32;
            count -= 32;
        }
    }

    /// <summary>Fills the last byte with zeros and takes whole bytes.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        Flush();
        output.Write(bytes);
    }

    /// <summary>Fills the last byte with zeros.</summary>
    public void Flush()
    {
        for (; count > 0; count -= 8)
        {
            output.Write([(byte)pending]);
            pending >>= 8;
        }

        count = 0;
    }
}

namespace UpdateService.Builder.Deflating;

/// <summary>The checksum of gzip (<see href="https://www.rfc-editor.org/rfc/rfc1952#section-8">RFC 1952, section 8</see>); the framework has none of its own.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(value => Remainder((uint)value))];

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var remainder = uint.MaxValue;
        foreach (var value in bytes)
        {
            remainder = Table[(byte)(remainder ^ value)] ^ (remainder >> 8);
        }

        return ~remainder;
    }

    /// <summary>Of bytes and further ones, from the checksums of both: what stands before others is multiplied by x⁸ for each byte of theirs.</summary>
    /// <param name="first">Of the bytes that come first.</param>
    /// <param name="second">Of those that follow.</param>
    /// <param name="length">How many follow.</param>
    public static uint Join(uint first, uint second, uint length)
    {
        const uint byteShift = 0x80000000 >> 8; // x⁸; the highest bit is 1.
        for (var power = byteShift; length > 0; length >>= 1, power = Multiply(power, power))
        {
            first = (length & 1) == 0 ? first : Multiply(first, power);
        }

        return first ^ second;
    }

    /// <summary>The product of two polynomials, modulo that of the checksum.</summary>
    private static uint Multiply(uint left, uint right)
    {
        var product = 0u;
        for (var bit = 0x80000000; bit != 0; bit >>= 1, right = (right >> 1) ^ ((right & 1) * Polynomial))
        {
            product ^= (left & bit) == 0 ? 0 : right;
        }

        return product;
    }

    private static uint Remainder(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value >> 1) ^ ((value & 1) * Polynomial);
        }

        return value;
    }
}

using System.Numerics;

namespace UpdateService.Builder.Deflating;

/// <summary>
/// The symbols of literals, lengths and distances, and the bits that follow some of them
/// (<see href="https://www.rfc-editor.org/rfc/rfc1951#section-3.2.5">RFC 1951, section 3.2.5</see>).
/// </summary>
internal static class Alphabet
{
    public const int Literals = 256;
    public const int EndOfBlock = 256;
    public const int LiteralsAndLengths = 286;
    public const int Distances = 30;
    public const int ShortestMatch = 3;
    public const int LongestMatch = 258;
    public const int Window = 32768;

    private static readonly byte[] LengthSlots = SlotsOfLengths();

    private static ReadOnlySpan<ushort> LengthBases =>
        [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];

    private static ReadOnlySpan<byte> LengthBits =>
        [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    /// <summary>The symbol of a match's length, 257 to 285.</summary>
    public static int LengthSymbol(int length) => EndOfBlock + 1 + LengthSlots[length];

    /// <summary>How many bits follow a symbol; 0 for a literal.</summary>
    public static int ExtraBitsOfLength(int symbol) => symbol <= EndOfBlock ? 0 : LengthBits[symbol - EndOfBlock - 1];

    /// <summary>The bits that follow the symbol of a length.</summary>
    public static uint ExtraOfLength(int length) => (uint)length - LengthBases[LengthSlots[length]];

    /// <summary>The symbol of a match's distance, 0 to 29: two for each power of two.</summary>
    public static int DistanceSymbol(int distance)
    {
        var offset = (uint)distance - 1;
        if (offset < 4)
        {
            return (int)offset;
        }

        var log = BitOperations.Log2(offset);
        return (2 * log) + (int)((offset >> (log - 1)) & 1);
    }

    /// <summary>How many bits follow the symbol of a distance.</summary>
    public static int ExtraBitsOfDistance(int symbol) => symbol < 4 ? 0 : (symbol / 2) - 1;

    /// <summary>The bits that follow the symbol of a distance.</summary>
    public static uint ExtraOfDistance(int distance) => ((uint)distance - 1) & ((1u << ExtraBitsOfDistance(DistanceSymbol(distance))) - 1);

    private static byte[] SlotsOfLengths()
    {
        var slots = new byte[LongestMatch + 1];
        for (byte slot = 0; slot < LengthBases.Length; slot++)
        {
            slots.AsSpan(LengthBases[slot]).Fill(slot);
        }

        return slots;
    }
}

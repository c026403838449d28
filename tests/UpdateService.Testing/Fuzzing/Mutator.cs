using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace UpdateService.Testing.Fuzzing;

/// <summary>Breaks good inputs, the same way for the same seed.</summary>
/// <param name="corpus">What it makes them of.</param>
/// <param name="seed">Which input.</param>
public sealed class Mutator(Corpus corpus, int seed)
{
    private const int MostBytes = 256 << 10;
    private const int MostRepeated = 96 << 10;

    private static readonly SearchValues<byte> WordBytes = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._-+"u8);

    /// <summary>For what else is left to chance.</summary>
    public Random Random { get; } = new(seed);

    /// <summary>A broken input, or now and then a good one.</summary>
    public byte[] Next() => Break(Pick(corpus.Entries));

    /// <summary>The same as a text, sometimes with half a surrogate pair in it.</summary>
    public string NextText()
    {
        var text = Encoding.UTF8.GetString(Next());
        return Random.Next(16) == 0 ? text.Insert(Random.Next(text.Length + 1), Random.Next(2) == 0 ? "\ud800" : "\udc00") : text;
    }

    /// <summary>An input, broken.</summary>
    public byte[] Break(byte[] input)
    {
        var bytes = new List<byte>(input);
        for (var changes = Random.Next(20) == 0 ? 0 : 1 + Few(5); changes > 0; changes--)
        {
            Change(bytes);
            if (bytes.Count > MostBytes)
            {
                bytes.RemoveRange(MostBytes, bytes.Count - MostBytes);
            }
        }

        return corpus.Repair([.. bytes], Random);
    }

    private void Change(List<byte> bytes)
    {
        var place = Random.Next(bytes.Count + 1);
        switch (Random.Next(15))
        {
            case 0 or 1 when place < bytes.Count:
                bytes[place] ^= (byte)(1 << Random.Next(8));
                break;
            case 2 when place < bytes.Count:
                bytes[place] = (byte)Random.Next(256);
                break;
            case 3:
                bytes.RemoveRange(place, Length(bytes, place));
                break;
            case 4:
                bytes.InsertRange(Random.Next(bytes.Count + 1), bytes.GetRange(place, Length(bytes, place)));
                break;
            case 5 or 6:
                bytes.InsertRange(place, Pick(corpus.Tokens));
                break;
            case 7:
                ReplaceWord(bytes, place, Pick(corpus.Tokens));
                break;
            case 8:
                ReplaceWord(bytes, place, Pick(Tokens.Numbers));
                break;
            case 9:
                Splice(bytes, place);
                break;
            case 10:
                bytes.InsertRange(place, Piece(Pick(corpus.Entries)));
                break;
            case 11 when Random.Next(3) == 0:
                bytes.RemoveRange(place, bytes.Count - place);
                break;
            case 12 when Random.Next(8) == 0:
                Repeat(bytes, place);
                break;
            default:
                MoveLine(bytes, place);
                break;
        }
    }

    /// <summary>The word or number at a place gives way to another.</summary>
    private static void ReplaceWord(List<byte> bytes, int place, byte[] other)
    {
        var (start, end) = (place, place);
        while (start > 0 && WordBytes.Contains(bytes[start - 1]))
        {
            start--;
        }

        while (end < bytes.Count && WordBytes.Contains(bytes[end]))
        {
            end++;
        }

        bytes.RemoveRange(start, end - start);
        bytes.InsertRange(start, other);
    }

    /// <summary>From the place on, another input goes on.</summary>
    private void Splice(List<byte> bytes, int place)
    {
        var other = Pick(corpus.Entries);
        bytes.RemoveRange(place, bytes.Count - place);
        bytes.AddRange(other[Random.Next(other.Length + 1)..]);
    }

    /// <summary>A few bytes become many: what costs more than its length shows.</summary>
    private void Repeat(List<byte> bytes, int place)
    {
        var piece = Random.Next(2) == 0 ? Pick(corpus.Tokens) : [.. bytes.GetRange(place, Length(bytes, place))];
        if (piece.Length > 0)
        {
            bytes.InsertRange(place, Enumerable.Repeat(piece, 1 + Random.Next(MostRepeated / piece.Length + 1)).SelectMany(static part => part));
        }
    }

    private void MoveLine(List<byte> bytes, int place)
    {
        var start = place == 0 ? 0 : bytes.LastIndexOf((byte)'\n', place - 1) + 1;
        var end = place < bytes.Count ? bytes.IndexOf((byte)'\n', place) : -1;
        var line = bytes.GetRange(start, (end < 0 ? bytes.Count : end + 1) - start);
        if (Random.Next(2) == 0)
        {
            bytes.RemoveRange(start, line.Count);
        }

        var target = bytes.Count == 0 ? 0 : bytes.LastIndexOf((byte)'\n', Random.Next(bytes.Count)) + 1;
        bytes.InsertRange(target, line);
    }

    private byte[] Piece(byte[] entry)
    {
        var start = Random.Next(entry.Length + 1);
        return entry[start..(start + Math.Min(entry.Length - start, 1 + Few(64)))];
    }

    private int Length(List<byte> bytes, int place) => Math.Min(bytes.Count - place, 1 + (Random.Next(4) == 0 ? Random.Next(200) : Few(16)));

    /// <summary>Below the number, small ones more often.</summary>
    private int Few(int most) => Random.Next(1 + Random.Next(most));

    private byte[] Pick(ImmutableArray<byte[]> choices) => choices[Random.Next(choices.Length)];
}

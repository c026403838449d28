using FsCheck;
using FsCheck.Fluent;

namespace UpdateService.Builder.Tests.Deflating;

/// <summary>Bodies that take an encoder to its edges.</summary>
internal static class Bodies
{
    private const int Window = 32768;

    /// <summary>Bytes of a few values or of all, among which earlier ones come again, near and far.</summary>
    public static Arbitrary<byte[]> Any { get; } = Arb.From(
        from values in Gen.Elements(1, 2, 3, 16, 256)
        from pieces in Gen.Choose(0, 40)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select Make(values, pieces, new Random(seed)));

    /// <summary>As short as is needed to try every match by hand.</summary>
    public static Arbitrary<byte[]> Short { get; } = Arb.From(
        from values in Gen.Choose(1, 4)
        from bytes in Gen.ArrayOf(Gen.Choose(0, values - 1))
        select bytes.Take(120).Select(value => (byte)value).ToArray());

    public static byte[] Named(string name) => name switch
    {
        "nothing" => [],
        "one byte" => [0x7b],
        "two equal bytes" => [0, 0],
        "all bytes" => [.. Enumerable.Range(0, 256).Select(value => (byte)value)],
        "zeros" => new byte[300_000],
        "three in turns" => [.. Enumerable.Range(0, 10_000).Select(place => (byte)(place % 3))],
        "noise" => Noise(1000),
        "noise of 65,535" => Noise(65_535),
        "noise of 65,536" => Noise(65_536),
        "noise longer than a stretch" => Noise((1 << 18) + 70_000),
        "a longest match" => [.. Noise(258), .. Noise(258)],
        "one byte more than a longest match" => [.. Noise(259), .. Noise(259)],
        "a match a window less one back" => AcrossWindow(Window - 1),
        "a match a window back" => AcrossWindow(Window),
        "a match a window and one back" => AcrossWindow(Window + 1),
        "a match across the end of a stretch" => [.. Noise((1 << 18) - 100), .. Noise(200)],
        "noise, then zeros, then noise" => [.. Noise(100_000), .. new byte[100_000], .. Noise(100_000)],
        "every third byte the same" => [.. Noise(90_000).Select((value, place) => place % 3 == 0 ? (byte)0 : value)],
        "bytes as rare as numbers of Fibonacci" => Fibonacci(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such body."),
    };

    public static byte[] Noise(int length)
    {
        var noise = new byte[length];
        new Random(20260821).NextBytes(noise);
        return noise;
    }

    /// <summary>The same eight bytes twice, nothing in between that matches them.</summary>
    private static byte[] AcrossWindow(int distance)
    {
        byte[] body = [.. "#window#"u8, .. Enumerable.Range(0, distance - 8).Select(place => (byte)('a' + (place % 23))), .. "#window#"u8];
        return body;
    }

    /// <summary>An unlimited code of these would be longer than deflate takes.</summary>
    private static byte[] Fibonacci()
    {
        var body = new List<byte>();
        var (count, next) = (1, 1);
        for (byte value = 0; value < 24; value++)
        {
            body.AddRange(Enumerable.Repeat(value, count));
            (count, next) = (next, count + next);
        }

        byte[] mixed = [.. body];
        new Random(1).Shuffle(mixed); // In rows they would be matches.
        return mixed;
    }

    private static byte[] Make(int values, int pieces, Random random)
    {
        var body = new List<byte>();
        for (var piece = 0; piece < pieces; piece++)
        {
            if (body.Count > 0 && random.Next(2) == 0)
            {
                var start = random.Next(body.Count);
                var length = Math.Min(body.Count - start, random.Next(1, 600));
                body.AddRange(body.GetRange(start, length));
            }
            else
            {
                var count = random.Next(1, random.Next(10) == 0 ? 20_000 : 40);
                body.AddRange(Enumerable.Range(0, count).Select(_ => (byte)random.Next(values)));
            }
        }

        return [.. body];
    }
}

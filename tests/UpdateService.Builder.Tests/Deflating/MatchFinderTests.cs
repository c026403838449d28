using UpdateService.Builder.Deflating;

namespace UpdateService.Builder.Tests.Deflating;

public sealed class MatchFinderTests
{
    [Fact]
    public void It_finds_the_nearest_match_of_every_length() => Law.Holds(
        Bodies.Short,
        body =>
        {
            using var finder = new MatchFinder();
            var found = new Step[Alphabet.LongestMatch];
            for (var place = 0; place < body.Length; place++)
            {
                var count = finder.Add(body, place, found);
                Assert.Equal(Nearest(body, place), found[..count]);
            }
        },
        tests: 500);

    [Theory]
    [InlineData(32_766, true)]
    [InlineData(32_767, true)]
    [InlineData(32_768, false)]
    [InlineData(32_769, false)]
    public void It_sees_to_one_byte_before_the_end_of_the_window(int distance, bool isSeen)
    {
        using var finder = new MatchFinder();
        byte[] body = [.. "ab#"u8, .. new byte[distance - 3], .. "ab#"u8];
        var found = new Step[Alphabet.LongestMatch];
        for (var place = 0; place < distance; place++)
        {
            _ = finder.Add(body, place, found);
        }

        Assert.Equal(isSeen ? 1 : 0, finder.Add(body, distance, found));
        Assert.True(!isSeen || found[0] == Step.Match(3, distance));
    }

    private static List<Step> Nearest(byte[] body, int place)
    {
        var matches = new List<Step>();
        for (var (distance, longest) = (1, Alphabet.ShortestMatch - 1); distance <= place; distance++)
        {
            var length = body.AsSpan(place).CommonPrefixLength(body.AsSpan(place - distance, body.Length - place));
            if (length > longest)
            {
                longest = length;
                matches.Add(Step.Match(length, distance));
            }
        }

        return matches;
    }
}

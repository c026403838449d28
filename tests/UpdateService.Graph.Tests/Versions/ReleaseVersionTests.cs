using FsCheck;
using FsCheck.Fluent;
using UpdateService.Graph.Versions;

namespace UpdateService.Graph.Tests.Versions;

public sealed class ReleaseVersionTests
{
    private static readonly Arbitrary<ReleaseVersion> Versions = Texts().Select(ReleaseVersion.Parse).ToArbitrary();

    [Theory]
    [InlineData("0.0.0")]
    [InlineData("4.16.3")]
    [InlineData("4.16.0-rc.1")]
    [InlineData("4.16.0-ec.5+amd64")]
    [InlineData("4.2.11-s390x")]
    [InlineData("4.11.1-multi")]
    [InlineData("4.18.0-0.nightly-2024-11-01-000000")]
    [InlineData("1.0.0--")]
    [InlineData("1.0.0-0a.0-0.a0")]
    [InlineData("1.0.0-0")]
    [InlineData("1.0.0+001")]
    [InlineData("1.0.0+-.--.0")]
    [InlineData("1.0.0-x-y-z.--")]
    [InlineData("18446744073709551615.18446744073709551615.18446744073709551615-18446744073709551615")]
    public void It_reads_what_SemVer_allows(string text) => Assert.Equal(text, ReleaseVersion.Parse(text).Text);

    [Theory]
    [InlineData(null, "it is empty")]
    [InlineData("", "it is empty")]
    [InlineData("4", "fewer than three numbers")]
    [InlineData("4.16", "fewer than three numbers")]
    [InlineData("4.16-rc.1", "fewer than three numbers")]
    [InlineData("4.16.3.1", "more than three numbers")]
    [InlineData("v4.16.3", "something other than digits")]
    [InlineData(" 4.16.3", "something other than digits")]
    [InlineData("4.16.3 ", "something other than digits")]
    [InlineData("4.16.3\n", "something other than digits")]
    [InlineData("4.16.x", "something other than digits")]
    [InlineData("4.+16.3", "a number is missing")]
    [InlineData("-4.16.3", "a number is missing")]
    [InlineData("4..3", "a number is missing")]
    [InlineData("4.16.", "a number is missing")]
    [InlineData("٤.16.3", "something other than digits")]
    [InlineData("04.16.3", "a leading zero")]
    [InlineData("4.016.3", "a leading zero")]
    [InlineData("4.16.00", "a leading zero")]
    [InlineData("18446744073709551616.0.0", "larger than 2^64-1")]
    [InlineData("0.0.99999999999999999999999999", "larger than 2^64-1")]
    [InlineData("4.16.3-", "an identifier of the pre-release is empty")]
    [InlineData("4.16.3-a..b", "an identifier of the pre-release is empty")]
    [InlineData("4.16.3-.a", "an identifier of the pre-release is empty")]
    [InlineData("4.16.3-01", "in the pre-release a number has a leading zero")]
    [InlineData("4.16.3-rc.01", "in the pre-release a number has a leading zero")]
    [InlineData("4.16.3-18446744073709551616", "in the pre-release a number is larger than 2^64-1")]
    [InlineData("4.16.3-rc_1", "the pre-release holds a character")]
    [InlineData("4.16.3-é", "the pre-release holds a character")]
    [InlineData("4.16.3+", "an identifier of the build metadata is empty")]
    [InlineData("4.16.3+a..b", "an identifier of the build metadata is empty")]
    [InlineData("4.16.3+amd64+arm64", "the build metadata holds a character")]
    [InlineData("4.16.3+x_86", "the build metadata holds a character")]
    public void It_says_why_a_text_is_no_version(string? text, string reason)
    {
        Assert.False(ReleaseVersion.TryParse(text, out var version, out var actual));
        Assert.Null(version);
        Assert.Contains(reason, actual, StringComparison.Ordinal);
        _ = Assert.Throws<FormatException>(() => ReleaseVersion.Parse(text!));
    }

    [Fact]
    public void It_has_at_most_256_characters()
    {
        var longest = "1.0.0-" + new string('a', 250);
        Assert.True(ReleaseVersion.TryParse(longest, out _, out _));
        Assert.False(ReleaseVersion.TryParse(longest + "a", out _, out var reason));
        Assert.Contains("more than 256 characters", reason, StringComparison.Ordinal);
        Assert.True(reason.Length < 256, "A reason quotes an excerpt only.");
    }

    [Fact]
    public void Its_parts_are_those_of_the_text()
    {
        var version = ReleaseVersion.Parse("4.16.3-rc.1+amd64.x");
        Assert.Equal((4UL, 16UL, 3UL, true, "amd64.x"), (version.Major, version.Minor, version.Patch, version.IsPreRelease, version.Build));
        Assert.Equal("4.16.3-rc.1", version.WithoutBuild.Text);
        Assert.Same(version.WithoutBuild, version.WithoutBuild.WithoutBuild);
        Assert.False(version.HasOnlyPreRelease("rc"));
        Assert.False(ReleaseVersion.Parse("4.16.3+amd64").IsPreRelease);
        Assert.True(ReleaseVersion.Parse("4.2.11-s390x").HasOnlyPreRelease("s390x"));
        Assert.False(ReleaseVersion.Parse("4.2.11-s390x.1").HasOnlyPreRelease("s390x"));
    }

    [Fact]
    public void It_orders_as_the_example_of_the_specification()
    {
        string[] chain =
        [
            "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "2.0.0", "2.1.0", "2.1.1",
        ];
        var versions = chain.Select(ReleaseVersion.Parse).ToList();
        for (var left = 0; left < versions.Count; left++)
        {
            for (var right = 0; right < versions.Count; right++)
            {
                Assert.Equal(left.CompareTo(right), Math.Sign(versions[left].CompareTo(versions[right])));
                Assert.Equal(left < right, versions[left] < versions[right]);
                Assert.Equal(left <= right, versions[left] <= versions[right]);
                Assert.Equal(left > right, versions[left] > versions[right]);
                Assert.Equal(left >= right, versions[left] >= versions[right]);
            }
        }
    }

    [Theory]
    [InlineData("4.9.0", "4.10.0")]
    [InlineData("4.16.9", "4.16.10")]
    [InlineData("4.16.0-rc.9", "4.16.0-rc.10")]
    [InlineData("4.16.0-ec.5", "4.16.0-rc.0")]
    [InlineData("4.16.0-Z", "4.16.0-a")]
    [InlineData("4.16.0-9", "4.16.0-a")]
    [InlineData("4.16.0-9", "4.16.0--")]
    [InlineData("4.16.0-9223372036854775808", "4.16.0-18446744073709551615")]
    [InlineData("9223372036854775807.0.0", "18446744073709551615.0.0")]
    public void It_ranks_below(string low, string high) => Assert.True(ReleaseVersion.Parse(low) < ReleaseVersion.Parse(high));

    [Fact]
    public void Build_metadata_count_for_equality_and_not_for_precedence()
    {
        var (left, right) = (ReleaseVersion.Parse("4.16.3+amd64"), ReleaseVersion.Parse("4.16.3+arm64"));
        Assert.Equal(0, left.CompareTo(right));
        Assert.NotEqual(left, right);
        Assert.True(left != right);
        Assert.True(ReleaseVersion.SortOrder.Compare(left, right) < 0);
        Assert.Equal(left, ReleaseVersion.Parse("4.16.3+amd64"));
        Assert.Equal(left.GetHashCode(), ReleaseVersion.Parse("4.16.3+amd64").GetHashCode());
    }

    [Theory]
    [InlineData(null, null, true)]
    [InlineData(null, "0.0.0-0", false)]
    [InlineData("0.0.0-0", null, false)]
    [InlineData("0.0.0-0", "0.0.0-0", true)]
    public void No_version_equals_only_no_version(string? left, string? right, bool areEqual)
    {
        var (one, other) = (left is null ? null : ReleaseVersion.Parse(left), right is null ? null : ReleaseVersion.Parse(right));
        Assert.Equal(areEqual, one == other);
        Assert.Equal(!areEqual, one != other);
    }

    [Fact]
    public void No_version_ranks_below_every_version() => Assert.True(ReleaseVersion.Parse("0.0.0-0").CompareTo(null) > 0);

    [Fact]
    public void Reading_a_text_and_writing_it_gives_the_text() =>
        Law.Holds(Texts().ToArbitrary(), text => Assert.Equal(text, ReleaseVersion.Parse(text).ToString()), 300);

    [Fact]
    public void Precedence_is_antisymmetric_and_total() => Law.Holds(
        Pairs(),
        pair =>
        {
            Assert.Equal(Math.Sign(pair.Left.CompareTo(pair.Right)), -Math.Sign(pair.Right.CompareTo(pair.Left)));
            Assert.Equal(pair.Left.Text == pair.Right.Text, ReleaseVersion.SortOrder.Compare(pair.Left, pair.Right) == 0);
            Assert.Equal(
                pair.Left.WithoutBuild.Text == pair.Right.WithoutBuild.Text,
                pair.Left.CompareTo(pair.Right) == 0);
        },
        500);

    [Fact]
    public void Precedence_is_transitive() => Law.Holds(
        (from a in Versions.Generator from b in Versions.Generator from c in Versions.Generator select (A: a, B: b, C: c)).ToArbitrary(),
        triple =>
        {
            ReleaseVersion[] sorted = [triple.A, triple.B, triple.C];
            Array.Sort(sorted, ReleaseVersion.SortOrder);
            Assert.True(sorted[0] <= sorted[1] && sorted[1] <= sorted[2] && sorted[0] <= sorted[2]);
        },
        500);

    [Fact]
    public void It_accepts_exactly_what_the_expression_of_the_specification_accepts() => Law.Holds(
        Gen.ArrayOf(Gen.Elements('0', '1', '9', '.', '.', '-', '+', 'a', 'Z', '_', ' ')).Select(characters => new string(characters)).Or(NearMisses()).ToArbitrary(),
        text => Assert.Equal(Specification.IsMatch(text) && NumbersFit(text), ReleaseVersion.TryParse(text, out _, out _)),
        2000);

    /// <summary>From the specification's own list of questions.</summary>
    private static readonly System.Text.RegularExpressions.Regex Specification = new(
        @"\A(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?\z",
        System.Text.RegularExpressions.RegexOptions.ExplicitCapture,
        TimeSpan.FromSeconds(10));

    /// <summary>The expression knows no largest number; the clients do.</summary>
    private static bool NumbersFit(string text) => text.Split('+')[0].Split('.', '-').All(part =>
        part.Length < 20 || !part.All(char.IsAsciiDigit) || ulong.TryParse(part, out _));

    private static Arbitrary<(ReleaseVersion Left, ReleaseVersion Right)> Pairs() =>
        (from left in Versions.Generator from right in Versions.Generator select (left, right)).ToArbitrary();

    private static Gen<string> Texts()
    {
        var number = Gen.Elements("0", "1", "2", "9", "10", "18446744073709551615");
        var identifier = Gen.Elements("0", "1", "2", "10", "a", "A", "b", "rc", "ec", "-", "0a", "a0");
        return from major in number
               from minor in number
               from patch in number
               from preRelease in Gen.ArrayOf(identifier, 3).Or(Gen.Constant(Array.Empty<string>())).Or(Gen.ArrayOf(identifier, 1))
               from build in Gen.Elements("", "+amd64", "+arm64", "+00")
               select $"{major}.{minor}.{patch}{(preRelease.Length == 0 ? "" : "-")}{string.Join('.', preRelease)}{build}";
    }

    private static Gen<string> NearMisses() =>
        from text in Texts()
        from position in Gen.Choose(0, text.Length - 1)
        from character in Gen.Elements('0', '1', '.', '-', '+', 'a', '_', '\n')
        select text[..position] + character + text[(position + 1)..];
}

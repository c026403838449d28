using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using UpdateService.Registry.Protocol;
using UpdateService.Registry.Protocol.Authentication;
using UpdateService.Registry.Protocol.Transport;

namespace UpdateService.Registry.Tests.Protocol;

/// <summary>Headers come from servers, so any text must be survived; and what is written in order must be read as it was meant.</summary>
public sealed class HeaderLaws
{
    private const int Tests = 2000;

    [Fact]
    public void Any_WWW_Authenticate_is_read() => Law.Holds(Noise(), text => Assert.All(Challenge.Parse(text), challenge => Assert.NotEmpty(challenge.Scheme)), Tests);

    [Fact]
    public void Challenges_are_read_as_they_are_written() => Law.Holds(
        Gen.ListOf(Challenges()).ToArbitrary(),
        challenges =>
        {
            var read = Challenge.Parse(string.Join(", ", challenges));
            Assert.Equal(challenges.Select(challenge => challenge.ToString()), read.Select(challenge => challenge.ToString()));
            Assert.Equal(challenges.Select(challenge => challenge.Parameters.ToArray()), read.Select(challenge => challenge.Parameters.ToArray()));
        },
        Tests);

    [Fact]
    public void Any_Link_is_read() => Law.Holds(
        Noise(),
        text =>
        {
            _ = LinkHeader.Parse(text, out var isWhole);
            try
            {
                Assert.True(LinkHeader.Next([text]) is not null || isWhole);
            }
            catch (FormatException)
            {
                // It is told, not taken for the end.
            }
        },
        Tests);

    [Fact]
    public void Links_are_read_as_they_are_written() => Law.Holds(
        Gen.ListOf(Links()).ToArbitrary(),
        links =>
        {
            Assert.Equal(links, LinkHeader.Parse(string.Join(", ", links), out var isWhole).AsEnumerable());
            Assert.True(isWhole);
        },
        Tests);

    [Fact]
    public void Any_Retry_After_is_read_as_a_wait_or_as_none() => Law.Holds(
        Noise(),
        text => Assert.True(RetryAfter.Read(text, TimeProvider.System) is null or { Ticks: >= 0 }),
        Tests);

    [Fact]
    public void Any_error_body_has_a_code_or_none() => Law.Holds(
        Noise(),
        text =>
        {
            Assert.True(ErrorCode.Read(Door.Bytes(text)) is null or { Length: <= 40 });
            Assert.True(ErrorCode.Read(Door.Bytes($"{{\"errors\":[{{\"code\":\"{text}\"}}]}}")) is null or { Length: <= 40 });
        },
        Tests);

    [Theory]
    [InlineData("Bearer realm=\"https://auth/token\",service=\"a, b\",scope=\"repository:x:pull,push\"", "bearer realm=\"https://auth/token\",scope=\"repository:x:pull,push\",service=\"a, b\"")]
    [InlineData("BASIC Realm=x", "basic realm=\"x\"")]
    [InlineData("Basic realm = \"a \\\" b\"", "basic realm=\"a \\\" b\"")]
    [InlineData("Negotiate, Basic realm=\"x\"", "negotiate|basic realm=\"x\"")]
    [InlineData("Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\", Basic realm=\"simple\"", "newauth realm=\"apps\",title=\"Login to \\\"apps\\\"\",type=\"1\"|basic realm=\"simple\"")]
    [InlineData("Bearer realm=\"open", "bearer realm=\"open\"")]
    [InlineData("", "")]
    public void Challenges_of_the_field_are_read(string header, string expected) =>
        Assert.Equal(expected, string.Join('|', Challenge.Parse(header)));

    [Theory]
    [InlineData("</v2/a/tags/list?last=b&n=1>; rel=\"next\"", "/v2/a/tags/list?last=b&n=1")]
    [InlineData("<?last=b>; rel=next", "?last=b")]
    [InlineData("<x>; rel=\"prev\", <y>; title=\"a, <b>; rel=next\"; REL=\"last Next\"", "y")]
    [InlineData("<x>", "x")]
    [InlineData("<x>; rel=\"first\"", null)]
    [InlineData("", null)]
    [InlineData("  </y?last=b>  ;  REL = 'Next'  ", "/y?last=b")]
    [InlineData("< /y?last=b >;rel=next", "/y?last=b")]
    [InlineData("<x>, <y>; rel=next", "y")]
    [InlineData("<p>; rel=prev, <y>; rel=\"last\\tnext\"", "y")]
    [InlineData("<y> rel=next", "y")]
    [InlineData("x; rel=first, <y>; rel=next", "y")]
    [InlineData("<x>; title=\"a \\\" b, <c>; rel=next\"; rel=prev, <y>; rel=next", "y")]
    [InlineData("<y>; rel=next, <y>; rel=\"next\"", "y")]
    public void Links_of_the_field_are_read(string header, string? next) => Assert.Equal(next, LinkHeader.Next([header.Replace("\\t", "\t", StringComparison.Ordinal)]));

    [Theory]
    [InlineData("x; rel=next")]
    [InlineData("</v2/a/tags/list?last=b")]
    [InlineData("<x")]
    [InlineData("next")]
    [InlineData("<x>; rel=prev, y; rel=next")]
    [InlineData("<x>; rel=next, <y>; rel=next")]
    [InlineData("<x>, <y>")]
    public void What_names_no_next_page_and_cannot_be_understood_is_no_end(string header) => Assert.Throws<FormatException>(() => LinkHeader.Next([header]));

    [Fact]
    public void The_next_page_is_found_in_any_of_several_headers()
    {
        Assert.Equal("y", LinkHeader.Next(["<x>; rel=first", "<y>; rel=next"]));
        _ = Assert.Throws<FormatException>(() => LinkHeader.Next(["<x>; rel=first", "y"]));
        Assert.Null(LinkHeader.Next([]));
    }

    private static Arbitrary<string> Noise()
    {
        var pieces = Gen.Elements("Bearer", "Basic", " ", ",", "=", "\"", "\\", "<", ">", ";", "rel", "next", "realm", "https://a/b?c=d", "\t", "é", "\0", "1", "-1", "99999999999", "Sat, 21 Nov 2026 12:00:09 GMT", "{", "}", "A_B", "\\ud800");
        var mixed = from list in Gen.ListOf(pieces) select string.Concat(list);
        var wild = from text in ArbMap.Default.GeneratorFor<string?>() select text ?? "";
        return Gen.OneOf(mixed, wild).ToArbitrary();
    }

    private static Gen<Challenge> Challenges() =>
        from scheme in Gen.Elements("bearer", "basic", "negotiate", "x-1")
        from parameters in Gen.ListOf(from name in Gen.Elements("realm", "service", "scope", "a") from value in Texts() select KeyValuePair.Create(name, value))
        select new Challenge(scheme, parameters.DistinctBy(parameter => parameter.Key, StringComparer.Ordinal).ToImmutableSortedDictionary(StringComparer.Ordinal));

    private static Gen<LinkHeader> Links() =>
        from target in Gen.Elements("", "/v2/a/tags/list?last=b&n=1", "https://a/b,c;d", "?x=\"")
        from relation in Gen.Elements<string?>(null, "next", "prev", "a next", "")
        select new LinkHeader(target, relation);

    private static Gen<string> Texts() => from list in Gen.ListOf(Gen.Elements("a", "B", " ", ",", "\"", "\\", "=", ":", "/", "é")) select string.Concat(list);
}

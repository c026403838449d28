using UpdateService.Graph.Risks;
using UpdateService.Testing.Fuzzing;

namespace UpdateService.Graph.Tests.Risks;

/// <summary>Whatever stands where the address of a risk belongs.</summary>
public sealed class GoUrlFuzzTests
{
    private static readonly Corpus Addresses = Corpus.Of(
        [.. Tokens.Any, .. Tokens.Of("://", "http:", "[::1]", "[fe80::1%25en0]", ":80", ":x", "user:pass@", "%41", "%4", "?a=b", "#c", "mailto:")],
        "https://issues.example.com/browse/A-1", "http://[::1]:80/a%20b?c=d&e#f", "https://user:pass@host/", "/relative", "urn:a:b", "https://a.b/c;d,e=f");

    [Fact]
    public void An_address_is_taken_or_refused_with_a_reason() => Fuzz.Texts(Addresses, text =>
    {
        var risk = new Risk("Name", text, "It may happen.", [new MatchingRule(MatchingRule.Always)]);
        if (GoUrl.Refuse(text) is { } reason)
        {
            Fuzz.AssertTold(reason);
        }

        if (risk.Refuse() is { } refusal)
        {
            Fuzz.AssertTold(refusal);
            return;
        }

        Assert.True(GoUrl.IsAbsolute(text));
        Assert.True(!text.Any(static character => character is < ' ' or '\u007f'), text);
    });
}

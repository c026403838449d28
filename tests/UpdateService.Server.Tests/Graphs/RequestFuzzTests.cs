using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using UpdateService.Builder.Answers;
using UpdateService.Planning.Questions;
using UpdateService.Server.Graphs;
using UpdateService.Server.Pages;
using UpdateService.Server.Plans;
using UpdateService.Testing.Fuzzing;

namespace UpdateService.Server.Tests.Graphs;

/// <summary>Whatever clients send in headers and queries.</summary>
public sealed class RequestFuzzTests
{
    private const string Tag = "\"0123456789abcdef-gzip\"";

    private static readonly Corpus Headers = Corpus.Of(
        [.. Tokens.Header, .. Tokens.Of("application/json", "application/vnd.redhat.cincinnati.v1+json", "text/html", Tag)],
        "application/json",
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8",
        "gzip, deflate;q=0.5, br;q=1.0, *;q=0",
        $"W/{Tag}, \"other\", {Tag}",
        "*");

    private static readonly Corpus Queries = Corpus.Of(
        [.. Tokens.Header, .. Tokens.Of("from=4.1.0", "%2B", "+", "&channel=", "revision=1", "format=svg", "%u0041", "%c0%af", "%ed%a0%80")],
        "?arch=amd64&channel=stable-4.18&id=0123&version=4.18.1",
        "?channel=stable%2D4.18&channel=&arch=multi",
        "?from=4.18.1&to=4.18.3&accept=A,B&revision=1&format=json");

    [Fact]
    public void Headers_are_negotiated_whatever_they_hold() => Fuzz.Texts(Headers, text =>
    {
        var values = text.Length % 3 == 0 ? new StringValues([text, text]) : new StringValues(text);
        Assert.Contains(MediaTypes.Negotiate(values), (string?[])[null, MediaTypes.Json, MediaTypes.Vendor]);
        Assert.NotEqual(ContentCoding.Brotli, ContentCodings.Negotiate(values, offersBrotli: false));
        _ = ContentCodings.Negotiate(values);
        Assert.True(!EntityTags.Match(values, Tag) || text.Contains(Tag, StringComparison.Ordinal) || text.Trim(' ', '\t') == "*", text);
        foreach (var kind in Enum.GetValues<QuestionKind>())
        {
            Assert.True(FormatNegotiation.Negotiate(values, kind.Formats()) is not { } format || kind.Formats().Contains(format));
        }

        var request = new DefaultHttpContext().Request;
        request.Headers.Accept = values;
        _ = PageNegotiation.WantsPage(request, PageKind.Plan);
    });

    [Fact]
    public void A_query_names_a_channel_that_can_be_requested_or_gets_an_error() => Fuzz.Texts(Queries, text =>
    {
        var query = GraphQuery.Read(text, ["channel"], out var error);
        if (error is not null)
        {
            Assert.Equal(400, error.Status);
            return;
        }

        Assert.True(ChannelName.CanBeRequested(query.Channel), text);
        Assert.True(Architecture.IsName(query.Architecture), text);
    });

    [Fact]
    public void A_question_is_read_or_refused_with_a_problem() => Fuzz.Texts(Queries, text =>
    {
        var request = new DefaultHttpContext().Request;
        request.QueryString = new QueryString(text.StartsWith('?') ? text : $"?{text}");
        var query = PlannerQuery.Read(QuestionKind.Path, request, ("version", text), out var problem);
        Assert.Equal(query is null, problem is not null);
        if (problem is not null)
        {
            Assert.InRange(problem.Status, 400, 499);
        }

        Assert.All(query?.Parameters.Refusals ?? [], refusal => Fuzz.AssertTold(refusal.Message));
    });
}

using Microsoft.AspNetCore.Http;
using UpdateService.Server.Plans;

namespace UpdateService.Server.Tests.Plans;

/// <summary>The query of a request: values of the question, and values of the server's own.</summary>
public sealed class RequestQueryTests
{
    [Fact]
    public void Own_values_are_kept_from_the_question_in_any_case()
    {
        var query = Read("?from=4.1.0&Revision=7&FOCUS=4.1.1&to=4.1.2", ("version", "4.1.9"))!;

        Assert.Equal(["from=4.1.0", "to=4.1.2", "version=4.1.9"], query.Parameters.All.Select(pair => $"{pair.Key}={pair.Value}"));
        Assert.Equal(("7", "4.1.1", null), (query["revision"], query["focus"], query["before"]));
        Assert.Empty(query.Parameters.Refusals);
    }

    [Theory]
    [InlineData("?revision=")]
    [InlineData("?revision")]
    [InlineData("?from=4.1.0")]
    [InlineData("")]
    public void An_empty_own_value_is_absent(string text) => Assert.Null(Read(text)!["revision"]);

    [Theory]
    [InlineData("?revision=7&revision=7")]
    [InlineData("?revision=7&REVISION=")]
    [InlineData("?revision=&revision=7")]
    public void The_same_own_value_may_stand_twice(string text) => Assert.Equal("7", Read(text)!["revision"]);

    [Fact]
    public void Two_own_values_contradict_each_other()
    {
        Assert.Null(RequestQuery.Read(Request("?revision=7&Revision=8"), null, ["revision"], out var problem));

        Assert.Equal((400, "Revision", "'Revision' is given twice, as '7' and as '8'; give it once."), (problem!.Status, problem.Parameter, problem.Detail));
    }

    [Fact]
    public void A_value_in_the_path_and_another_in_the_query_contradict_each_other() =>
        Assert.Equal("'version' is given twice, as '4.1.9' and as '4.1.8'; give it once.", Assert.Single(Read("?version=4.1.8", ("version", "4.1.9"))!.Parameters.Refusals).Message);

    [Fact]
    public void Names_and_values_are_decoded() => Assert.Equal("a b+c=d&e", Read("?%66rom=a+b%2Bc%3Dd%26e")!.Parameters["from"]);

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void No_question_has_more_than_200_parameters(int count, bool isRead)
    {
        var query = RequestQuery.Read(Request($"?{string.Join('&', Enumerable.Repeat("x=1", count))}"), null, ["revision"], out var problem);

        Assert.Equal((isRead, isRead), (query is not null, problem is null));
    }

    private static RequestQuery? Read(string text, (string, string)? inPath = null)
    {
        var query = RequestQuery.Read(Request(text), inPath, ["revision", "focus", "before"], out var problem);
        Assert.Equal(query is null, problem is not null);
        return query;
    }

    private static HttpRequest Request(string query) => new DefaultHttpContext { Request = { QueryString = new QueryString(query) } }.Request;
}

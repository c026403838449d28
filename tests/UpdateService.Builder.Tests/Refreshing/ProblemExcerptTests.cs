using UpdateService.Builder.Refreshing;

namespace UpdateService.Builder.Tests.Refreshing;

public sealed class ProblemExcerptTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(20, 20)]
    [InlineData(21, 21)]
    [InlineData(4000, 21)]
    public void The_first_20_of_a_kind_are_listed_and_the_rest_is_counted(int count, int listed)
    {
        var problems = Problems("host:5000/ns/repository:tag-", count).ToList();
        var excerpt = ProblemExcerpt.Of(problems).ToList();
        Assert.Equal(listed, excerpt.Count);
        Assert.Equal(problems.Take(20), excerpt.Take(20));
        if (count > 20)
        {
            Assert.Equal($"host:5000/ns/repository: UnreadableRelease: … and {count - 20} more.", excerpt[^1].ToString());
        }
    }

    [Fact]
    public void Each_rule_severity_and_source_has_its_own_20()
    {
        Problem[] problems =
        [
            .. Problems("a.example/repository:", 30),
            .. Problems("b.example/repository@sha256:", 30),
            .. Problems("channels/", 30),
            .. Problems("a.example/repository:", 30).Select(problem => problem with { Severity = ProblemSeverity.Warning }),
            .. Problems("a.example/repository:", 30).Select(problem => problem with { Rule = ProblemRule.SharedPayload }),
        ];

        var excerpt = ProblemExcerpt.Of(problems).ToList();

        Assert.Equal(5 * 21, excerpt.Count);
        Assert.Equal(
            ["a.example/repository", "b.example/repository", "channels", "a.example/repository", "a.example/repository"],
            excerpt.Where(problem => problem.Message == "… and 10 more.").Select(problem => problem.Place.File));
    }

    private static IEnumerable<Problem> Problems(string place, int count) => Enumerable.Range(0, count)
        .Select(number => new Problem(ProblemRule.UnreadableRelease, ProblemSeverity.Error, new Place($"{place}{number:D4}", 0), "It cannot be read."));
}

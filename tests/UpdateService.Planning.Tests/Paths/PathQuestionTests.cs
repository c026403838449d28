using UpdateService.Planning.Paths;

namespace UpdateService.Planning.Tests.Paths;

public sealed class PathQuestionTests
{
    [Fact]
    public void A_question_is_read_from_text()
    {
        var parameters = new PathParameters("4.14.20", "4.16")
        {
            Architecture = "x86_64", Accept = " A, B,,A", Via = "4.15.1,4.15.2", Alternatives = "3", Channel = "",
        };

        Assert.True(PathQuestion.TryRead(parameters, out var question, out _));
        Assert.Equal(new MinorName(4, 16), question!.To.Minor);
        Assert.Equal("amd64", question.Architecture.Name);
        Assert.Equal("A B", string.Join(' ', question.Accept));
        Assert.Equal("4.15.1 4.15.2", string.Join(' ', question.Via));
        Assert.Equal(3, question.Alternatives);
        Assert.Null(question.Channel);
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once()
    {
        var parameters = new PathParameters(null, "four") { Architecture = "AMD", Channel = "a:b", Via = "x", Alternatives = "51" };

        Assert.False(PathQuestion.TryRead(parameters, out _, out var refusals));
        Assert.Equal("from to arch channel via alternatives", string.Join(' ', refusals.Select(refusal => refusal.Parameter)));
        Assert.All(refusals, refusal => Assert.Equal(RefusalKind.InvalidValue, refusal.Kind));
    }

    [Theory]
    [InlineData("4.18", true)]
    [InlineData("4.018", false)]
    [InlineData("4", false)]
    [InlineData("4.18.0", true)]
    [InlineData("", true)]
    public void A_target_is_a_version_a_minor_or_nothing(string text, bool isRead) =>
        Assert.Equal(isRead, PathQuestion.TryRead(new PathParameters("4.14.20", text), out _, out _));
}

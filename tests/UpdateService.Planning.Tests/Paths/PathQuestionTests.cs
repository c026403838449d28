using UpdateService.Planning.Paths;
using UpdateService.Planning.Questions;

namespace UpdateService.Planning.Tests.Paths;

public sealed class PathQuestionTests
{
    [Fact]
    public void A_question_is_read_from_text()
    {
        var question = Read(("from", "4.14.20"), ("to", "4.16"), ("arch", "x86_64"), ("accept", " A, B,,A"), ("via", "4.15.1,4.15.2"), ("alternatives", "3"), ("channel", ""));

        Assert.Equal(new MinorName(4, 16), question.To.Minor);
        Assert.Equal("amd64", question.Architecture.Name);
        Assert.Equal("A B", string.Join(' ', question.Accept));
        Assert.Equal("4.15.1 4.15.2", string.Join(' ', question.Via));
        Assert.Equal(3, question.Alternatives);
        Assert.Null(question.Channel);
    }

    [Fact]
    public void An_address_of_the_hosted_tool_is_understood()
    {
        var question = Read(("channel", "stable-4.18"), ("arch", "x86_64"), ("is_show_hot_fix", "false"), ("current_ocp_version", "4.18.46"), ("target_ocp_version", "4.20.40"));

        Assert.Equal(("4.18.46", "4.20.40", "amd64", "stable-4.18"), (question.From.Text, question.To.ToString(), question.Architecture.Name, question.Channel));
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once()
    {
        var reader = new QuestionReader(QuestionParameters.Of(("to", "four"), ("arch", "AMD"), ("channel", "a:b"), ("via", "x"), ("alternatives", "51")));

        Assert.Null(PathQuestion.Read(reader, new KnownNames(reader, null)));
        Assert.Equal("from to arch channel via alternatives", string.Join(' ', reader.Refusals.Select(refusal => refusal.Parameter)));
        Assert.All(reader.Refusals, refusal => Assert.Equal(RefusalKind.InvalidValue, refusal.Kind));
    }

    [Theory]
    [InlineData("4.18", true)]
    [InlineData("4.18\0", false)]
    [InlineData("4\0.18", false)]
    [InlineData("4.018", false)]
    [InlineData("4", false)]
    [InlineData("4.", false)]
    [InlineData(".18", false)]
    [InlineData("4.18.0", true)]
    [InlineData("v4.18.0", true)]
    [InlineData("V4.18", true)]
    [InlineData(" 4.18 ", true)]
    [InlineData("latest", true)]
    [InlineData("vv4.18.0", false)]
    [InlineData("", true)]
    public void A_target_is_a_version_a_minor_or_nothing(string text, bool isRead)
    {
        var reader = new QuestionReader(QuestionParameters.Of(("from", "4.14.20"), ("to", text)));

        Assert.Equal(isRead, PathQuestion.Read(reader, new KnownNames(reader, null)) is not null);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("50", PathQuestion.MostAlternatives)]
    public void As_many_alternatives_may_be_asked_for_as_an_answer_gives(string text, int count) =>
        Assert.Equal(count, Read(("from", "4.14.20"), ("alternatives", text)).Alternatives);

    [Theory]
    [InlineData("", true, "")]
    [InlineData("4.18", false, "4.18")]
    [InlineData("4.18.0+amd64", false, "4.18.0")]
    public void Only_a_target_that_is_not_named_is_the_newest_of_all(string text, bool isNewest, string words)
    {
        var to = Read(("from", "4.14.20"), ("to", text)).To;

        Assert.Equal((isNewest, words), (to.IsNewest, to.ToString()));
    }

    private static PathQuestion Read(params (string Name, string? Value)[] pairs)
    {
        var reader = new QuestionReader(QuestionParameters.Of(pairs));
        var question = PathQuestion.Read(reader, new KnownNames(reader, null));
        Assert.True(question is not null, string.Join(' ', reader.Refusals));
        return question;
    }
}

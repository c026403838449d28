using UpdateService.Planning.Explanations;
using UpdateService.Planning.Questions;

namespace UpdateService.Planning.Tests.Explanations;

public sealed class ExplanationQuestionTests
{
    [Fact]
    public void A_question_is_read_from_text_and_what_belongs_to_plans_only_is_not_looked_at()
    {
        var reader = new QuestionReader(QuestionParameters.Of(
            ("from", "4.14.20"), ("to", "4.16.1"), ("arch", "aarch64"), ("channel", "fast-4.16"), ("accept", "B,A"), ("via", "x"), ("alternatives", "-1")));
        var question = ExplanationQuestion.Read(reader, new KnownNames(reader, null))!;

        Assert.Equal(("4.14.20", "4.16.1", "arm64", "fast-4.16", "B A"), (question.From.Text, question.To.Text, question.Architecture.Name, question.Channel, string.Join(' ', question.Accept)));
    }

    [Theory]
    [InlineData("to", "4.16", "to")]
    [InlineData("arch", "AMD", "arch")]
    [InlineData("channel", "a:b", "channel")]
    public void What_cannot_be_read_is_refused(string name, string value, string parameter)
    {
        var reader = new QuestionReader(QuestionParameters.Of([.. new[] { ("from", "4.14.20"), ("to", "4.16.1") }.Where(pair => pair.Item1 != name), (name, value)]));

        Assert.Null(ExplanationQuestion.Read(reader, new KnownNames(reader, null)));
        Assert.Equal(parameter, Assert.Single(reader.Refusals).Parameter);
    }
}

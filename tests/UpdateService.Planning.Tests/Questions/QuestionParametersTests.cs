using UpdateService.Planning.Questions;

namespace UpdateService.Planning.Tests.Questions;

public sealed class QuestionParametersTests
{
    [Theory]
    [InlineData("acept", "accept")]
    [InlineData("avod", "avoid")]
    [InlineData("chanel", "channel")]
    [InlineData("form", "from")]
    [InlineData("current", "currentChannel")]
    [InlineData("architecture", "arch")]
    [InlineData("revison", "revision")]
    [InlineData("is_show_hotfix", "is_show_hot_fix")]
    [InlineData("alternative", "alternatives")]
    [InlineData("current_ocp_versions", "current_ocp_version")]
    public void A_misspelt_name_is_refused_with_the_one_that_may_be_meant(string written, string meant)
    {
        var refusal = Assert.Single(QuestionParameters.Of((written, "x")).Refusals);

        Assert.Equal((RefusalKind.UnknownName, written), (refusal.Kind, refusal.Parameter));
        Assert.Equal($"There is no parameter '{written}'; '{meant}' may be meant.", refusal.Message);
        Assert.Equal([meant], refusal.NearMatches.AsEnumerable());
    }

    [Theory]
    [InlineData("id")]
    [InlineData("utm_source")]
    [InlineData("revision")]
    [InlineData("is_show_hot_fix")]
    [InlineData("view")]
    public void A_name_of_somebody_else_is_left_alone(string name) => Assert.Empty(QuestionParameters.Of((name, "x")).Refusals);

    [Fact]
    public void Names_are_read_in_any_case_and_empty_values_are_absent()
    {
        var parameters = QuestionParameters.Of(("FROM", "4.1.0"), ("to", ""), ("via", null));

        Assert.Equal(("4.1.0", null, null), (parameters["from"], parameters["to"], parameters["via"]));
    }

    [Fact]
    public void Lists_unite_and_single_values_are_given_once()
    {
        var parameters = QuestionParameters.Of(("accept", "A,B"), ("accept", "C"), ("from", "4.1.0"), ("current_ocp_version", "4.1.0"), ("to", "4.2.0"), ("to", "4.3.0"));

        Assert.Equal("A,B,C", parameters["accept"]);
        var refusal = Assert.Single(parameters.Refusals);
        Assert.Equal("to", refusal.Parameter);
        Assert.Equal("'to' is given twice, as '4.2.0' and as '4.3.0'; give it once.", refusal.Message);
    }

    [Fact]
    public void A_value_can_be_added_and_all_are_listed_by_name()
    {
        var asked = QuestionParameters.Of(("to", "4.2.0"), ("FROM", "4.1.0"));

        Assert.Equal("channel=stable-4.2 from=4.1.0 to=4.2.0", Words(asked.With("channel", "stable-4.2")));
        Assert.Equal("from=4.1.0 to=4.2.0", Words(asked));

        static string Words(QuestionParameters parameters) => string.Join(' ', parameters.All.Select(pair => $"{pair.Key}={pair.Value}"));
    }

    [Fact]
    public void A_value_longer_than_any_is_refused_and_a_long_list_is_not()
    {
        var refusal = Assert.Single(QuestionParameters.Of(("to", new string('x', 257)), ("from", new string('4', 256)), ("accept", new string('A', 8000))).Refusals);

        Assert.Equal((RefusalKind.InvalidValue, "to", "'to' is longer than 256 characters, and no such value is."), (refusal.Kind, refusal.Parameter, refusal.Message));
    }

    [Theory]
    [InlineData("FROM=4.1.0&to=4.2.0", "to=4.2.0&from=4.1.0&id=x&format=text&channel=")]
    [InlineData("accept=A&accept=B", "accept=A, B,,A")]
    public void Spellings_of_one_question_have_one_normal_form(string left, string right) => Assert.Equal(Normal(left), Normal(right));

    [Theory]
    [InlineData("via=4.1.2, 4.1.1&to=4.2.0&FROM=4.1.0", "from=5:4.1.0;to=5:4.2.0;via=11:4.1.2,4.1.1;")]
    [InlineData("target_ocp_version=4.2.0&current_ocp_version=4.1.0", "hosted;from=5:4.1.0;to=5:4.2.0;")]
    public void A_normal_form_is_one_line_by_name_with_the_length_of_each_value(string query, string line) => Assert.Equal(line, Normal(query));

    [Theory]
    [InlineData("from=4.1.0&to=4.2.0", "from=4.2.0&to=4.1.0")]
    [InlineData("channel=a,b", "channel=a, b")]
    [InlineData("from=4.1.0&to=4.2.0", "current_ocp_version=4.1.0&target_ocp_version=4.2.0")]
    [InlineData("accept=A", "avoid=A")]
    [InlineData("accept=A", "")]
    [InlineData("channel=a;to=1:b;", "channel=a&to=b")]
    [InlineData("via=4.1.1,4.1.2", "via=4.1.1")]
    public void Different_questions_have_different_normal_forms(string left, string right) => Assert.NotEqual(Normal(left), Normal(right));

    [Fact]
    public void What_a_kind_of_question_does_not_look_at_makes_no_other_question()
    {
        var plain = QuestionParameters.Of(("channel", "stable-4.18"), ("arch", "amd64"));
        var more = QuestionParameters.Of(("channel", "stable-4.18"), ("arch", "amd64"), ("from", "4.1.0"), ("via", "x"), ("zzzzzzzz", "1"));
        Assert.Equal(plain.Normalise(QuestionKind.Difference), more.Normalise(QuestionKind.Difference));
        Assert.Equal(plain.Normalise(QuestionKind.Matrix), more.Normalise(QuestionKind.Matrix));
        Assert.NotEqual(plain.Normalise(QuestionKind.Path), more.Normalise(QuestionKind.Path));
    }

    private static string Normal(string query) => QuestionParameters.Of(query
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => KeyValuePair.Create(pair[..pair.IndexOf('=', StringComparison.Ordinal)], (string?)pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..]))).Normalise();
}

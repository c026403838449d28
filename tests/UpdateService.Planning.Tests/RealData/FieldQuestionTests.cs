using UpdateService.Planning.Explanations;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Questions;
using UpdateService.Planning.Recommendations;
using UpdateService.Planning.Writing;

namespace UpdateService.Planning.Tests.RealData;

/// <summary>Questions that administrators asked about the real data, and what they must be told.</summary>
public sealed class FieldQuestionTests
{
    [SharedDataFact]
    public void The_newest_of_a_minor_is_the_same_to_a_plan_and_to_advice()
    {
        var plan = Path("from=4.16.10&to=4.16&alternatives=1");
        var advice = Advice("version=4.16.10");

        Assert.Equal(("4.16.55", "stable-4.16"), (plan.Best!.Hops[^1].To.Version.Text, plan.Best.Hops[^1].Channel));
        Assert.Equal("4.16.55", advice.Recommended!.Release.Version.Text);
        Assert.Equal((PlanKind.WiderChannels, "4.16.68", "eus-4.16"), (plan.Plans[1].Kind, plan.Plans[1].Hops[^1].To.Version.Text, plan.Plans[1].Hops[^1].Channel));
    }

    [SharedDataFact]
    public void A_plan_in_channels_of_extended_support_says_that_they_need_a_subscription()
    {
        var text = Text(QuestionKind.Path, "from=4.16.10&to=4.16.68");

        Assert.Contains("eus-4.16 needs a subscription for extended support.", text, StringComparison.Ordinal);
        Assert.Contains("4.16.68 has no way on to 4.17 yet; 4.16.67 has one.", text, StringComparison.Ordinal);
    }

    [SharedDataFact]
    public void Without_a_way_the_first_gap_is_told()
    {
        var reason = Assert.Single(Path("from=4.16.68&to=4.18").Reasons);

        Assert.Equal((ReasonKind.SourceTooNew, "4.16.67"), (reason.Kind, reason.Evidence.Newest));
        Assert.StartsWith("No release of 4.17 was built after 4.16.68;", reason.Message, StringComparison.Ordinal);
        Assert.Equal([ReasonKind.CrossesMinors, ReasonKind.SourceTooNew], ((ExplanationAnswer)Ask(QuestionKind.Explain, "from=4.16.68&to=4.18.52").Answer!).Reasons.Select(found => found.Kind));
    }

    [SharedDataTheory]
    [InlineData("4.16.68", "4.16.68 has no way on to 4.17 yet; 4.16.67 has one.")]
    [InlineData("4.16.55", "")]
    [InlineData("4.22.9", "")]
    public void What_stops_at_a_release_that_leads_no_further_says_so(string version, string note)
    {
        var answer = Advice($"version={version}");

        Assert.Equal(note, string.Concat(PlanWords.Notes(answer)));
        Assert.Equal(note.Length > 0, answer.Onward!.NextMinor == false);
    }

    [SharedDataTheory]
    [InlineData("4.22.9", "4.22.9 is the newest release of stable-4.22.")]
    [InlineData("5.0.0-ec.6", "5.0.0-ec.6 is the newest release of candidate-5.0.")]
    [InlineData("4.16.68", "4.16.68 is the newest release of eus-4.16.")]
    public void Who_runs_the_newest_release_is_up_to_date(string version, string message)
    {
        var reason = Assert.Single(Advice($"version={version}").Reasons);

        Assert.Equal((ReasonKind.UpToDate, message), (reason.Kind, reason.Message));
    }

    [SharedDataTheory]
    [InlineData("from=5.0.0-ec.0", "5.0.0-ec.6")]
    [InlineData("from=5.0.0-ec.0&to=5.0", "5.0.0-ec.6")]
    [InlineData("from=5.0.0-ec.0&channel=candidate", "5.0.0-ec.6")]
    [InlineData("from=v4.14.20&to=latest", "4.22.9")]
    [InlineData("from= 4.14.20 &to=v4.16", "4.16.55")]
    [InlineData("from=4.14.20&to=4.16&arch=x86_64&channel=eus", "4.16.68")]
    [InlineData("current_ocp_version=4.16.10&target_ocp_version=4.16&channel=stable-4.16&arch=x86_64", "4.16.55")]
    public void A_plan_leads_there(string query, string target) => Assert.Equal(target, Path(query).Best!.Hops[^1].To.Version.Text);

    [SharedDataFact]
    public void An_unknown_version_is_told_the_newest_of_its_minor_first() =>
        Assert.Equal("4.16.55", Assert.Single(Path("from=4.16.999").Reasons).Evidence.NearMatches[0]);

    [SharedDataFact]
    public void A_group_is_the_union_of_its_channels()
    {
        var releases = RealGraphs.Newest.ListReleases(Architecture.Default, "eus");
        var matrix = RealGraphs.Newest.Tabulate(Architecture.Default, "eus");

        Assert.Equal(
            RealGraphs.Newest.Graph().Nodes.Where(node => node.Channels.Any(channel => channel.StartsWith("eus-", StringComparison.Ordinal))).Select(node => node.Version.Text),
            releases.Releases.Reverse().Select(release => release.Version.Text));
        Assert.Equal(releases.Releases.Length, matrix.Versions.Length);
        Assert.All(Path("from=4.14.20&channel=eus").Best!.Hops, hop => Assert.StartsWith("eus-", hop.Channel, StringComparison.Ordinal));
    }

    private static Reply Ask(QuestionKind kind, string query) => RealGraphs.Newest.Ask(kind, QuestionParameters.Of(
        [.. query.Split('&').Select(pair => pair.Split('=')).Select(pair => (pair[0], (string?)pair[1]))]));

    private static PathAnswer Path(string query) => (PathAnswer)Ask(QuestionKind.Path, query).Answer!;

    private static RecommendationAnswer Advice(string query) => (RecommendationAnswer)Ask(QuestionKind.Recommended, query).Answer!;

    private static string Text(QuestionKind kind, string query) => Ask(kind, query).Answer!.Write(AnswerFormat.Text);
}

using System.Collections.Immutable;
using UpdateService.Graph.Versions;
using UpdateService.Planning.Explanations;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Recommendations;
using UpdateService.Planning.Writing;

namespace UpdateService.Planning.Tests.RealData;

/// <summary>What holds of every answer, asked of a sample of questions about the real data.</summary>
public sealed class QuestionSampleTests
{
    private const int Questions = 200;
    private const int Seed = 20260821;

    private static readonly ImmutableArray<string> Architectures = ["amd64", "amd64", "amd64", "arm64", "multi", "s390x"];

    [SharedDataFact]
    public void A_plan_sets_the_channel_first_tells_nothing_twice_and_says_why_it_is_none()
    {
        foreach (var question in Sample(Question))
        {
            var answer = RealGraphs.Newest.FindPath(question);

            Assert.All(answer.Plans.Where(plan => plan.Hops.Length > 0), plan => Assert.NotNull(plan.Hops[0].ChannelCommand));
            Assert.True(answer.Best is not null || answer.Reasons.Length > 0 || answer.Refusal is not null, question.ToString());
            if (answer.Refusal is null)
            {
                AssertToldOnce(answer, answer.Reasons, PlanWords.Notes(answer).Append(PlanWords.Headline(answer)));
            }
        }
    }

    [SharedDataFact]
    public void An_explanation_tells_nothing_twice()
    {
        foreach (var question in Sample((random, versions, architecture) => new ExplanationQuestion(Pick(random, versions), Pick(random, versions)) { Architecture = architecture }))
        {
            var answer = RealGraphs.Newest.Explain(question);

            Assert.NotEmpty(answer.Reasons);
            AssertToldOnce(answer, answer.Reasons, []);
        }
    }

    [SharedDataFact]
    public void Advice_tells_nothing_twice_and_agrees_with_plans_on_the_newest_of_a_minor()
    {
        foreach (var question in Sample((random, versions, architecture) => new RecommendationQuestion(Pick(random, versions)) { Architecture = architecture }))
        {
            var advice = RealGraphs.Newest.Recommend(question);
            AssertToldOnce(advice, advice.Reasons, PlanWords.Notes(advice));
            if (advice.Recommended is not { } update || update.Release.Minor() != MinorName.Of(question.Version))
            {
                continue;
            }

            var plan = RealGraphs.Newest.FindPath(new PathQuestion(question.Version, PathTarget.Of(update.Release.Minor())) { Architecture = question.Architecture, Channel = advice.Channel }).Best!;
            Assert.True(plan.Hops.Length > 1 || plan.UnacceptedRisks.Length > 0 || plan.Hops[^1].To == update.Release, $"{question}: {plan.Hops[^1].To.Version}, {update.Release.Version}");
        }
    }

    [SharedDataFact]
    public void No_release_is_said_to_lead_no_further_that_has_a_plan_to_the_next_minor()
    {
        foreach (var question in Sample((random, versions, architecture) => new PathQuestion(Pick(random, versions), PathTarget.Newest) { Architecture = architecture }))
        {
            var there = RealGraphs.Newest.FindPath(question with { To = PathTarget.Of(question.From) });
            if (there.Onward is { Next: { } next, NextMinor: { } leadsOn })
            {
                var onward = RealGraphs.Newest.FindPath(question with { To = PathTarget.Of(next) });
                Assert.True(leadsOn == (onward.Best is not null), $"{question.From} {question.Architecture} to {next}: {leadsOn}");
            }
        }
    }

    private static PathQuestion Question(Random random, ImmutableArray<ReleaseVersion> versions, Architecture architecture)
    {
        var (from, to) = (Pick(random, versions), Pick(random, versions));
        var target = random.Next(3) switch
        {
            0 => PathTarget.Newest,
            1 => PathTarget.Of(MinorName.Of(to)),
            _ => PathTarget.Of(to),
        };
        return new PathQuestion(from, target) { Architecture = architecture, Alternatives = random.Next(4) };
    }

    private static IEnumerable<T> Sample<T>(Func<Random, ImmutableArray<ReleaseVersion>, Architecture, T> make)
    {
        var random = new Random(Seed);
        for (var number = 0; number < Questions; number++)
        {
            var architecture = Architectures[random.Next(Architectures.Length)];
            ImmutableArray<ReleaseVersion> versions = [.. RealGraphs.Newest.Graph(architecture).Nodes.Select(node => node.Version)];
            yield return make(random, versions, Graphs.Arch(architecture));
        }
    }

    private static ReleaseVersion Pick(Random random, ImmutableArray<ReleaseVersion> versions) => versions[random.Next(versions.Length)];

    private static void AssertToldOnce(Answer answer, ImmutableArray<Reason> reasons, IEnumerable<string> notes)
    {
        var sentences = reasons.SelectMany(reason => new[] { reason.Message, reason.Next }).Concat(notes).ToList();

        Assert.True(sentences.Distinct(StringComparer.Ordinal).Count() == sentences.Count, answer.Write(AnswerFormat.Text));
        Assert.All(sentences, sentence => Assert.DoesNotContain("  ", sentence, StringComparison.Ordinal));
        Assert.NotEmpty(answer.Write(AnswerFormat.Text));
    }
}

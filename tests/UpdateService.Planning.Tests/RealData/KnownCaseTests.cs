using UpdateService.Graph.Cincinnati;
using UpdateService.Planning.Explanations;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Pictures;
using UpdateService.Planning.Questions;
using UpdateService.Planning.Recommendations;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.RealData;

/// <summary>Answers that are known from the field.</summary>
public sealed class KnownCaseTests
{
    [SharedDataFact]
    public void From_4_8_37_to_4_10_64_the_stop_is_4_9_59()
    {
        var answer = Ask(RealGraphs.Newest, "4.8.37", "4.10.64");

        Assert.Equal("4.9.59 4.10.64", Stops(answer.Best!));
        Assert.Equal(26, answer.Ties);
        Assert.Empty(answer.Best!.Risks);
        Assert.Equal("oc adm upgrade channel stable-4.9", answer.Best.Hops[0].ChannelCommand);
        Assert.Equal("oc adm upgrade channel stable-4.10", answer.Best.Hops[1].ChannelCommand);
    }

    [SharedDataFact]
    public void In_early_2026_the_way_from_4_18_to_4_20_has_three_named_risks_and_no_other_set_is_smaller()
    {
        var answer = Ask(RealGraphs.Early2026, "4.18.30", "4.20", "stable-4.20");

        Assert.Equal("4.19.21 4.20.10", Stops(answer.Best!));
        var reason = Assert.Single(answer.Reasons);
        Assert.Equal(ReasonKind.OnlyConditional, reason.Kind);
        Assert.Equal(
            ["ARO420UDRWorkerNodesFail HyperShiftRedundantRouter IPsecLargeClusterConnectivity"],
            reason.Evidence.RiskSets.Select(set => string.Join(' ', set)));
        Assert.Equal(reason.Evidence.RiskSets[0].AsEnumerable(), answer.Best!.UnacceptedRisks);
    }

    [SharedDataFact]
    public void Once_its_risks_are_accepted_the_same_plan_has_none_left_and_says_which_it_uses()
    {
        var question = Read("4.18.30", "4.20", "stable-4.20") with
        {
            Accept = ["ARO420UDRWorkerNodesFail", "HyperShiftRedundantRouter", "IPsecLargeClusterConnectivity", "HyperShiftRedundantRooter"],
        };

        var answer = RealGraphs.Early2026.FindPath(question);

        Assert.Equal("4.19.21 4.20.10", Stops(answer.Best!));
        Assert.Equal(3, answer.Best!.AcceptedRisks.Length);
        Assert.Empty(answer.Best.UnacceptedRisks);
        Assert.Empty(answer.Reasons);
        var unknown = Assert.Single(answer.UnknownRisks);
        Assert.Equal("HyperShiftRedundantRouter", unknown.NearMatches[0]);
    }

    [SharedDataFact]
    public void A_major_follows_the_last_minor()
    {
        var answer = Ask(RealGraphs.Newest, "4.22.0", "5.0");

        Assert.Equal("5.0.0-ec.6", Stops(answer.Best!));
        Assert.True(answer.IsWider);
        Assert.Empty(answer.Reasons); // A pre-release is never promoted, so nobody is told to wait for it.
    }

    [SharedDataFact]
    public void Going_back_is_refused()
    {
        foreach (var (from, to) in new[] { ("4.16.3", "4.16.2"), ("4.16.3", "4.14"), ("5.0.0-ec.1", "4.22.1") })
        {
            var answer = Ask(RealGraphs.Newest, from, to);
            Assert.Equal(RefusalKind.Rollback, answer.Refusal?.Kind);
            Assert.Equal(ReasonKind.RollbackNotSupported, Assert.Single(answer.Reasons).Kind);
            Assert.Empty(answer.Plans);
        }
    }

    [SharedDataFact]
    public void No_plan_uses_the_edge_that_passes_over_a_minor()
    {
        var answer = RealGraphs.Newest.FindPath(Read("4.14.30", "4.16.0-rc.5") with { Alternatives = 50 });

        Assert.NotEmpty(answer.Plans);
        Assert.All(answer.Plans.SelectMany(plan => plan.Hops), hop => Assert.InRange(hop.To.Version.Minor - hop.From.Version.Minor, 0UL, 1UL));
    }

    [SharedDataFact]
    public void A_plan_through_several_channels_says_when_to_change()
    {
        var best = Ask(RealGraphs.Newest, "4.14.20", "4.18").Best!;

        Assert.Equal("stable-4.16 stable-4.16 stable-4.18 stable-4.18", string.Join(' ', best.Hops.Select(hop => hop.Channel)));
        Assert.Equal([true, false, true, false], best.Hops.Select(hop => hop.ChannelCommand is not null));
        Assert.Equal(1, best.ChannelChanges);
    }

    [SharedDataFact]
    public void A_known_current_channel_is_kept_where_it_serves()
    {
        var best = RealGraphs.Newest.FindPath(Read("4.14.20", "4.14.30") with { CurrentChannel = "eus-4.16" }).Best!;

        Assert.Equal("eus-4.16", best.Hops[0].Channel);
        Assert.Null(best.Hops[0].ChannelCommand);
    }

    [SharedDataFact]
    public void Answers_repeat()
    {
        var question = Read("4.14.20", "4.18") with { Alternatives = 20 };

        Assert.Equal(
            RealGraphs.Newest.FindPath(question).Plans.Select(Stops),
            new Planner(RealGraphs.Newest.Graph, RealGraphs.Newest.Facts).FindPath(question).Plans.Select(Stops));
    }

    [SharedDataTheory]
    [InlineData("candidate-4.14", 396, 14_312)]
    [InlineData("eus-4.14", 326, 12_991)]
    [InlineData("stable-4.20", 176, 3_597)]
    [InlineData("stable-4.22", 98, 1_373)]
    public void The_skeleton_of_a_channel_is_small(string channel, int edges, int all)
    {
        var graph = RealGraphs.Newest.Graph();

        var reduction = TransitiveReduction.Of(new ChannelGraph(graph, graph.ChannelNodes[channel]));

        Assert.Equal((edges, all), (reduction.Edges.Length, reduction.AllEdges));
    }

    [SharedDataFact]
    public void A_cluster_is_told_its_newest_update_without_risks_and_the_move_to_several_architectures()
    {
        var answer = RealGraphs.Newest.Recommend(new RecommendationQuestion(Version("4.18.30")) { Channel = "stable-4.19" });

        Assert.NotNull(answer.Recommended);
        Assert.Equal(answer.Updates[0], answer.Recommended);
        Assert.Equal(answer.Updates.Select(update => update.Release.Version).OrderDescending(), answer.Updates.Select(update => update.Release.Version));
        Assert.All(answer.ConditionalUpdates, update => Assert.NotEmpty(update.Risks));
        Assert.Equal(("4.18.30", "multi"), (answer.MultiArchitecture!.Version.Text, answer.MultiArchitecture.Release.Architecture.Name));
        Assert.DoesNotContain("stable-4.19", answer.OtherChannels);
        Assert.Equal("stable-4.18", answer.OtherChannels[0]);
    }

    [SharedDataFact]
    public void An_update_over_a_minor_is_shown_but_not_recommended()
    {
        var answer = RealGraphs.Newest.Recommend(new RecommendationQuestion(Version("4.14.30")) { Channel = "candidate-4.16" });

        Assert.Contains(answer.Updates.Concat(answer.ConditionalUpdates), update => update is { CrossesMinors: true, Release.Version.Text: "4.16.0-rc.5" });
        Assert.NotEqual("4.16.0-rc.5", answer.Recommended?.Release.Version.Text);
    }

    private static PathQuestion Read(string from, string to, string? channel = null)
    {
        var reader = new QuestionReader(QuestionParameters.Of(("from", from), ("to", to), ("channel", channel)));
        return Assert.IsType<PathQuestion>(PathQuestion.Read(reader, new KnownNames(reader, null)));
    }

    private static PathAnswer Ask(Planner planner, string from, string to, string? channel = null) => planner.FindPath(Read(from, to, channel));

    private static string Stops(Plan plan) => string.Join(' ', plan.Hops.Select(hop => hop.To.Version.Text));
}

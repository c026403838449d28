using UpdateService.Planning.Explanations;
using UpdateService.Planning.Paths;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.RealData;

/// <summary>Every reason with a real pair of versions.</summary>
public sealed class ReasonTests
{
    [SharedDataTheory]
    [InlineData("4.18.99", "4.18.30", null, "amd64", ReasonKind.FromUnknown)]
    [InlineData("4.18.30", "4.18.99", null, "amd64", ReasonKind.ToUnknown)]
    [InlineData("4.13.40", "4.13.47", null, "amd64", ReasonKind.NotMirrored)]
    [InlineData("4.14.20", "4.15.22", "stable-4.14", "amd64", ReasonKind.NotInChannel)]
    [InlineData("4.20.30", "4.20.34", "stable-4.20", "amd64", ReasonKind.NotYetPromoted)]
    [InlineData("4.22.0", "5.0.0-ec.6", null, "amd64", ReasonKind.Recommended)]
    [InlineData("4.16.10", "4.16.10", null, "amd64", ReasonKind.AlreadyThere)]
    [InlineData("4.16.68", "4.18.52", null, "amd64", ReasonKind.SourceTooNew)]
    [InlineData("4.16.10", "4.16.68", "stable-4.16", "amd64", ReasonKind.NotInChannel)]
    [InlineData("4.2.10", "4.2.11", null, "amd64", ReasonKind.HardBlocked)]
    [InlineData("4.14.20", "4.16.3", null, "amd64", ReasonKind.OnlyConditional)]
    [InlineData("4.18.3", "4.19.20", "stable-4.19", "amd64", ReasonKind.SourceTooOld)]
    [InlineData("4.14.43", "4.15.20", "stable-4.15", "amd64", ReasonKind.SourceTooNew)]
    [InlineData("4.2.0", "4.3.0", null, "arm64", ReasonKind.ArchitectureMissing)]
    [InlineData("4.2.0", "4.3.0", null, "riscv64", ReasonKind.ArchitectureMissing)]
    [InlineData("4.14.30", "4.16.0-rc.5", null, "amd64", ReasonKind.CrossesMinors)]
    [InlineData("4.13.0", "4.20.0", null, "amd64", ReasonKind.CrossesMinors)]
    [InlineData("4.16.3", "4.14.20", null, "amd64", ReasonKind.RollbackNotSupported)]
    [InlineData("4.15.59", "4.15.67", "stable-4.15", "amd64", ReasonKind.DeadEnd)]
    [InlineData("4.20.30", "4.20.33", "stable-4.20", "amd64", ReasonKind.Recommended)]
    [InlineData("4.14.20", "4.15.22", null, "amd64", ReasonKind.Conditional)]
    public void A_pair_is_explained(string from, string to, string? channel, string architecture, ReasonKind kind)
    {
        var answer = Explain(from, to, channel, architecture);

        Assert.Contains(kind, answer.Reasons.Select(reason => reason.Kind));
        Assert.All(answer.Reasons, reason => Assert.True(reason.Message.Length > 10 && reason.Next.Length > 5));
    }

    [SharedDataFact]
    public void A_hard_block_is_named_by_file_and_pattern()
    {
        var reason = Explain("4.2.10", "4.2.11").Reasons.Single(reason => reason.Kind == ReasonKind.HardBlocked);

        Assert.Equal(("blocked-edges/4.2.11.yaml", ".*"), (reason.Evidence.File, reason.Evidence.Pattern));
    }

    [SharedDataFact]
    public void A_release_without_an_image_is_named_by_those_that_name_it() =>
        Assert.NotEmpty(Explain("4.13.40", "4.13.47").Reasons.Single(reason => reason.Kind == ReasonKind.NotMirrored).Evidence.NamedBy);

    [SharedDataFact]
    public void A_source_that_is_too_old_is_told_the_first_stop() =>
        Assert.Equal("4.18.29", Explain("4.18.3", "4.19.20", "stable-4.19").Reasons.Single(reason => reason.Kind == ReasonKind.SourceTooOld).Evidence.FirstStop);

    [SharedDataFact]
    public void A_source_that_is_too_new_is_told_what_the_target_takes_and_what_takes_it()
    {
        var evidence = Explain("4.14.43", "4.15.20", "stable-4.15").Reasons.Single(reason => reason.Kind == ReasonKind.SourceTooNew).Evidence;

        Assert.Equal(("4.14.31", "4.15.42"), (evidence.Newest, evidence.FirstStop));
    }

    [SharedDataFact]
    public void A_release_that_is_not_promoted_yet_is_told_where_it_is()
    {
        var evidence = Explain("4.20.30", "4.20.34", "stable-4.20").Reasons.Single(reason => reason.Kind == ReasonKind.NotYetPromoted).Evidence;

        Assert.Equal("fast-4.20 candidate-4.20", string.Join(' ', evidence.Channels));
        Assert.Equal("fast-4.20", evidence.Feeder);
    }

    [SharedDataFact]
    public void Every_path_that_is_not_found_has_a_reason()
    {
        var planner = RealGraphs.Newest;
        var graph = planner.Graph();
        var nodes = graph.ChannelNodes["stable-4.14"];
        for (var source = 0; source < nodes.Length; source += 7)
        {
            for (var target = source + 1; target < nodes.Length; target += 5)
            {
                var (from, to) = (graph.Nodes[nodes[source]].Version, graph.Nodes[nodes[target]].Version);
                var answer = planner.FindPath(new PathQuestion(from, PathTarget.Of(to)) { Channel = "stable-4.14" });
                Assert.True(answer.Best is { UnacceptedRisks.IsEmpty: true } || !answer.Reasons.IsEmpty, $"{from} {to}");
                Assert.NotEmpty(planner.Explain(new ExplanationQuestion(from, to) { Channel = "stable-4.14" }).Reasons);
            }
        }
    }

    private static ExplanationAnswer Explain(string from, string to, string? channel = null, string architecture = "amd64") =>
        RealGraphs.Newest.Explain(new ExplanationQuestion(Version(from), Version(to)) { Channel = channel, Architecture = Arch(architecture) });
}

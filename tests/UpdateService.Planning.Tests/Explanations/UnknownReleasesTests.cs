using UpdateService.Planning.Explanations;
using UpdateService.Planning.Facts;
using UpdateService.Planning.Paths;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Explanations;

/// <summary>Versions and architectures that the graph does not have.</summary>
public sealed class UnknownReleasesTests
{
    private static readonly Sketch Known = new() { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.1+arm64"), Release("4.1.5+arm64"), Release("4.1.5+multi") };

    [Fact]
    public void An_architecture_without_releases_is_told_those_that_have_some()
    {
        var reason = Assert.Single(Reasons(Known, "4.1.0", "4.1.1", "riscv64"));

        Assert.Equal("ArchitectureMissing: No release is there for the architecture riscv64; there are amd64, arm64, multi. -> Ask for an architecture that is there, or mirror releases of this one.", Words(reason));
        Assert.Equal(("riscv64", "amd64 arm64 multi", "quay.example"), (reason.Evidence.Architecture, string.Join(' ', reason.Evidence.Architectures), string.Join(' ', reason.Evidence.Sources)));
    }

    [Fact]
    public void A_release_of_other_architectures_is_told_which()
    {
        var reason = Assert.Single(Reasons(Known, "4.1.0", "4.1.5"));

        Assert.Equal(
            "ArchitectureMissing: 4.1.5 is there for arm64, multi, but not for amd64. -> Ask for the architecture of the cluster's payload, or mirror the release for this one.",
            Words(reason));
        Assert.Equal(("4.1.5", "amd64", "arm64 multi"), (reason.Evidence.Version, reason.Evidence.Architecture, string.Join(' ', reason.Evidence.Architectures)));
    }

    [Fact]
    public void Both_ends_are_told_and_one_that_is_both_once()
    {
        Assert.Equal([ReasonKind.FromUnknown, ReasonKind.ToUnknown], Reasons(Known, "4.1.7", "4.1.8").Select(reason => reason.Kind));
        Assert.Equal([ReasonKind.FromUnknown], Reasons(Known, "4.1.7", "4.1.7").Select(reason => reason.Kind));
        Assert.EndsWith("-> Check the version (oc get clusterversion); a release of one's own needs an entry in a catalogue.", Words(Reasons(Known, "4.1.7", "4.1.0")[0]), StringComparison.Ordinal);
        Assert.EndsWith("-> Check the version; a release of one's own needs an entry in a catalogue.", Words(Reasons(Known, "4.1.0", "4.1.7")[0]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "4.1.7", "; the newest in stable-4.1 is 4.1.0.")]
    [InlineData("fast-4.1", "4.1.7", "; the newest in fast-4.1 is 4.1.1.")]
    [InlineData("fast-4.2", "4.1.7", "; the newest in fast-4.2 is 4.1.1.")]
    [InlineData("fast-4.2", "4.2.7", "; the newest in fast-4.2 is 4.2.0.")]
    [InlineData("fast-4.1", "4.2.7", "; the newest in fast-4.2 is 4.2.0.")]
    [InlineData("none-4.1", "4.1.7", "; the newest in stable-4.1 is 4.1.0.")]
    [InlineData(null, "4.3.7", "; the newest in candidate-4.3 is 4.3.0.")]
    [InlineData(null, "4.4.7", " it.")]
    public void The_newest_of_the_minor_is_told_of_the_channel_or_else_of_the_preferred_one_of_that_minor(string? channel, string to, string end)
    {
        var sketch = new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.2.0").From("4.1.1"), Release("4.3.0").From("4.2.0"),
            Channel("fast-4.1", "4.1.0", "4.1.1"), Channel("stable-4.1", "4.1.0"), Channel("fast-4.2", "4.1.0", "4.1.1", "4.2.0"),
            Channel("candidate-4.3", "4.2.0", "4.3.0"), Channel("stable-4.4", "4.3.0"),
        };

        Assert.EndsWith(end, Assert.Single(Reasons(sketch, "4.1.0", to, channel: channel)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4.2.33", "4.2.11 4.2.3 4.1.13")] // 4.1.13 is as near by its letters as 4.2.11, and nobody on 4.2 means it.
    [InlineData("4.2.113", "4.2.11 4.2.3 4.1.13")]
    [InlineData("4.3.3", "4.1.3 4.2.3 4.1.0")]
    public void Releases_of_the_same_minor_are_nearer_than_any_other(string to, string near)
    {
        var sketch = new Sketch { Release("4.1.0"), Release("4.1.3"), Release("4.1.13"), Release("4.2.3"), Release("4.2.11") };

        Assert.Equal(near, string.Join(' ', Assert.Single(Reasons(sketch, "4.1.0", to)).Evidence.NearMatches));
    }

    [Fact]
    public void A_release_without_an_image_is_told_all_that_names_it_for_the_architecture()
    {
        var sketch = new Sketch
        {
            Release("4.1.0"), Release("4.1.2").From("4.1.1"), Release("4.1.3").From("4.1.1"), Release("4.0.9").To("4.1.1"),
            Channel("fast-4.1", "4.1.0", "4.1.1"), Channel("stable-4.1", "4.1.0", "4.1.1+amd64"), Channel("eus-4.1", "4.1.0", "4.1.1+arm64"),
        };
        var reason = Assert.Single(Reasons(sketch, "4.1.0", "4.1.1"));
        var byChannel = Assert.Single(Reasons(new Sketch { Release("4.1.0"), Channel("stable-4.1", "4.1.1", "4.1.0") }, "4.1.0", "4.1.1"));
        var byRelease = Assert.Single(Reasons(new Sketch { Release("4.1.0"), Release("4.1.2").From("4.1.1"), Channel("stable-4.1", "4.1.0") }, "4.1.0", "4.1.1"));

        Assert.Equal(
            "NotMirrored: 4.1.1 is named by the channel stable-4.1 (and 1 more) and the release 4.1.3 (and 2 more), but no configured source has its image. -> Mirror 4.1.1 into one of the sources, or add a source that has it.",
            Words(reason));
        Assert.Equal(("4.1.1", "stable-4.1 fast-4.1", "4.1.3 4.1.2 4.0.9"), (reason.Evidence.Version, string.Join(' ', reason.Evidence.Channels), string.Join(' ', reason.Evidence.NamedBy)));
        Assert.Equal("4.1.1 is named by the channel stable-4.1, but no configured source has its image.", byChannel.Message);
        Assert.Equal("4.1.1 is named by the release 4.1.2, but no configured source has its image.", byRelease.Message);
    }

    [Fact]
    public void A_release_that_is_left_out_for_another_architecture_has_no_image_for_this_one()
    {
        var removed = Release("4.1.1+arm64").With(MetadataKeys.Remove, "true");
        var sketch = new Sketch { Release("4.1.0"), Release("4.1.2").From("4.1.1"), removed, Channel("stable-4.1", "4.1.0", "4.1.2") };
        var unnamed = new Sketch { Release("4.1.0"), removed, Channel("stable-4.1", "4.1.0", "4.1.1+arm64") };

        var byRelease = Assert.Single(Reasons(sketch, "4.1.0", "4.1.1"));
        sketch.Add(Channel("fast-4.1", "4.1.1"));
        var byBoth = Assert.Single(Reasons(sketch, "4.1.0", "4.1.1"));

        Assert.Equal((ReasonKind.NotMirrored, "4.1.1 is named by the release 4.1.2, but no configured source has its image for amd64."), (byRelease.Kind, byRelease.Message));
        Assert.Equal("4.1.1 is named by the channel fast-4.1 and the release 4.1.2, but no configured source has its image for amd64.", byBoth.Message);
        Assert.StartsWith("ToUnknown: 4.1.1 is not known: nothing that is served has it, and nothing names it", Words(Assert.Single(Reasons(unnamed, "4.1.0", "4.1.1"))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_release_that_is_left_out_for_one_architecture_is_told_for_that_one_only()
    {
        var sketch = new Sketch
        {
            Release("4.1.0"), Release("4.1.0+arm64"), Release("4.1.1"), Release("4.1.1+arm64").With(MetadataKeys.Remove, "true").Line(7),
            Release("4.1.2").Payload(Release("4.1.0").Payload).Line(8), Release("4.1.2+arm64"),
        };

        Assert.StartsWith("ToUnknown: 4.1.1 is left out of the graph: ", Words(Assert.Single(Reasons(sketch, "4.1.0", "4.1.1", "arm64"))), StringComparison.Ordinal);
        Assert.EndsWith("-> Check releases.jsonl:7.", Words(Assert.Single(Reasons(sketch, "4.1.0", "4.1.1", "arm64"))), StringComparison.Ordinal);
        Assert.EndsWith("-> Check releases.jsonl:8.", Words(Assert.Single(Reasons(sketch, "4.1.0", "4.1.2"))), StringComparison.Ordinal);
        Assert.Equal(ReasonKind.DeadEnd, Assert.Single(Reasons(sketch, "4.1.0", "4.1.1")).Kind);
        Assert.Equal(ReasonKind.DeadEnd, Assert.Single(Reasons(sketch, "4.1.0", "4.1.2", "arm64")).Kind);
    }

    [Fact]
    public void Of_many_stops_that_are_not_known_the_first_ten_are_told()
    {
        var via = Enumerable.Range(1, 12).Select(patch => Version($"4.1.{patch}"));
        var question = new PathQuestion(Version("4.1.0"), PathTarget.Of(Version("4.1.99"))) { Via = [.. via] };
        var answer = PlannerOf(new Sketch { Release("4.1.0"), Release("4.1.99").From("4.1.0") }).FindPath(question);
        Assert.Equal(via.Take(10).Select(version => version.Text), answer.Reasons.Select(reason => reason.Evidence.Version));
    }

    [Fact]
    public void A_target_that_can_mean_nothing_is_told_so_with_the_minors_that_there_are()
    {
        var sketch = new Sketch
        {
            Release("4.9.0"), Release("4.10.0").From("4.9.0"), Release("4.11.0").From("4.10.0"), Release("4.11.1").From("4.11.0"), Release("4.12.0-rc.1").From("4.11.0"),
            Channel("stable-4.1", "4.9.0", "4.10.0", "4.11.0", "4.11.1", "4.12.0-rc.1"),
        };
        var minor = Assert.Single(Find(sketch, "4.9.0", PathTarget.Of(new MinorName(4, 13)), null));
        var later = Assert.Single(Find(sketch, "4.12.0-rc.1", PathTarget.Newest, null));

        Assert.Equal("ToUnknown: There is no release of 4.13 for amd64. -> Name a version, or a channel that has later releases.", Words(minor));
        Assert.Equal(("4.13", "4.12 4.11 4.10"), (minor.Evidence.Version, string.Join(' ', minor.Evidence.NearMatches)));
        Assert.Equal("ToUnknown: There is no release of 4.13 in stable-4.1 for amd64. -> Name a version, or a channel that has later releases.", Words(Find(sketch, "4.9.0", PathTarget.Of(new MinorName(4, 13)), "stable-4.1")[0]));
        Assert.Equal("UpToDate: 4.12.0-rc.1 is the newest release in stable channels. -> Wait for the next release.", Words(later));
        Assert.Empty(later.Evidence.NearMatches);
    }

    [Fact]
    public void A_minor_that_the_channel_does_not_have_is_told_with_the_channels_that_have_it()
    {
        var sketch = new Sketch
        {
            Release("4.1.0"), Release("4.2.0").From("4.1.0"), Release("4.3.0").From("4.2.0"), Release("4.4.0").From("4.3.0"),
            Channel("stable-4.2", "4.1.0", "4.2.0"), Channel("fast-4.3", "4.2.0", "4.3.0"), Channel("stable-4.3", "4.2.0", "4.3.0"), Channel("stable-4.4", "4.4.0"),
        };

        var reason = Assert.Single(Find(sketch, "4.1.0", PathTarget.Of(new MinorName(4, 3)), "stable-4.2"));

        Assert.Equal("ToUnknown: There is no release of 4.3 in stable-4.2 for amd64. -> Leave out the channel, or name one that has 4.3, such as stable-4.3.", Words(reason));
        Assert.Equal(("stable-4.3 fast-4.3", "4.2 4.1"), (string.Join(' ', reason.Evidence.Channels), string.Join(' ', reason.Evidence.NearMatches)));
    }

    private static string Words(Reason reason) => $"{reason.Kind}: {reason.Message} -> {reason.Next}";

    private static IReadOnlyList<Reason> Reasons(Sketch sketch, string from, string to, string architecture = "amd64", string? channel = null) =>
        PlannerOf(sketch).Explain(new ExplanationQuestion(Version(from), Version(to)) { Architecture = Arch(architecture), Channel = channel }).Reasons;

    private static IReadOnlyList<Reason> Find(Sketch sketch, string from, PathTarget to, string? channel) =>
        PlannerOf(sketch).FindPath(new PathQuestion(Version(from), to) { Channel = channel }).Reasons;

    private static Planner PlannerOf(Sketch sketch)
    {
        var build = sketch.Build().Build;
        return new Planner(build.Graph, new PlanningFacts(sketch.Inputs, build) { Sources = ["quay.example"] });
    }
}

using UpdateService.Planning.Explanations;
using UpdateService.Planning.Facts;
using UpdateService.Planning.Releases;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Releases;

/// <summary>What is told of single releases, and lists of them.</summary>
public sealed class ReleaseAnswerTests
{
    private static readonly Sketch Sketch = new()
    {
        Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.1"), Release("4.1.3").From("4.1.1"), Release("4.1.4").From("4.1.1"),
        Release("4.1.1+s390x"), Release("4.1.1+arm64"), Release("4.1.2+ppc64le"),
        Channel("candidate-4.1", "4.1.0", "4.1.1", "4.1.3"), Channel("eus-4.1", "4.1.1"), Channel("fast-4.1", "4.1.1", "4.1.2"), Channel("stable-4.1", "4.1.1"), Channel("stable-4.2", "4.1.4"),
    };

    [Fact]
    public void A_release_has_its_channels_by_preference_and_the_updates_of_all_of_them_newest_first()
    {
        var answer = Describe("4.1.1");

        Assert.Equal("stable-4.1 eus-4.1 fast-4.1 candidate-4.1", string.Join(' ', answer.Channels));
        Assert.Equal("4.1.3 4.1.2", string.Join(' ', answer.Targets.Select(update => update.Release.Version)));
        Assert.Equal("4.1.0", string.Join(' ', answer.Sources.Select(update => update.Release.Version)));
        Assert.Empty(answer.Reasons);
    }

    [Theory]
    [InlineData("4.1.1", "amd64", "arm64 s390x")]
    [InlineData("4.1.1", "arm64", "amd64 s390x")]
    [InlineData("4.1.0", "amd64", "")]
    [InlineData("4.1.0", "arm64", "amd64")]
    [InlineData("4.1.1", "multi", "amd64 arm64 s390x")]
    public void The_other_architectures_that_have_the_version_are_told_whether_this_one_has_it_or_not(string version, string architecture, string others) =>
        Assert.Equal(others, string.Join(' ', Describe(version, architecture).OtherArchitectures));

    [Theory]
    [InlineData("4.1.9", "amd64", ReasonKind.FromUnknown)]
    [InlineData("4.1.1", "multi", ReasonKind.ArchitectureMissing)]
    public void A_release_that_is_not_there_has_a_reason_instead(string version, string architecture, ReasonKind kind)
    {
        var answer = Describe(version, architecture);

        Assert.Null(answer.Release);
        Assert.Equal(kind, Assert.Single(answer.Reasons).Kind);
    }

    [Theory]
    [InlineData("amd64", null, "4.1.4 4.1.3 4.1.2 4.1.1 4.1.0")]
    [InlineData("amd64", "candidate-4.1", "4.1.3 4.1.1 4.1.0")]
    [InlineData("amd64", "stable-9.9", "")]
    [InlineData("multi", null, "")]
    public void A_list_is_of_an_architecture_or_of_one_of_its_channels_newest_first(string architecture, string? channel, string versions) =>
        Assert.Equal(versions, string.Join(' ', Planner().ListReleases(Arch(architecture), channel).Releases.Select(release => release.Version)));

    private static ReleaseAnswer Describe(string version, string architecture = "amd64") => Planner().Describe(Version(version), Arch(architecture));

    private static Planner Planner()
    {
        var build = Sketch.Build().Build;
        return new Planner(build.Graph, new PlanningFacts(Sketch.Inputs, build));
    }
}

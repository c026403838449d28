using UpdateService.Planning.Facts;
using UpdateService.Planning.Recommendations;
using UpdateService.Planning.Writing;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Writing;

/// <summary>Advice, single releases and lists of them, whole.</summary>
public sealed class AdviceTextTests
{
    internal static readonly Planner Planner = PlannerOf(new Sketch
    {
        Release("4.1.0"), Release("4.1.1").From("4.1.0").With("url", "https://example.com/errata"), Release("4.1.2").From("4.1.0"), Release("4.1.3").From("4.1.0"), Release("4.3.0").From("4.1.0"),
        Release("4.1.0+multi"), Release("4.1.1+arm64"), Release("4.9.0"),
        Guard("4.1.2", Risk("Known")), Guard("4.1.3", Risk("Known")), Guard("4.1.3", Risk("Slow")), Block("4.1.1", "4[.]0[.]9"),
        Channel("stable-4.1", "4.1.0", "4.1.1", "4.1.2", "4.1.3", "4.3.0"), Channel("fast-4.1", "4.1.0", "4.1.1"), Channel("candidate-4.1", "4.1.0"),
    });

    [Fact]
    public void Advice_has_all_updates_the_other_channels_and_the_move_to_several_architectures() => AssertText(
        $"""
        4.1.0 (amd64) in stable-4.1
        Recommended: 4.1.2
          {PayloadOf("4.1.2+amd64")}

        4.1.2 is the newest release of stable-4.1 that 4.1.0 may be updated to, with accepted risks (Known).
          -> Update to 4.1.2.

        Updates:
          4.3:
            4.3.0: passes over a minor: no plan uses it
          4.1: 4.1.1

        Updates with risks:
          4.1:
            4.1.3: Known (accepted), Slow
            4.1.2: Known (accepted)

        Other channels: fast-4.1, candidate-4.1

        The cluster can move to several architectures with 4.1.0:
          {PayloadOf("4.1.0+multi")}

        4.1.2 has no way on to 4.3 yet.

        No update carries a risk named Knwn; near: Known.

        """,
        Planner.Recommend(new RecommendationQuestion(Version("4.1.0")) { Accept = ["Known", "Knwn"] }));

    [Theory]
    [InlineData("4.3.0", "4.3.0 (amd64) in stable-4.1\n\nUpToDate: 4.3.0 is the newest release of stable-4.1.\n  -> Wait for the next release.\n")]
    [InlineData("4.9.0", "4.9.0 (amd64)\n\nNotInChannel: 4.9.0 is in no channel at all.\n  -> Add the release to a channel, or ask about one that is in a channel.\n")]
    public void Advice_without_an_update_is_the_reason(string version, string text) => AssertText(text, Planner.Recommend(new RecommendationQuestion(Version(version))));

    [Theory]
    [InlineData("4.1.0", "Channels: stable-4.1, fast-4.1, candidate-4.1\n\nMay be updated to:\n  4.3:\n    4.3.0: passes over a minor: no plan uses it\n  4.1:\n    4.1.3: Known, Slow\n    4.1.2: Known\n    4.1.1\n")]
    [InlineData("4.1.1", "https://example.com/errata\nChannels: stable-4.1, fast-4.1\nHard-blocked by blocked-edges/4.1.1.yaml:1 from 4[.]0[.]9\n\nMay be updated from:\n  4.1: 4.1.0\n")]
    [InlineData("4.9.0", "Channels: none\n")]
    public void A_release_has_its_channels_blocks_and_updates(string version, string text) =>
        AssertText($"{version} (amd64)\n{PayloadOf($"{version}+amd64")}\n{text}", Planner.Describe(Version(version), Architecture.Default));

    [Fact]
    public void A_release_that_is_not_there_is_the_reason() => AssertText(
        """
        4.9.1 (amd64)

        FromUnknown: 4.9.1 is not known: nothing that is served has it, and nothing names it.
          near: 4.9.0, 4.1.1, 4.1.0
          -> Check the version (oc get clusterversion); a release of one's own needs an entry in a
             catalogue.

        """,
        Planner.Describe(Version("4.9.1"), Architecture.Default));

    [Fact]
    public void Releases_are_listed_with_their_payloads() => AssertText(
        $"""
        RELEASE  PAYLOAD
        4.1.1    {PayloadOf("4.1.1+amd64")}
        4.1.0    {PayloadOf("4.1.0+amd64")}

        """,
        Planner.ListReleases(Architecture.Default, "fast-4.1"));

    [Fact]
    public void A_table_has_a_line_for_each_release_with_its_newest_updates() => AssertText(
        """
        FROM   UPDATES  NEWEST  CONDITIONAL  NEWEST CONDITIONAL
        4.1.0  2        4.3.0   2            4.1.3
        4.1.1  0        -       0            -
        4.1.2  0        -       0            -
        4.1.3  0        -       0            -
        4.3.0  0        -       0            -

        """,
        Planner.Tabulate(Architecture.Default, "stable-4.1"));

    [Fact]
    public void A_channel_without_an_image_has_no_oldest_and_no_newest() => AssertText(
        """
        CHANNEL     OLDEST  NEWEST  RELEASES  UPDATES  CONDITIONAL  NOT MIRRORED
        stable-4.1  -       -       0         0        0            2

        """,
        PlannerOf(new Sketch { Release("4.2.0"), Channel("stable-4.1", "4.1.0", "4.1.1") }).ListChannels(Architecture.Default));

    [Fact]
    public void The_tables_of_documents_name_their_columns()
    {
        Assert.StartsWith("| RELEASE | PAYLOAD |\n|---|---|\n| 4.3.0 | ", Planner.ListReleases(Architecture.Default, "stable-4.1").Write(AnswerFormat.Markdown), StringComparison.Ordinal);
        Assert.StartsWith("| CHANNEL | OLDEST | NEWEST | RELEASES | UPDATES | CONDITIONAL | NOT MIRRORED |\n|---|", Planner.ListChannels(Architecture.Default).Write(AnswerFormat.Markdown), StringComparison.Ordinal);
    }

    private static void AssertText(string text, Answer answer) => Assert.Equal(text, answer.Write(AnswerFormat.Text, new WritingOptions { Width = 100 }));

    internal static Planner PlannerOf(Sketch sketch)
    {
        var build = sketch.Build().Build;
        return new Planner(build.Graph, new PlanningFacts(sketch.Inputs, build));
    }
}

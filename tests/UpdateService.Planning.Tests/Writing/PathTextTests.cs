using UpdateService.Planning.Explanations;
using UpdateService.Planning.Facts;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Writing;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Writing;

/// <summary>Plans and explanations whole, in words and as documents.</summary>
public sealed class PathTextTests
{
    internal static readonly Planner Planner = PlannerOf(new Sketch
    {
        Release("4.1.0"), Release("4.1.1").From("4.1.0").With("url", "https://example.com/errata"), Release("4.1.2").From("4.1.0", "4.1.1"),
        Guard("4.1.2", "4[.]1[.]0", Risk("Slow")), Guard("4.1.2", "4[.]1[.]1", Risk("Known")),
    });

    private static readonly PathAnswer Traded = Planner.FindPath(Question("4.1.0", "4.1.2") with { Accept = ["Known"], Alternatives = 3, CurrentChannel = Sketch.Everything });

    [Fact]
    public void An_alternative_follows_the_best_plan_and_accepted_risks_are_marked() => Assert.Equal(
        $"""
        4.1.0 to 4.1.2 (amd64): 2 updates, risks Known, all accepted.

        1. stay in stable-4.1
           update 4.1.0 to 4.1.1
           {PayloadOf("4.1.1+amd64")}
           https://example.com/errata

        2. stay in stable-4.1
           update 4.1.1 to 4.1.2
           {PayloadOf("4.1.2+amd64")}
           accepted risk Known: Known may happen.
             https://example.com/Known

        Alternative 1, more risks for fewer updates: 1 update, risks to accept: Slow.

        1. stay in stable-4.1
           update 4.1.0 to 4.1.2
           {PayloadOf("4.1.2+amd64")}
           ! risk Slow: Slow may happen.
             https://example.com/Slow

        """,
        Traded.Write(AnswerFormat.Text));

    [Fact]
    public void A_document_has_the_same_plans() => Assert.Equal(
        $"""
        # Update from 4.1.0 to 4.1.2 (amd64)

        2 updates, risks Known, all accepted

        1. Update 4.1.0 to **4.1.1** in `stable-4.1`
           * payload: `{PayloadOf("4.1.1+amd64")}`
           * errata: https://example.com/errata

        2. Update 4.1.1 to **4.1.2** in `stable-4.1`
           * payload: `{PayloadOf("4.1.2+amd64")}`
           * accepted risk Known: Known may happen. https://example.com/Known

        ## Alternative 1: more risks for fewer updates

        1 update, risks to accept: Slow

        1. Update 4.1.0 to **4.1.2** in `stable-4.1`
           * payload: `{PayloadOf("4.1.2+amd64")}`
           * **risk** Slow: Slow may happen. https://example.com/Slow

        """,
        Traded.Write(AnswerFormat.Markdown));

    [Fact]
    public void A_document_has_the_command_where_the_channel_is_to_be_changed() => Assert.Contains(
        "\n1. Update 4.1.0 to **4.1.1** in `stable-4.1`\n   * channel: `oc adm upgrade channel stable-4.1`\n   * payload: `registry",
        Planner.FindPath(Question("4.1.0", "4.1.1")).Write(AnswerFormat.Markdown),
        StringComparison.Ordinal);

    [Fact]
    public void A_document_tells_names_that_nothing_has_and_bounds_that_were_met()
    {
        var answer = Planner.FindPath(Question("4.1.0", "4.1.2") with { Accept = ["Knwon"] }) with { IsComplete = false, IsWider = true, Streams = ["stable", "fast"] };

        var document = answer.Write(AnswerFormat.Markdown);

        Assert.Contains("\nNo update carries a risk named Knwon; near: Known.\n", document, StringComparison.Ordinal);
        Assert.Contains("\nThe search reached its limits: there may be better plans.\n", document, StringComparison.Ordinal);
        Assert.Contains("\nStable channels have no plan; this one was found in stable and fast channels.\n", document, StringComparison.Ordinal);
    }

    [Fact]
    public void The_json_of_a_plan_in_less_proven_channels_says_so() => Assert.Contains(
        "\"streams\":[\"stable\",\"fast\"],\"widerChannels\":true,",
        PlannerOf(new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Channel("stable-4.1", "4.1.0"), Channel("fast-4.1", "4.1.0", "4.1.1") }).FindPath(Question("4.1.0", "4.1.1")).Write(AnswerFormat.Json),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("", "null")]
    [InlineData("4.1", "\"4.1\"")]
    public void Where_there_is_no_plan_the_json_has_what_was_asked_for(string to, string written)
    {
        var question = new PathQuestion(Version("4.1.9"), MinorName.TryParse(to, out var minor) ? PathTarget.Of(minor) : PathTarget.Newest);

        Assert.StartsWith($"{{\"from\":\"4.1.9\",\"to\":{written},\"arch\":\"amd64\",\"channel\":null,\"plans\":[],", Planner.FindPath(question).Write(AnswerFormat.Json), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4.1.2", null, "4.1.2 (amd64): nothing to do.\n\nUpToDate: 4.1.2 is the newest release in stable channels.\n  -> Wait for the next release.\n", "# Update from 4.1.2 to the newest release (amd64)\n\nNothing to do.\n\n**UpToDate**: 4.1.2 is the newest release in stable channels. Wait for the next release.\n")]
    [InlineData("4.1.2", "4.1.0", "4.1.0 is below 4.1.2, and a cluster does not go back to an earlier version.\n", "# Update from 4.1.2 to 4.1.0 (amd64)\n\n4.1.0 is below 4.1.2, and a cluster does not go back to an earlier version.\n")]
    [InlineData(
        "4.1.2",
        "4.1.3",
        "No plan leads from 4.1.2 to 4.1.3 (amd64).\n\nToUnknown: 4.1.3 is not known: nothing that is served has it, and nothing names it; the newest in stable-4.1 is 4.1.2.\n  near: 4.1.2, 4.1.1, 4.1.0\n  -> Check the version; a release of one's own needs an entry in a catalogue.\n",
        "# Update from 4.1.2 to 4.1.3 (amd64)\n\nThere is no plan.\n\n**ToUnknown**: 4.1.3 is not known: nothing that is served has it, and nothing names it; the newest in stable-4.1 is 4.1.2. Check the version; a release of one's own needs an entry in a catalogue.\n")]
    public void Where_there_is_nothing_to_do_the_answer_says_why(string from, string? to, string text, string document)
    {
        var answer = Planner.FindPath(new PathQuestion(Version(from), to is null ? PathTarget.Newest : PathTarget.Of(Version(to))));

        Assert.Equal(text, answer.Write(AnswerFormat.Text, new WritingOptions { Width = 200 }));
        Assert.Equal(document, answer.Write(AnswerFormat.Markdown));
    }

    [Fact]
    public void An_explanation_tells_the_evidence_that_its_sentence_does_not()
    {
        var evidence = new Evidence { Version = "4.1.1", Channels = ["a", "b"], Sources = ["c"], NearMatches = ["d"], File = "e.yaml", Line = 3, Pattern = "f.*", RiskSets = [["G"], ["H", "I"]] };
        var question = new ExplanationQuestion(Version("4.1.0"), Version("4.1.1")) { Channel = "stable-4.1" };
        var answer = new ExplanationAnswer(question, [new Reason(ReasonKind.HardBlocked, "So it is.", evidence, "Wait.")]) { IsComplete = false, UnknownRisks = [new UnknownName("X", [])] };

        Assert.Equal(
            """
            4.1.0 to 4.1.1 in stable-4.1, amd64:

            HardBlocked: So it is.
              channels: a, b
              sources asked: c
              near: d
              e.yaml:3: f.*
              or: H, I
              -> Wait.

            The search reached its limits: there may be better plans.

            No update carries a risk named X.

            """,
            answer.Write(AnswerFormat.Text));
    }

    private static PathQuestion Question(string from, string to) => new(Version(from), PathTarget.Of(Version(to)));

    private static Planner PlannerOf(Sketch sketch)
    {
        var build = sketch.Build().Build;
        return new Planner(build.Graph, new PlanningFacts(sketch.Inputs, build));
    }
}

using UpdateService.Planning.Facts;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Writing;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Writing;

/// <summary>All plans of an answer in one diagram.</summary>
public sealed class PathDiagramsTests
{
    [Fact]
    public void Without_a_plan_comments_say_why()
    {
        var answer = new Planner(new Sketch { Release("4.1.0"), Release("4.1.1") }.Build().Build.Graph, PlanningFacts.None)
            .FindPath(new PathQuestion(Version("4.1.0"), PathTarget.Of(Version("4.1.1"))));
        var reason = Assert.Single(answer.Reasons);

        Assert.Equal($"flowchart LR\n  n0[\"4.1.0\"]\n  %% {reason.Message} {reason.Next}\n", answer.Write(AnswerFormat.Mermaid));
        Assert.EndsWith($"  // {reason.Message} {reason.Next}\n}}\n", answer.Write(AnswerFormat.Dot), StringComparison.Ordinal);
    }

    [Fact]
    public void The_best_plan_is_thick_and_what_has_risks_is_dashed()
    {
        var question = new PathQuestion(Version("4.1.0"), PathTarget.Of(Version("4.1.3"))) { Accept = ["Known"], Alternatives = 5 };
        var answer = new Planner(
            new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.0", "4.1.1"), Release("4.1.3").From("4.1.1", "4.1.2"), Guard("4.1.3", "4[.]1[.]1", Risk("Slow")), Guard("4.1.3", "4[.]1[.]2", Risk("Known")) }.Build().Build.Graph,
            PlanningFacts.None).FindPath(question);

        Assert.Equal(
            """
            flowchart LR
              n0["4.1.0"]
              n1["4.1.2"]
              n2["4.1.3"]
              n3["4.1.1"]
              n0 ==>|"stable-4.1"| n1
              n1 -.->|"stable-4.1: Known (accepted)"| n2
              n0 -->|"stable-4.1"| n3
              n3 -->|"stable-4.1"| n1
              n3 -.->|"stable-4.1: Slow"| n2

            """,
            answer.Write(AnswerFormat.Mermaid));
        Assert.Equal(
            """
            digraph plan {
              rankdir=LR;
              node [shape=box];
              n0 [label="4.1.0"];
              n1 [label="4.1.2"];
              n2 [label="4.1.3"];
              n3 [label="4.1.1"];
              n0 -> n1 [label="stable-4.1", penwidth=2];
              n1 -> n2 [label="stable-4.1: Known (accepted)", style=dashed, penwidth=2];
              n0 -> n3 [label="stable-4.1"];
              n3 -> n1 [label="stable-4.1"];
              n3 -> n2 [label="stable-4.1: Slow", style=dashed];
            }

            """,
            answer.Write(AnswerFormat.Dot));
    }

    [Fact]
    public void Signs_of_the_diagram_s_language_are_quoted()
    {
        var (from, to) = (new GraphNode(Release("4.1.0"), [], []), new GraphNode(Release("4.1.1"), [], []));
        var hop = new Hop(from, to, "a\"#<>&`;\\\n", null, [new HopRisk(Risk("B"), false), new HopRisk(Risk("C"), false)]);
        var answer = new PathAnswer { Question = new PathQuestion(Version("4.1.0"), PathTarget.Newest), Plans = [new Plan([hop], PlanKind.Best)] };

        Assert.Contains("|\"a#34;#35;#60;#62;#38;#96;#59;\\ : B, C\"|", answer.Write(AnswerFormat.Mermaid), StringComparison.Ordinal);
        Assert.Contains("[label=\"a\\\"#<>&`;\\\\ : B, C\", style", answer.Write(AnswerFormat.Dot), StringComparison.Ordinal);
    }
}

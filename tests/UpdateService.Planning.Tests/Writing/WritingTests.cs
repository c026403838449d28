using System.Text.Json;
using System.Xml.Linq;
using UpdateService.Graph.Risks;
using UpdateService.Planning.Explanations;
using UpdateService.Planning.Facts;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Pictures;
using UpdateService.Planning.Recommendations;
using UpdateService.Planning.Writing;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Writing;

public sealed class WritingTests
{
    private static readonly Planner Planner = PlannerOf(new Sketch
    {
        Release("4.1.0"),
        Release("4.1.1").From("4.1.0").With("url", "https://example.com/errata"),
        Release("4.2.0").From("4.1.1"),
        Release("4.2.0+multi"), Release("4.1.0+multi"),
        Guard("4.2.0", Risk("Slow")),
        Channel("stable-4.1", "4.1.0", "4.1.1"), Channel("stable-4.2", "4.1.1", "4.2.0"),
    });

    [Fact]
    public void The_json_of_a_path_is_as_scripts_rely_on_it()
    {
        var answer = Planner.FindPath(Question("4.1.0", "4.2.0"));

        Assert.Equal(
            $$"""
            {"from":"4.1.0","to":"4.2.0","arch":"amd64","channel":null,"revision":7,"plans":[{"kind":"Best","hops":[
            {"from":"4.1.0","to":"4.1.1","channel":"stable-4.1","channelCommand":"oc adm upgrade channel stable-4.1","payload":"{{PayloadOf("4.1.1+amd64")}}","url":"https://example.com/errata","risks":[],"onward":{"newestOfMinor":true,"nextMinor":true,"nextEus":null,"gateway":null}
            },
            {"from":"4.1.1","to":"4.2.0","channel":"stable-4.2","channelCommand":"oc adm upgrade channel stable-4.2","payload":"{{PayloadOf("4.2.0+amd64")}}","url":null,"risks":[{"name":"Slow","message":"Slow may happen.","url":"https://example.com/Slow","accepted":false}],"onward":{"newestOfMinor":true,"nextMinor":null,"nextEus":null,"gateway":null}
            }],
            "risks":["Slow"],"acceptedRisks":[],"unacceptedRisks":["Slow"],"channelChanges":1}],"ties":1,"complete":true,"streams":["stable"],"widerChannels":false,"onward":{"newestOfMinor":true,"nextMinor":null,"nextEus":null,"gateway":null},
            "reasons":[{"kind":"OnlyConditional","message":"Every path from 4.1.0 to 4.2.0 carries risks; Slow is enough to accept.","evidence":{"riskSets":[["Slow"]]},"next":"Read what the risks say; where they do not concern the cluster, accept them: Slow"}]}
            """.Replace("\n", "", StringComparison.Ordinal),
            Json(answer, 7));
    }

    [Fact]
    public void An_accepted_risk_is_marked_and_an_unknown_one_is_reported()
    {
        var text = Json(Planner.FindPath(Question("4.1.0", "4.2.0") with { Accept = ["Slow", "Slw"] }), null);

        Assert.Contains("\"accepted\":true", text, StringComparison.Ordinal);
        Assert.Contains("\"acceptedRisks\":[\"Slow\"],\"unacceptedRisks\":[]", text, StringComparison.Ordinal);
        Assert.Contains("\"unknownRisks\":[{\"name\":\"Slw\",\"nearMatches\":[\"Slow\"]}]", text, StringComparison.Ordinal);
        Assert.DoesNotContain("revision", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_of_a_path_is_read_in_a_terminal() => Assert.Equal(
        $"""
        4.1.0 to 4.2.0 (amd64): 2 updates, risks to accept: Slow.

        1. oc adm upgrade channel stable-4.1
           update 4.1.0 to 4.1.1
           {PayloadOf("4.1.1+amd64")}
           https://example.com/errata

        2. oc adm upgrade channel stable-4.2
           update 4.1.1 to 4.2.0
           {PayloadOf("4.2.0+amd64")}
           ! risk Slow: Slow may happen.
             https://example.com/Slow

        OnlyConditional: Every path from 4.1.0 to 4.2.0 carries risks; Slow is enough to
          accept.
          -> Read what the risks say; where they do not concern the cluster, accept
             them: Slow

        """,
        Planner.FindPath(Question("4.1.0", "4.2.0")).Write(AnswerFormat.Text));

    [Fact]
    public void A_path_that_is_not_found_says_why() => Assert.Equal(
        """
        No plan leads from 4.1.0 to 4.1.9 (amd64).

        ToUnknown: 4.1.9 is not known: nothing that is served has it, and nothing names
          it; the newest in stable-4.1 is 4.1.1.
          near: 4.1.1, 4.1.0, 4.2.0
          -> Check the version; a release of one's own needs an entry in a catalogue.

        """,
        Planner.FindPath(Question("4.1.0", "4.1.9")).Write(AnswerFormat.Text));

    [Fact]
    public void A_document_begins_with_the_plan_in_a_sentence_and_its_first_step()
    {
        var answer = Planner.FindPath(Question("4.1.0", "4.2.0"));

        Assert.StartsWith("# Update from 4.1.0 to 4.2.0 (amd64)\n\n2 updates, risks to accept: Slow\n\n1. Update 4.1.0 to **4.1.1** in `stable-4.1`\n", answer.Write(AnswerFormat.Markdown), StringComparison.Ordinal);
    }

    [Fact]
    public void Advice_has_the_current_release_what_to_do_and_the_move_to_several_architectures()
    {
        using var json = JsonDocument.Parse(Json(Planner.Recommend(new RecommendationQuestion(Version("4.1.0"))), 7));
        var root = json.RootElement;

        Assert.Equal("4.1.0", root.GetProperty("current").GetProperty("version").GetString());
        Assert.Equal("stable-4.1", root.GetProperty("channel").GetString());
        Assert.Equal("4.1.1", root.GetProperty("recommended").GetProperty("version").GetString());
        Assert.Equal("Recommended", root.GetProperty("reasons")[0].GetProperty("kind").GetString());
        Assert.Equal(1, root.GetProperty("updates").GetArrayLength());
        Assert.Equal("multi", Planner.Recommend(new RecommendationQuestion(Version("4.1.0"))).MultiArchitecture!.Release.Architecture.Name);
        Assert.Contains("Recommended: 4.1.1", Planner.Recommend(new RecommendationQuestion(Version("4.1.0"))).Write(AnswerFormat.Text), StringComparison.Ordinal);
    }

    [Fact]
    public void Advice_with_nothing_but_risks_names_the_least_of_them()
    {
        var answer = Planner.Recommend(new RecommendationQuestion(Version("4.1.1")) { Channel = "stable-4.2" });

        Assert.Null(answer.Recommended);
        Assert.Equal(ReasonKind.OnlyConditional, Assert.Single(answer.Reasons).Kind);
        Assert.Equal("4.2.0", Planner.Recommend(answer.Question with { Accept = ["Slow"] }).Recommended?.Release.Version.Text);
    }

    [Fact]
    public void Channels_releases_and_the_table_are_told_in_json() => Assert.Multiple(
        () => Assert.Equal(
            """{"arch":"amd64","revision":1,"channels":[{"name":"stable-4.1","oldest":"4.1.0","newest":"4.1.1","releases":2,"edges":1,"conditionalEdges":0,"notMirrored":[]},{"name":"stable-4.2","oldest":"4.1.1","newest":"4.2.0","releases":2,"edges":0,"conditionalEdges":1,"notMirrored":[]}]}""",
            Json(Planner.ListChannels(Architecture.Default), 1)),
        () => Assert.Equal(
            """{"channel":"stable-4.2","arch":"amd64","versions":["4.1.1","4.2.0"],"risks":[{"name":"Slow","message":"Slow may happen.","url":"https://example.com/Slow"}],"riskSets":[[],[0]],"rows":[[[1,1]],[]]}""",
            Json(Planner.Tabulate(Architecture.Default, "stable-4.2"), null)),
        () => Assert.Equal(
            "4.2.0 4.1.1 4.1.0",
            string.Join(' ', Planner.ListReleases(Architecture.Default).Releases.Select(release => release.Version.Text))));

    [Fact]
    public void A_release_is_described_with_its_updates_and_blocks()
    {
        var planner = PlannerOf(new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.1", "4.1.0"), Block("4.1.2", @"4\.1\.0") });

        using var json = JsonDocument.Parse(Json(planner.Describe(Version("4.1.2"), Architecture.Default), null));

        Assert.Equal("4.1.1", Assert.Single(json.RootElement.GetProperty("updatesFrom").EnumerateArray()).GetProperty("version").GetString());
        Assert.Equal("blocked-edges/4.1.2.yaml", Assert.Single(json.RootElement.GetProperty("hardBlocks").EnumerateArray()).GetProperty("file").GetString());
        Assert.Contains(@"Hard-blocked by blocked-edges/4.1.2.yaml:1 from 4\.1\.0", planner.Describe(Version("4.1.2"), Architecture.Default).Write(AnswerFormat.Text), StringComparison.Ordinal);
        Assert.Null(planner.Describe(Version("4.1.9"), Architecture.Default).Release);
    }

    [Fact]
    public void Texts_of_other_people_stay_texts_in_every_format()
    {
        var risk = new Risk("Evil", "https://example.com/\"><script>alert(1)</script>", "<script>alert(1)</script> ](javascript:x) \u001b[31m `code` \u202e & \"quoted\" #35;", [Always]);
        var planner = PlannerOf(new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0").With("url", "https://example.com/?a=<b>&c=\"d\""), Guard("4.1.1", risk) });
        var answer = planner.FindPath(Question("4.1.0", "4.1.1"));

        Assert.DoesNotContain(answer.Write(AnswerFormat.Text), character => char.IsControl(character) && character != '\n');
        Assert.DoesNotContain("\u202e", answer.Write(AnswerFormat.Text), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", answer.Write(AnswerFormat.Markdown).Replace("\\<", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", answer.Write(AnswerFormat.Mermaid), StringComparison.Ordinal);
        foreach (var svg in new[] { PlanPicture.Draw(answer), planner.Picture(Architecture.Default, Sketch.Everything)!.Draw() })
        {
            AssertInert(svg);
        }

        Assert.Equal("a&lt;b&gt;&amp;&quot;&#39; \uFFFD", Svg.Escape("a<b>&\"'\n\0"));
    }

    [Fact]
    public void An_address_that_a_browser_would_run_never_becomes_a_link()
    {
        var risk = new Risk("Evil", "javascript:alert(1)", "[click](javascript:alert(2))\n\n<a href=\"javascript:alert(3)\">x</a>", [Always]);
        var planner = PlannerOf(new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0").With("url", "javascript:alert(4)"), Guard("4.1.1", risk) });
        var answer = planner.FindPath(Question("4.1.0", "4.1.1"));

        Assert.Equal("Evil", string.Join(' ', answer.Best!.UnacceptedRisks));
        Assert.Contains(@"**risk** Evil: \[click](javascript:alert(2))  \<a href=""javascript:alert(3)"">x\</a> javascript:alert(1)", answer.Write(AnswerFormat.Markdown), StringComparison.Ordinal);
        Assert.DoesNotContain("javascript", answer.Write(AnswerFormat.Mermaid) + answer.Write(AnswerFormat.Dot), StringComparison.Ordinal);
        AssertInert(answer.Write(AnswerFormat.Svg));
    }

    [Fact]
    public void A_channel_that_no_cluster_can_ask_for_is_in_no_plan()
    {
        var planner = PlannerOf(new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Channel("stable-4.1$(reboot)", "4.1.0", "4.1.1"), Channel("fast-4.1", "4.1.0", "4.1.1") });

        var hop = Assert.Single(planner.FindPath(Question("4.1.0", "4.1.1")).Best!.Hops);

        Assert.Equal("oc adm upgrade channel fast-4.1", hop.ChannelCommand);
    }

    [Fact]
    public void Explanations_and_lists_are_documents_as_well()
    {
        Assert.Equal(
            """
            # 4.1.0 to 4.2.0, amd64

            **SourceTooOld**: 4.1.0 is too old for 4.2.0; the first stop that would help is 4.1.1.

            * -> Go through 4.1.1.

            **OnlyConditional**: Every path from 4.1.0 to 4.2.0 carries risks; Slow is enough to accept.

            * -> Read what the risks say; where they do not concern the cluster, accept them: Slow

            """,
            Planner.Explain(new ExplanationQuestion(Version("4.1.0"), Version("4.2.0"))).Write(AnswerFormat.Markdown));
        Assert.Equal(
            """
            | FROM | UPDATES | NEWEST | CONDITIONAL | NEWEST CONDITIONAL |
            |---|---|---|---|---|
            | 4.1.1 | 0 | - | 1 | 4.2.0 |
            | 4.2.0 | 0 | - | 0 | - |

            """,
            Planner.Tabulate(Architecture.Default, "stable-4.2").Write(AnswerFormat.Markdown));
        Assert.Equal(
            """
            CHANNEL     OLDEST  NEWEST  RELEASES  UPDATES  CONDITIONAL  NOT MIRRORED
            stable-4.1  4.1.0   4.1.1   2         1        0            0
            stable-4.2  4.1.1   4.2.0   2         0        1            0

            """,
            Planner.ListChannels(Architecture.Default).Write(AnswerFormat.Text));
    }

    [Fact]
    public void A_picture_inside_a_page_leaves_the_styles_to_the_page()
    {
        var answer = Planner.FindPath(Question("4.1.0", "4.2.0"));

        Assert.DoesNotContain("<style", PlanPicture.Draw(answer, isPart: true), StringComparison.Ordinal);
        Assert.DoesNotContain("<style", Planner.Picture(Architecture.Default, "stable-4.1")!.Draw(isPart: true), StringComparison.Ordinal);
        Assert.Contains("<style", answer.Write(AnswerFormat.Svg), StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_say_in_words_what_they_show()
    {
        var picture = XDocument.Parse(PlanPicture.Draw(Planner.FindPath(Question("4.1.0", "4.2.0"))));
        var channel = XDocument.Parse(Planner.Picture(Architecture.Default, "stable-4.1")!.Draw());
        var nothing = XDocument.Parse(PlanPicture.Draw(Planner.FindPath(Question("4.1.0", "4.1.9"))));

        Assert.Equal("Update from 4.1.0 to 4.2.0", picture.Root!.Elements().First().Value);
        Assert.Single(picture.Descendants(), element => (string?)element.Attribute("class") == "edge hop conditional");
        Assert.Contains(picture.Descendants(), element => element.Value == "⚠ Slow");
        Assert.Contains(channel.Descendants(), element => element.Value == "showing 1 of 1 updates; the others are implied by longer ways");
        Assert.Contains("4.1.9 is not known", nothing.Root!.Value, StringComparison.Ordinal);
        Assert.Null(Planner.Picture(Architecture.Default, "stable-9.9"));
    }

    private static void AssertInert(string svg)
    {
        var document = XDocument.Parse(svg);
        string[] allowed = ["svg", "title", "desc", "style", "rect", "circle", "path", "text", "g"];
        Assert.All(document.Descendants(), element => Assert.Contains(element.Name.LocalName, allowed));
        Assert.All(document.Descendants().Attributes(), attribute => Assert.DoesNotContain("on", attribute.Name.LocalName[..Math.Min(2, attribute.Name.LocalName.Length)], StringComparison.Ordinal));
        Assert.DoesNotContain(document.Descendants().Attributes(), attribute => attribute.Name.LocalName is "href" or "style");
        Assert.DoesNotContain("url(", document.Descendants().Single(element => element.Name.LocalName == "style").Value, StringComparison.Ordinal);
    }

    private static PathQuestion Question(string from, string to) => new(Version(from), PathTarget.Of(Version(to)));

    private static Planner PlannerOf(Sketch sketch)
    {
        var build = sketch.Build().Build;
        return new Planner(build.Graph, new PlanningFacts(sketch.Inputs, build));
    }

    private static string Json(Answer answer, int? revision) => answer.Write(AnswerFormat.Json, new WritingOptions { Revision = revision });
}

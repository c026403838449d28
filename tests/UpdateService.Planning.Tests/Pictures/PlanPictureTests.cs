using System.Globalization;
using System.Xml.Linq;
using UpdateService.Planning.Facts;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Pictures;
using UpdateService.Planning.Tests.Paths;
using UpdateService.Planning.Tests.Writing;
using UpdateService.Planning.Writing;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Pictures;

public sealed class PlanPictureTests
{
    /// <summary>What letters of the smaller size need below their line.</summary>
    private const int Descent = 3;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Every_word_and_stop_is_within_the_lane_of_a_minor_and_within_the_picture() => Law.Holds(SmallGraph.InOneChannel, graph =>
    {
        foreach (var plan in new Planner(graph.Graph, PlanningFacts.None).FindPath(new PathQuestion(Version("4.1.0"), PathTarget.Of(Version("5.0.1"))) { Alternatives = 3 }).Plans)
        {
            var picture = XElement.Parse(PlanPicture.Draw(plan));
            var lanes = picture.Elements(Svg + "rect").Select(lane => (Top: Number(lane, "y"), Bottom: Number(lane, "y") + Number(lane, "height"))).ToList();

            Assert.Equal(plan.Hops.Select(hop => hop.To.Minor()).Append(plan.Hops[0].From.Minor()).Distinct().Count(), lanes.Count);
            Assert.All(lanes, lane => Assert.InRange(lane.Bottom, lane.Top, Number(picture, "height")));
            Assert.All(picture.Elements(Svg + "circle"), stop => Assert.Contains(lanes, lane => lane.Top < Number(stop, "cy") && Number(stop, "cy") < lane.Bottom));
            Assert.All(picture.Elements(Svg + "text"), text => Assert.InRange(Number(text, "y"), 10, Number(picture, "height") - Descent));
            Assert.All(picture.Elements(Svg + "text"), text => Assert.InRange(Number(text, "x"), 0, Number(picture, "width")));
        }
    });

    [Fact]
    public void A_hop_within_a_minor_has_its_channel_and_risks_below_it_and_both_ends_above()
    {
        var picture = XElement.Parse(Answer("4.1.0", "Known").Write(AnswerFormat.Svg));

        Assert.Equal("4.1.0 to 4.1.1 in stable-4.1. 4.1.1 to 4.1.2 in stable-4.1, risks Known.", picture.Element(Svg + "desc")!.Value);
        Assert.Equal(
            ["edge hop: 4.1.0 to 4.1.1 in stable-4.1", "edge hop conditional: 4.1.1 to 4.1.2 in stable-4.1; risks: Known (accepted)"],
            picture.Elements(Svg + "path").Select(hop => $"{hop.Attribute("class")!.Value}: {hop.Value}"));
        Assert.Equal(
            ["name 12,54 start 4.1", "small 234,80 middle stable-4.1", "small 404,80 middle stable-4.1", "small risk 404,94 middle ⚠ Known (accepted)", "name 149,37 middle 4.1.0", "name 319,37 middle 4.1.1", "name 489,37 middle 4.1.2"],
            picture.Elements(Svg + "text").Select(Words));
        Assert.Equal(["release 149,50 4.1.0", "release 319,50 4.1.1", "release 489,50 4.1.2"], picture.Elements(Svg + "circle").Select(stop => $"{stop.Attribute("class")!.Value} {Number(stop, "cx")},{Number(stop, "cy")} {stop.Value}"));
    }

    [Fact]
    public void A_hop_to_another_minor_has_its_words_beside_it_and_many_risks_are_cut()
    {
        var risks = Enumerable.Range(0, 9).Select(number => new HopRisk(Risk($"RiskNumber{number}"), number > 0)).ToArray();
        var hop = new Hop(new GraphNode(Release("4.1.0"), [], []), new GraphNode(Release("4.2.0"), [], []), "stable-4.2", null, [.. risks]);
        var picture = XElement.Parse(PlanPicture.Draw(new Plan([hop], PlanKind.Best), isPart: true));

        Assert.Equal(
            ["small 256,110 start stable-4.2", "small risk 256,124 start ⚠ RiskNumber0, RiskNumber1 (accepted), RiskNumber2 (accepted),…"],
            picture.Elements(Svg + "text").Where(text => text.Attribute("class")!.Value != "name").Select(Words));
        Assert.Empty(picture.Elements(Svg + "style"));
    }

    [Theory]
    [InlineData("4.1.2", "Nothing to do", "4.1.2 is there already.", "name 4.1.2 is there already.")]
    [InlineData("4.1.3", "No plan", "4.1.3 is not known: nothing that is served has it, and nothing names it; the newest in stable-4.1 is 4.1.2.", "name No plan|small 4.1.3 is not known: nothing that is served has it, and nothing names it; the newest in stable-4.1 is 4.1.2.")]
    public void Where_there_is_no_hop_the_picture_says_why(string from, string title, string description, string words)
    {
        var (whole, part) = (XElement.Parse(PlanPicture.Draw(Answer(from))), XElement.Parse(PlanPicture.Draw(Answer(from), isPart: true)));

        Assert.Equal((title, description, words), (whole.Element(Svg + "title")!.Value, whole.Element(Svg + "desc")!.Value, string.Join('|', whole.Elements(Svg + "text").Select(text => $"{text.Attribute("class")!.Value} {text.Value}"))));
        Assert.Equal((1, 0), (whole.Elements(Svg + "style").Count(), part.Elements(Svg + "style").Count()));
        Assert.Empty(part.Nodes().OfType<XText>());
    }

    [Fact]
    public void As_many_risks_as_fit_are_not_cut_and_all_are_described()
    {
        var (fits, other) = (new string('A', 57), "B");
        var hop = new Hop(new GraphNode(Release("4.1.0"), [], []), new GraphNode(Release("4.2.0"), [], []), "stable-4.2", null, [new HopRisk(Risk(fits), false), new HopRisk(Risk(other), false)]);
        var picture = XElement.Parse(PlanPicture.Draw(new Plan([hop], PlanKind.Best)));

        Assert.Contains(picture.Elements(Svg + "text"), text => text.Value == $"⚠ {fits}, {other}");
        Assert.Equal($"4.1.0 to 4.2.0 in stable-4.2, risks {fits}, {other}.", picture.Element(Svg + "desc")!.Value);
    }

    [Fact]
    public void A_refusal_is_drawn_as_its_sentence()
    {
        var answer = PathTextTests.Planner.FindPath(new PathQuestion(Version("4.1.0"), PathTarget.Newest) { Avoid = ["Nobody"] });

        Assert.Equal("Nothing is named 'Nobody': 'avoid' takes the names of risks, and versions.", XElement.Parse(PlanPicture.Draw(answer)).Elements(Svg + "text").Last().Value);
    }

    [Fact]
    public void An_answer_without_plans_and_reasons_is_drawn_without_a_reason()
    {
        var picture = XElement.Parse(PlanPicture.Draw(new PathAnswer { Question = new PathQuestion(Version("4.1.0"), PathTarget.Newest) }));

        Assert.Equal(["No plan", ""], picture.Elements(Svg + "text").Select(text => text.Value));
    }

    private static PathAnswer Answer(string from, params string[] accept) => PathTextTests.Planner.FindPath(new PathQuestion(Version(from), PathTarget.Newest) { Accept = [.. accept] });

    private static string Words(XElement text) => $"{text.Attribute("class")!.Value} {Number(text, "x")},{Number(text, "y")} {text.Attribute("text-anchor")?.Value ?? "start"} {text.Value}";

    private static int Number(XElement element, string name) => int.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}

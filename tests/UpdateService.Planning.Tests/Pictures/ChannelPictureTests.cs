using System.Xml.Linq;
using UpdateService.Planning.Facts;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Tests.Paths;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Pictures;

public sealed class ChannelPictureTests
{
    private const string Channel = "stable-4.1";

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void The_layer_of_a_release_has_all_its_updates_by_direction_and_risk() => Law.Holds(SmallGraph.InOneChannel, graph =>
    {
        var picture = new Planner(graph.Graph, PlanningFacts.None).Picture(Architecture.Default, Channel)!;
        for (var place = 0; place < SmallGraph.Versions.Length; place++)
        {
            var layer = XElement.Parse(picture.DrawUpdatesOf(Version(SmallGraph.Versions[place]))!);
            var edges = graph.Edges.Where(edge => edge.From == place || edge.To == place)
                .CountBy(edge => $"edge {(edge.From == place ? "out" : "in")}{(edge.Risks.IsEmpty ? "" : " conditional")}");

            Assert.Equal(
                edges.OrderBy(pair => pair.Key, StringComparer.Ordinal),
                layer.Elements(Svg + "path").Select(path => KeyValuePair.Create(path.Attribute("class")!.Value, path.Attribute("d")!.Value.Count(letter => letter == 'M'))));
            Assert.Equal([$"release focus 7 {SmallGraph.Versions[place]}"], layer.Elements(Svg + "circle").Select(Dot));
        }
    });

    [Fact]
    public void The_layer_of_a_plan_has_its_hops() => Law.Holds(SmallGraph.InOneChannel, graph =>
    {
        var planner = new Planner(graph.Graph, PlanningFacts.None);
        var picture = planner.Picture(Architecture.Default, Channel)!;
        foreach (var plan in planner.FindPath(new PathQuestion(Version("4.1.0"), PathTarget.Newest) { Alternatives = 3 }).Plans)
        {
            var layer = XElement.Parse(picture.Draw(plan));

            Assert.Equal(
                plan.Hops.Select(hop => $"{hop.From.Version} to {hop.To.Version}{(hop.Risks.IsEmpty ? "" : " conditional")}"),
                layer.Elements(Svg + "path").Select(path => path.Value + path.Attribute("class")!.Value["edge hop".Length..]));
        }
    });

    [Theory]
    [InlineData("stable-4.1", "4.1.0 to 4.1.1", "4.1.0 4.1.1")]
    [InlineData("stable-4.2", "4.1.1 to 4.2.0", "4.1.1 4.2.0")]
    public void A_hop_with_an_end_outside_of_the_channel_is_not_drawn(string channel, string hop, string ends)
    {
        var planner = new Planner(
            new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.2.0").From("4.1.1"), Channel("stable-4.1", "4.1.0", "4.1.1"), Channel("stable-4.2", "4.1.1", "4.2.0") }.Build().Build.Graph,
            PlanningFacts.None);

        var layer = XElement.Parse(planner.Picture(Architecture.Default, channel)!.Draw(planner.FindPath(new PathQuestion(Version("4.1.0"), PathTarget.Of(Version("4.2.0")))).Best!));

        Assert.Equal(hop, Assert.Single(layer.Elements(Svg + "path")).Value);
        Assert.Equal(ends.Split(' ').Select(end => $"release focus 6 {end}"), layer.Elements(Svg + "circle").Select(Dot));
    }

    [Fact]
    public void Layers_lie_upon_the_picture_and_are_not_read_aloud()
    {
        var planner = PlannerOfTwo();
        var picture = planner.Picture(Architecture.Default, Channel)!;
        var whole = XElement.Parse(picture.Draw(isPart: true));
        var plan = planner.FindPath(new PathQuestion(Version("4.1.0"), PathTarget.Newest)).Best!;

        foreach (var layer in ((string[])[picture.DrawUpdatesOf(Version("4.1.0"))!, picture.Draw(plan)]).Select(XElement.Parse))
        {
            Assert.Equal(whole.Attribute("viewBox")!.Value, layer.Attribute("viewBox")!.Value);
            Assert.Equal(("layer", "true"), (layer.Attribute("class")!.Value, layer.Attribute("aria-hidden")!.Value));
        }

        Assert.Null(picture.DrawUpdatesOf(Version("4.1.7")));
        Assert.Null(planner.Picture(Architecture.Default, "stable-4.9"));
        Assert.Null(planner.Picture(Arch("arm64"), Channel));
    }

    [Fact]
    public void Releases_lead_where_the_page_says_and_the_picture_says_how_much_it_shows()
    {
        var picture = PlannerOfTwo().Picture(Architecture.Default, Channel)!;

        var linked = XElement.Parse(picture.Draw(isPart: true, version => $"/x?a=1&b={version}"));
        var plain = XElement.Parse(picture.Draw());

        Assert.Equal(["/x?a=1&b=4.1.0", "/x?a=1&b=4.1.1"], linked.Elements(Svg + "a").Select(link => link.Attribute("href")!.Value));
        Assert.Empty(plain.Descendants(Svg + "a"));
        Assert.Equal(("img", "group"), (plain.Attribute("role")!.Value, linked.Attribute("role")!.Value)); // What is in an image is not read aloud.
        Assert.Equal((1, 0), (plain.Elements(Svg + "style").Count(), linked.Elements(Svg + "style").Count()));
        Assert.Equal("showing 1 of 1 updates; the others are implied by longer ways", linked.Elements(Svg + "text").Last().Value);
    }

    [Fact]
    public void A_channel_is_drawn_in_lanes_with_short_names_of_releases_and_long_ones_behind()
    {
        var sketch = new Sketch { Release("4.1.0-rc.3"), Release("4.1.20").From("4.1.0-rc.3"), Release("4.2.0").From("4.1.20"), Guard("4.2.0", Risk("Slow")) };
        var picture = XElement.Parse(new Planner(sketch.Build().Build.Graph, PlanningFacts.None).Picture(Architecture.Default, Channel)!.Draw());

        Assert.Equal(("0 0 480 142", "img"), (picture.Attribute("viewBox")!.Value, picture.Attribute("role")!.Value));
        Assert.Equal("stable-4.1, amd64", picture.Element(Svg + "title")!.Value);
        Assert.Equal("3 releases, showing 2 of 2 updates; the others are implied by longer ways.", picture.Element(Svg + "desc")!.Value);
        Assert.Equal(["3+52", "61+52"], picture.Elements(Svg + "rect").Select(lane => $"{lane.Attribute("y")!.Value}+{lane.Attribute("height")!.Value}"));
        Assert.Equal(["name 12,33 4.2", "name 12,91 4.1", "small 12,133 showing 2 of 2 updates; the others are implied by longer ways"], picture.Elements(Svg + "text").Select(Text));
        Assert.Equal(["tiny 77,101 rc.3", "tiny 104,101 20", "tiny 77,43 0"], picture.Elements(Svg + "g").Elements(Svg + "text").Select(Text));
        Assert.All(picture.Elements(Svg + "g").Elements(Svg + "circle"), dot => Assert.Equal("release 4 ", Dot(dot)));
        Assert.Equal(
            ["4.1.0-rc.3 at 77,87 as rc.3", "4.1.20 at 104,87 as 20", "4.2.0 at 77,29 as 0"],
            picture.Elements(Svg + "g").Select(release => $"{release.Element(Svg + "title")!.Value} at {release.Element(Svg + "circle")!.Attribute("cx")!.Value},{release.Element(Svg + "circle")!.Attribute("cy")!.Value} as {release.Element(Svg + "text")!.Value}"));
        Assert.Equal(
            ["edge M77 87Q90 101 104 87", "edge conditional M104 87C104 58 77 58 77 29"],
            picture.Elements(Svg + "path").Select(path => $"{path.Attribute("class")!.Value} {path.Attribute("d")!.Value}"));
    }

    private static string Text(XElement text) => $"{text.Attribute("class")!.Value} {text.Attribute("x")!.Value},{text.Attribute("y")!.Value} {text.Value}";

    private static string Dot(XElement circle) => $"{circle.Attribute("class")!.Value} {circle.Attribute("r")!.Value} {circle.Value}";

    private static Planner PlannerOfTwo() => new(
        new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0") }.Build().Build.Graph,
        PlanningFacts.None);
}

using UpdateService.Planning.Paths;

namespace UpdateService.Planning.Pictures;

/// <summary>Draws a plan: its stops in the lanes of their minors, its hops as curves, conditional ones dashed and marked.</summary>
public static class PlanPicture
{
    private const int Step = 170;
    private const int LaneHeight = 100;
    private const int Radius = 7;
    private const int LongestRisks = 60;
    private const int RoomForRisks = 200;

    /// <summary>The picture as SVG text; of an answer without a plan one that says so.</summary>
    /// <param name="answer">The answer; its best plan is drawn.</param>
    /// <param name="isPart">Whether it becomes part of a page that has styles for its classes; else it brings its own.</param>
    public static string Draw(PathAnswer answer, bool isPart = false)
    {
        if (answer.Best is not { } plan)
        {
            return Nothing(answer, isPart);
        }

        return plan.Hops.IsEmpty ? There(answer.Question, isPart) : Draw(plan, isPart);
    }

    /// <summary>The picture of a plan with at least one hop.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="isPart">Whether it becomes part of a page that has styles for its classes; else it brings its own.</param>
    public static string Draw(Plan plan, bool isPart = false)
    {
        GraphNode[] stops = [plan.Hops[0].From, .. plan.Hops.Select(hop => hop.To)];
        var layout = Staggered(stops);
        var svg = new Svg(layout.Width, layout.Height, $"Update from {stops[0].Version} to {stops[^1].Version}", Description(plan), isPart);
        svg.Lanes(layout, layout.Width);
        for (var hop = 0; hop < plan.Hops.Length; hop++)
        {
            Hop(svg, plan.Hops[hop], layout.Points[hop], layout.Points[hop + 1]);
        }

        for (var stop = 0; stop < stops.Length; stop++)
        {
            svg.Dot("release", layout.Points[stop], Radius, stops[stop].Version.Text);
            svg.Text("name", layout.Points[stop] with { Y = layout.Points[stop].Y - 13 }, stops[stop].Version.Text, isCentred: true);
        }

        return svg.Finish();
    }

    private static void Hop(Svg svg, Hop hop, Point from, Point to)
    {
        var risks = string.Join(", ", hop.Risks.Select(risk => risk.IsAccepted ? $"{risk.Risk.Name} (accepted)" : risk.Risk.Name));
        svg.Curve(hop.Risks.IsEmpty ? "edge hop" : "edge hop conditional", from, to, $"{hop.From.Version} to {hop.To.Version} in {hop.Channel}{(risks.Length > 0 ? $"; risks: {risks}" : "")}");
        var isLevel = from.Y == to.Y;
        var middle = new Point(((from.X + to.X) / 2) + (isLevel ? 0 : 22), ((from.Y + to.Y) / 2) + (isLevel ? 30 : 10)); // Beside the curve, below the next stop.
        svg.Text("small", middle, hop.Channel, isCentred: isLevel);
        if (risks.Length > 0)
        {
            svg.Text("small risk", middle with { Y = middle.Y + 14 }, $"⚠ {(risks.Length > LongestRisks ? string.Concat(risks.AsSpan(0, LongestRisks), "…") : risks)}", isCentred: isLevel);
        }
    }

    /// <summary>Every stop in a column of its own, so that no two hops lie on each other.</summary>
    private static LaneLayout Staggered(GraphNode[] stops)
    {
        var lanes = LaneLayout.Of(stops, Step, LaneHeight);
        return lanes with
        {
            Points = [.. lanes.Points.Select((point, stop) => point with { X = LaneLayout.LabelWidth + (Step * stop) + (Step / 2) })],
            Width = LaneLayout.LabelWidth + (Step * stops.Length) + RoomForRisks,
        };
    }

    private static string Description(Plan plan) =>
        string.Join(" ", plan.Hops.Select(hop => $"{hop.From.Version} to {hop.To.Version} in {hop.Channel}{(hop.Risks.IsEmpty ? "" : $", risks {string.Join(", ", hop.Risks.Select(risk => risk.Risk.Name))}")}."));

    private static string Nothing(PathAnswer answer, bool isPart)
    {
        var why = answer.Refusal?.Message ?? (answer.Reasons.IsEmpty ? "" : answer.Reasons[0].Message);
        var svg = new Svg(640, 60, "No plan", why, isPart);
        svg.Text("name", new Point(12, 26), "No plan");
        svg.Text("small", new Point(12, 46), why);
        return svg.Finish();
    }

    private static string There(PathQuestion question, bool isPart)
    {
        var svg = new Svg(640, 60, "Nothing to do", $"{question.From} is there already.", isPart);
        svg.Text("name", new Point(12, 34), $"{question.From} is there already.");
        return svg.Finish();
    }
}

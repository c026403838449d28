using System.Collections.Immutable;
using UpdateService.Planning.Explanations;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Writing;
using UpdateService.Server.Pages.Markup;

namespace UpdateService.Server.Pages.Parts;

/// <summary>Plans as steps, in the order in which to take them.</summary>
/// <param name="view">The page.</param>
/// <param name="question">The query that the plans answer.</param>
internal sealed class PlanSteps(PageView view, PathQuestion question)
{
    /// <summary>A longer page is hard to read and slow to display.</summary>
    private const int MostFoldedHops = 50;

    /// <summary>The address of the query as it was understood.</summary>
    public string Here => Accepting(question.Accept);

    /// <summary>The steps, with the full texts of their risks.</summary>
    public Html Show(Plan plan) => Html.Of($"<ol class=\"steps\">{plan.Hops.Select(hop => Step(hop, RiskPieces.InFull(hop.Risks, question.Accept, Accepting)))}</ol>");

    /// <summary>The steps of several plans, collapsed; after many steps only the stops. Their risks are shown once below all of them.</summary>
    public Html ShowFolded(IReadOnlyCollection<Plan> plans)
    {
        var hops = 0;
        var folded = plans.Select(plan => (hops += plan.Hops.Length) <= MostFoldedHops ? Folded(plan) : StopsOnly(plan));
        var risks = RiskPieces.Once(plans.SelectMany(plan => plan.Hops).SelectMany(hop => hop.Risks)).ToList();
        return Html.Of($"{folded}{Html.If(risks.Count > 0, () => Html.Of($"<h3>Their risks</h3>{RiskPieces.InFull(risks, question.Accept, Accepting, hasAnchors: true)}"))}");
    }

    /// <summary>Reasons, with links that repeat the query with their suggestions.</summary>
    public Html Reasons(ImmutableArray<Reason> reasons) => ReasonPieces.Show(
        reasons,
        view.Links,
        set => Accepting([.. question.Accept, .. set.Except(question.Accept, StringComparer.Ordinal)]),
        (reason, near) => reason.Kind == ReasonKind.FromUnknown ? Address(near, question.To.ToString(), question.Accept) : Address(question.From.Text, near, question.Accept));

    /// <summary>The stops on one line.</summary>
    private static Html Stops(Plan plan) => plan.Hops.IsEmpty
        ? Html.Empty
        : Html.Join([Html.Of($"{plan.Hops[0].From.Version}"), .. plan.Hops.Select(hop => Html.Of($"{hop.To.Version}"))], " → ");

    private static Html Kind(Plan plan)
    {
        var name = PlanWords.Name(plan.Kind);
        return Html.Of($"<span class=\"kind\">{char.ToUpperInvariant(name[0]) + name[1..]}</span>");
    }

    private Html Folded(Plan plan) => Html.Of($"""
        <details class="plan"><summary>{Kind(plan)} {Stops(plan)} <span class="totals">{PlanWords.Totals(plan)}</span></summary>
        <ol class="steps">{plan.Hops.Select(hop => Step(hop, Html.Of($"<p>{RiskPieces.Names(hop.Risks, isLinked: true)}</p>")))}</ol></details>

        """);

    private Html StopsOnly(Plan plan)
    {
        var address = view.Links.Plan(
            question.From.Text,
            plan.Hops[^1].To.Version.Text,
            question.Channel,
            question.Accept,
            plan.Hops.SkipLast(1).Select(hop => hop.To.Version.Text));
        return Html.Of($"<p>{Kind(plan)} <a href=\"{address}\">{Stops(plan)}</a> <span class=\"totals\">{PlanWords.Totals(plan)}</span></p>\n");
    }

    private Html Step(Hop hop, Html risks) => Html.Of($"""
        <li class="step{(hop.Risks.IsEmpty ? "" : " conditional")}"><h3><a href="{view.Links.Release(hop.From.Version)}">{hop.From.Version}</a> → <a href="{view.Links.Release(hop.To.Version)}">{hop.To.Version}</a></h3>
        {Channel(hop)}
        <dl><div><dt>Payload</dt><dd><code class="payload">{hop.Payload}</code></dd></div>{Errata(hop)}</dl>
        {(hop.Risks.IsEmpty ? Html.Empty : risks)}</li>

        """);

    private Html Channel(Hop hop) => hop.ChannelCommand is { } command
        ? Html.Of($"<p class=\"command\"><code>{command}</code></p>")
        : Html.Of($"<p class=\"stay\">Stay in <a href=\"{view.Links.Channel(hop.Channel)}\">{hop.Channel}</a>.</p>");

    private static Html Errata(Hop hop) => hop.Url is { } url ? Html.Of($"<div><dt>Errata</dt><dd>{Foreign.Link(url)}</dd></div>") : Html.Empty;

    private string Accepting(IEnumerable<string> names) => Address(question.From.Text, question.To.ToString(), names);

    private string Address(string from, string to, IEnumerable<string> accept) => view.Links.To(
        PagePaths.Plan,
        ("from", from),
        ("to", to),
        ("channel", question.Channel),
        ("currentChannel", question.CurrentChannel),
        ("accept", PageLinks.List(accept)),
        ("avoid", PageLinks.List(question.Avoid)),
        ("via", PageLinks.List(question.Via.Select(version => version.Text))),
        ("alternatives", view.Values["alternatives"]));
}

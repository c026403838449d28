using System.Collections.Immutable;
using UpdateService.Planning.Explanations;
using UpdateService.Planning.Paths;
using UpdateService.Server.Pages.Markup;

namespace UpdateService.Server.Pages.Parts;

/// <summary>Plans as steps that a person takes, in the order in which they are taken.</summary>
/// <param name="view">The page.</param>
/// <param name="question">What the plans answer.</param>
internal sealed class PlanSteps(PageView view, PathQuestion question)
{
    /// <summary>The stops on one line.</summary>
    public static Html Stops(Plan plan) => plan.Hops.IsEmpty
        ? Html.Empty
        : Html.Join([Html.Of($"{plan.Hops[0].From.Version}"), .. plan.Hops.Select(hop => Html.Of($"{hop.To.Version}"))], " → ");

    /// <summary>The steps.</summary>
    public Html Show(Plan plan) => Html.Of($"<ol class=\"steps\">{plan.Hops.Select(Step)}</ol>");

    /// <summary>The page of just this plan: it goes by the same stops.</summary>
    public string AddressOf(Plan plan) => view.Links.Plan(question.From.Text, plan.Hops[^1].To.Version.Text, question.Channel, question.Accept, plan.Hops.SkipLast(1).Select(hop => hop.To.Version.Text));

    /// <summary>Reasons, with links that ask the same with what they suggest.</summary>
    public Html Reasons(ImmutableArray<Reason> reasons) => ReasonPieces.Show(
        reasons,
        view.Links,
        set => Accepting([.. question.Accept, .. set.Except(question.Accept, StringComparer.Ordinal)]),
        (reason, near) => reason.Kind == ReasonKind.FromUnknown ? Address(near, question.To.ToString(), question.Accept) : Address(question.From.Text, near, question.Accept));

    private Html Step(Hop hop) => Html.Of($"""
        <li class="step{(hop.Risks.IsEmpty ? "" : " conditional")}"><h3><a href="{view.Links.Release(hop.From.Version)}">{hop.From.Version}</a> → <a href="{view.Links.Release(hop.To.Version)}">{hop.To.Version}</a></h3>
        {Channel(hop)}
        <dl><div><dt>Payload</dt><dd><code class="payload">{hop.Payload}</code></dd></div>{Errata(hop)}</dl>
        {Html.If(!hop.Risks.IsEmpty, () => RiskPieces.InFull(hop.Risks, question.Accept, Accepting))}</li>

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

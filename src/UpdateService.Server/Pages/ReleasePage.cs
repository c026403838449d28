using System.Collections.Immutable;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Questions;
using UpdateService.Planning.Releases;
using UpdateService.Planning.Writing;
using UpdateService.Server.Pages.Markup;
using UpdateService.Server.Pages.Parts;
using UpdateService.Server.Plans;

namespace UpdateService.Server.Pages;

/// <summary><c>/releases/{version}</c>: everything about one release, with all its updates.</summary>
internal static class ReleasePage
{
    /// <summary>Creates the page.</summary>
    public static PageContent Show(PageView view)
    {
        var reply = view.Ask(QuestionKind.Release);
        if (reply.Answer is not ReleaseAnswer answer)
        {
            return new PageContent("Release", Html.Of($"<h1>Release</h1>{Refused(view, reply)}")) { Problem = PlannerProblem.Of(reply), Summary = reply.Refusals[0].Message };
        }

        if (answer.Release is not { } release)
        {
            var reasons = ReasonPieces.Show(answer.Reasons, view.Links, null, (_, near) => view.Links.To(PagePaths.Releases + Uri.EscapeDataString(near)));
            return new PageContent($"{answer.Version}", Html.Of($"<h1>{answer.Version}</h1>{reasons}{Elsewhere(view, answer)}"))
            {
                Problem = PlannerProblem.UnknownRelease(answer),
                Summary = answer.Reasons[0].Message,
            };
        }

        return new PageContent($"{answer.Version}", Html.Of($"<h1>{answer.Version}</h1>{Facts(view, answer, release)}{Lanes(view, answer)}{Updates(view, answer)}"))
        {
            Summary = $"{answer.Version}: {Amount.Of(answer.Targets.Length, "update")} from it, {answer.Sources.Length} to it.",
            Formats = [.. answer.Formats.Select(Planning.Writing.AnswerFormats.Name)],
        };
    }

    /// <summary>If the path is not a version, versions that begin with it are suggested.</summary>
    private static Html Refused(PageView view, Reply reply)
    {
        var near = Suggestions.For(view, null, view.Values["version"]);
        return Html.Of($"""
            <div class="problem">{reply.Refusals.Select(refusal => Html.Of($"<p class=\"summary none\">{Foreign.Text(refusal.Message)}</p>"))}
            {Html.If(near.Count > 0, () => Html.Of($"<p class=\"near\">Releases that begin so: {Html.Join(near.Select(version => Html.Of($"<a href=\"{view.Links.To(PagePaths.Releases + Uri.EscapeDataString(version))}\">{version}</a>")), ", ")}</p>"))}</div>
            """);
    }

    private static Html Facts(PageView view, ReleaseAnswer answer, GraphNode release) => Html.Of($"""
        <p class="actions"><a class="action" href="{view.Links.To(PagePaths.Recommended, ("version", answer.Version.Text))}">What next?</a> <a class="action" href="{view.Links.Plan(answer.Version.Text)}">Plan from here</a></p>
        <dl class="facts"><div><dt>Architecture</dt><dd>{answer.Architecture.Name}{Elsewhere(view, answer)}</dd></div>
        <div><dt>Payload</dt><dd><code class="payload">{release.Release.Payload}</code></dd></div>
        {(release.MetadataValue(MetadataKeys.Url) is { } url ? Html.Of($"<div><dt>Errata</dt><dd>{Foreign.Link(url)}</dd></div>") : Html.Empty)}
        <div><dt>Channels</dt><dd>{(answer.Channels.IsEmpty ? Html.Of($"none") : Html.Join(answer.Channels.Select(channel => Html.Of($"<a href=\"{view.Links.To(PagePaths.Channels + Uri.EscapeDataString(channel), ("focus", answer.Version.Text))}\">{channel}</a>")), ", "))}</dd></div>
        {answer.HardBlocks.Select(block => Html.Of($"<div><dt>Hard-blocked</dt><dd>by <code>{block.Place.ToString()}</code> from <code>{block.Pattern}</code></dd></div>"))}</dl>
        {PlanWords.Notes(answer).Select(note => Html.Of($"<p class=\"note\">{note}</p>"))}
        """);

    /// <summary>The other architectures that have it.</summary>
    private static Html Elsewhere(PageView view, ReleaseAnswer answer) => Html.If(!answer.OtherArchitectures.IsEmpty, () => Html.Of(
        $" <span class=\"else\">also for {Html.Join(answer.OtherArchitectures.Select(other => Html.Of($"<a href=\"{(view.Links with { Architecture = other.Name }).Release(answer.Version)}\">{other.Name}</a>")), ", ")}</span>"));

    /// <summary>Its position in its preferred channel, with all its updates there.</summary>
    private static Html Lanes(PageView view, ReleaseAnswer answer)
    {
        if (answer.Channels.IsEmpty || view.Planner.Picture(answer.Architecture, answer.Channels[0]) is not { } picture)
        {
            return Html.Empty;
        }

        return Html.Of($"""
            <figure class="picture"><div class="wide lanes" tabindex="0" role="region" aria-label="Lanes of {answer.Channels[0]}">{Html.Picture(picture.Draw(isPart: true))}{Html.Picture(picture.DrawUpdatesOf(answer.Version)!)}</div>
            <figcaption>{answer.Version} and its updates in {answer.Channels[0]}; the tables have those of all channels.</figcaption></figure>
            """);
    }

    private static Html Updates(PageView view, ReleaseAnswer answer)
    {
        ImmutableArray<HopRisk> risks = [.. RiskPieces.Once(answer.Targets.Concat(answer.Sources).SelectMany(update => update.Risks))];
        var version = answer.Version.Text;
        return Html.Of($"""
            {UpdateTable.Show(answer.Targets, "May be updated to", "It has no updates in any channel.", update => view.Links.Plan(version, update.Release.Version.Text))}
            {UpdateTable.Show(answer.Sources, "May be updated from", "No release of any channel may be updated to it.", update => view.Links.Plan(update.Release.Version.Text, version))}
            {Html.If(!risks.IsEmpty, () => Html.Of($"<section><h2>Risks</h2><ul class=\"risks\">{risks.Select(Told)}</ul></section>"))}
            """);
    }

    private static Html Told(HopRisk risk) => Html.Of($"""
        <li class="risk" id="risk-{risk.Risk.Name}"><strong>⚠ {Foreign.Text(risk.Risk.Name)}</strong><p>{Foreign.Text(risk.Risk.Message)} {Foreign.Link(risk.Risk.Url)}</p></li>

        """);
}

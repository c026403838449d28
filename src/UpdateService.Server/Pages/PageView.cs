using System.Collections.Immutable;
using UpdateService.Builder.Revisions;
using UpdateService.Planning;
using UpdateService.Planning.Questions;
using UpdateService.Server.Pages.Markup;
using UpdateService.Server.Plans;

namespace UpdateService.Server.Pages;

/// <summary>What a page is made from.</summary>
/// <param name="Query">The query.</param>
/// <param name="Revisions">The revision to show; both revisions of a comparison.</param>
/// <param name="BasePath">The prefix of all links; empty for none.</param>
/// <param name="Planner">The planner of the first revision.</param>
/// <param name="CancellationToken">Canceled if the reader disconnects.</param>
internal sealed record PageView(
    RequestQuery Query,
    ImmutableArray<Revision> Revisions,
    string BasePath,
    Planner Planner,
    CancellationToken CancellationToken)
{
    /// <summary>The links.</summary>
    public PageLinks Links { get; } = new(BasePath, Query.Parameters["arch"], Query[RequestQuery.Revision] is null || Revisions.Length > 1 ? null : Revisions[0].Record.ContentHash[..12]);

    /// <summary>The links for what must be of the shown revision, even if another one is served later.</summary>
    public PageLinks LinksToThis => Revisions is [var shown, ..] ? Links with { Revision = shown.Record.ContentHash[..12] } : Links;

    /// <summary>The revision.</summary>
    public Revision Revision => Revisions[0];

    /// <summary>The values of the query.</summary>
    public QuestionParameters Values => Query.Parameters;

    /// <summary>The architecture of the query; the default if it cannot be read.</summary>
    public Architecture Architecture => ArchitectureName.TryRead(Values["arch"], out var architecture) ? architecture : Architecture.Default;

    /// <summary>The names of accepted risks, as they were written.</summary>
    public ImmutableArray<string> Accepted => Values.List("accept");

    /// <summary>Queries the planner.</summary>
    public Reply Ask(QuestionKind kind) => Planner.Ask(kind, Values, CancellationToken);
}

/// <summary>A page without the common parts.</summary>
/// <param name="Title">Its title, for the window and the first heading.</param>
/// <param name="Main">Its content.</param>
internal sealed record PageContent(string Title, Html Main)
{
    /// <summary>Why it has no answer; null if it has one.</summary>
    public PlannerProblem? Problem { get; init; }

    /// <summary>The result in one sentence, which screen readers announce when the page changes.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Its address if the query means something else under the usual names here; null for the usual one.</summary>
    public string? Here { get; init; }

    /// <summary>Whether it may be cached: nothing in it depends on the current time.</summary>
    public bool IsKept { get; init; } = true;

    /// <summary>Whether it is a part of a page that the browser inserts itself.</summary>
    public bool IsPart { get; init; }

    /// <summary>The other formats of the same address.</summary>
    public ImmutableArray<string> Formats { get; init; } = [];
}

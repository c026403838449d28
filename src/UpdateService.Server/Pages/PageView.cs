using System.Collections.Immutable;
using UpdateService.Builder.Revisions;
using UpdateService.Planning;
using UpdateService.Planning.Questions;
using UpdateService.Server.Pages.Markup;
using UpdateService.Server.Plans;

namespace UpdateService.Server.Pages;

/// <summary>What a page is made from.</summary>
/// <param name="Query">What is asked.</param>
/// <param name="Revisions">The revision that is asked; of a comparison both.</param>
/// <param name="BasePath">What all links begin with; empty for nothing.</param>
/// <param name="Planner">The planner of the first of them.</param>
/// <param name="CancellationToken">The reader has gone.</param>
internal sealed record PageView(
    RequestQuery Query,
    ImmutableArray<Revision> Revisions,
    string BasePath,
    Planner Planner,
    CancellationToken CancellationToken)
{
    /// <summary>Where links lead.</summary>
    public PageLinks Links { get; } = new(BasePath, Query.Parameters["arch"], Query[RequestQuery.Revision] is null || Revisions.Length > 1 ? null : Revisions[0].Record.ContentHash[..12]);

    /// <summary>The same for what must be of the revision that is shown, whatever is served by then.</summary>
    public PageLinks LinksToThis => Revisions is [var shown, ..] ? Links with { Revision = shown.Record.ContentHash[..12] } : Links;

    /// <summary>The revision.</summary>
    public Revision Revision => Revisions[0];

    /// <summary>The values of the question.</summary>
    public QuestionParameters Values => Query.Parameters;

    /// <summary>The architecture that is asked about; the default where none can be read.</summary>
    public Architecture Architecture => ArchitectureName.TryRead(Values["arch"], out var architecture) ? architecture : Architecture.Default;

    /// <summary>The names of risks that are accepted, as they were written.</summary>
    public ImmutableArray<string> Accepted => Values.List("accept");

    /// <summary>Asks the planner.</summary>
    public Reply Ask(QuestionKind kind) => Planner.Ask(kind, Values, CancellationToken);
}

/// <summary>A page without what all pages have.</summary>
/// <param name="Title">What it is, for the window and the first heading.</param>
/// <param name="Main">Its content.</param>
internal sealed record PageContent(string Title, Html Main)
{
    /// <summary>Why it has no answer; null where it has one.</summary>
    public PlannerProblem? Problem { get; init; }

    /// <summary>One sentence that says what came of the question; told aloud when the page changes.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Its address where the question means something else under the names that are usual here; null for the usual one.</summary>
    public string? Here { get; init; }

    /// <summary>Whether it may be kept: nothing of it is bound to this moment.</summary>
    public bool IsKept { get; init; } = true;

    /// <summary>Whether it is a part of a page that the browser puts in itself.</summary>
    public bool IsPart { get; init; }

    /// <summary>The other formats that the same address has.</summary>
    public ImmutableArray<string> Formats { get; init; } = [];
}

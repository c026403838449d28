using System.Collections.Immutable;
using UpdateService.Planning.Questions;
using UpdateService.Server.Revisions;

namespace UpdateService.Server.Plans;

/// <summary>
/// <c>{prefix}/v1/path</c>, <c>/recommended</c>, <c>/explain</c>, <c>/channels</c>, <c>/releases</c>, <c>/matrix</c> and <c>/compare</c>: the planner's
/// queries about the served revision or a kept one.
/// </summary>
internal sealed class PlannerEndpoint(RevisionFinder finder, RevisionPlanner planner, PreparedAnswers answers)
{
    /// <summary>The paths after the prefix and their queries.</summary>
    public static ImmutableArray<(string Path, QuestionKind Kind)> Paths { get; } =
    [
        ("/v1/path", QuestionKind.Path),
        ("/v1/recommended", QuestionKind.Recommended),
        ("/v1/explain", QuestionKind.Explain),
        ("/v1/channels", QuestionKind.Channels),
        ("/v1/releases", QuestionKind.Releases),
        ("/v1/matrix", QuestionKind.Matrix),
        ("/v1/compare", QuestionKind.Comparison),
    ];

    /// <summary>Answers a query.</summary>
    public Task GetAsync(HttpContext context, QuestionKind kind) => AnswerAsync(context, kind, inPath: null);

    /// <summary>Answers a query with one value in the path.</summary>
    /// <param name="context">The request.</param>
    /// <param name="kind">The kind of query.</param>
    /// <param name="inPath">The value; null for none.</param>
    public Task AnswerAsync(HttpContext context, QuestionKind kind, (string Name, string Value)? inPath) => answers.AnswerAsync(
        context,
        kind,
        inPath,
        query => finder.ChooseAll(query.Revision),
        (revisions, query) => planner.Ask(revisions[0], query.Kind, query.Parameters, context.RequestAborted));
}

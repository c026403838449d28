using System.Collections.Immutable;
using UpdateService.Planning.Questions;
using UpdateService.Server.Revisions;

namespace UpdateService.Server.Plans;

/// <summary>
/// <c>{prefix}/v1/path</c>, <c>/recommended</c>, <c>/explain</c>, <c>/channels</c>, <c>/releases</c> and <c>/matrix</c>: the planner's
/// questions about the served revision or a kept one.
/// </summary>
internal sealed class PlannerEndpoint(RevisionFinder finder, RevisionPlanner planner, PreparedAnswers answers)
{
    /// <summary>The paths behind the prefix and what each asks.</summary>
    public static ImmutableArray<(string Path, QuestionKind Kind)> Paths { get; } =
    [
        ("/v1/path", QuestionKind.Path),
        ("/v1/recommended", QuestionKind.Recommended),
        ("/v1/explain", QuestionKind.Explain),
        ("/v1/channels", QuestionKind.Channels),
        ("/v1/releases", QuestionKind.Releases),
        ("/v1/matrix", QuestionKind.Matrix),
    ];

    /// <summary>Answers a question.</summary>
    public Task GetAsync(HttpContext context, QuestionKind kind) => AnswerAsync(context, kind, version: null);

    /// <summary>All about one release.</summary>
    /// <param name="context">The request.</param>
    /// <param name="version">The path behind <c>releases/</c>.</param>
    public Task GetReleaseAsync(HttpContext context, string version) => AnswerAsync(context, QuestionKind.Release, version);

    private Task AnswerAsync(HttpContext context, QuestionKind kind, string? version) => answers.AnswerAsync(
        context,
        kind,
        version,
        query => finder.ChooseAll(query.Revision),
        (revisions, query) => planner.Ask(revisions[0], query.Kind, query.Parameters, context.RequestAborted));
}

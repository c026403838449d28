using UpdateService.Planning.Writing;

namespace UpdateService.Cli.Asking;

/// <summary>Who answers questions: a planner in this process, or a service.</summary>
internal interface IRespondent
{
    /// <summary>Answers.</summary>
    /// <param name="question">The question.</param>
    /// <param name="format">One that the kind of question has.</param>
    /// <param name="width">How wide a text may be, where that can be chosen.</param>
    /// <param name="cancellationToken">Ends the search, or the request.</param>
    /// <exception cref="CommandException">The question is refused, or nobody answers.</exception>
    Task<Answered> AskAsync(Question question, AnswerFormat format, int width, CancellationToken cancellationToken);
}

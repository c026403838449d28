using UpdateService.Planning.Writing;

namespace UpdateService.Cli.Asking;

/// <summary>Who answers questions: a planner in this process, or a service.</summary>
internal interface IRespondent
{
    /// <summary>Answers.</summary>
    /// <param name="question">The question.</param>
    /// <param name="format">One that the kind of question has.</param>
    /// <param name="width">The width of a text, if it can be chosen.</param>
    /// <param name="cancellationToken">Ends the search, or the request.</param>
    /// <exception cref="CommandException">The query is refused, or there is no answer.</exception>
    Task<Answered> AskAsync(Question question, AnswerFormat format, int width, CancellationToken cancellationToken);
}

using System.Buffers;
using UpdateService.Planning;
using UpdateService.Planning.Questions;
using UpdateService.Planning.Releases;
using UpdateService.Planning.Writing;

namespace UpdateService.Cli.Asking;

/// <summary>A planner in this process.</summary>
internal sealed class PlannerRespondent(Planner planner) : IRespondent
{
    /// <inheritdoc/>
    public Task<Answered> AskAsync(Question question, AnswerFormat format, int width, CancellationToken cancellationToken)
    {
        if (question["revision"] is not null)
        {
            throw CommandException.BadInput("--revision is for --server: a file or a folder has no revisions.");
        }

        var reply = planner.Ask(question.Kind, QuestionParameters.Of(question.Parameters), cancellationToken);
        if (reply.IsRefused)
        {
            throw CommandException.BadInput(string.Join('\n', reply.Refusals.Select(refusal => Refusals.Sentence(refusal.Message, refusal.NearMatches))));
        }

        if (reply.Answer is ReleaseAnswer { Release: null, Reasons: [var reason, ..] })
        {
            throw CommandException.BadInput(Refusals.Sentence(reason.Message, reason.Evidence.NearMatches));
        }

        var (json, body) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        reply.Answer!.WriteTo(json, AnswerFormat.Json);
        reply.Answer.WriteTo(body, format, new WritingOptions { Width = width });
        return Task.FromResult(new Answered(body.WrittenMemory, AnswerStatus.Of(question.Kind, json.WrittenMemory)));
    }
}

/// <summary>Why a question is refused, in words.</summary>
internal static class Refusals
{
    /// <summary>The message, with the names that may have been meant where it does not name them itself.</summary>
    public static string Sentence(string message, IReadOnlyCollection<string> nearMatches)
    {
        var left = nearMatches.Where(name => !message.Contains(name, StringComparison.Ordinal)).ToList();
        return left.Count == 0 ? message : $"{message} Near: {string.Join(", ", left)}.";
    }
}

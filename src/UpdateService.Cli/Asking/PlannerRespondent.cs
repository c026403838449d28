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
            throw Refusals.Of(reply);
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
    /// <summary>All that is wrong with a question, a line each.</summary>
    /// <param name="reply">With at least one refusal.</param>
    public static CommandException Of(Reply reply) =>
        CommandException.BadInput(string.Join('\n', reply.Refusals.Select(refusal => Sentence(refusal.Message, refusal.NearMatches))));

    /// <summary>The message, with the names that may have been meant if it does not name them itself.</summary>
    public static string Sentence(string message, IReadOnlyCollection<string> nearMatches)
    {
        var left = nearMatches.Where(name => !Names(message, name)).ToList();
        var typed = message.Replace(" by 'channel'", " by --channel", StringComparison.Ordinal).Replace(" by 'arch'", " by --arch", StringComparison.Ordinal);
        return left.Count == 0 ? typed : $"{typed} Near: {string.Join(", ", left)}.";
    }

    /// <summary>Whether the message contains the name as a whole, and not as a part of another: 4.18.2 is no name in 4.18.22.</summary>
    private static bool Names(string message, string name)
    {
        for (var start = message.IndexOf(name, StringComparison.Ordinal); start >= 0; start = message.IndexOf(name, start + 1, StringComparison.Ordinal))
        {
            var before = message.AsSpan(0, start);
            var after = message.AsSpan(start + name.Length);
            if ((before.IsEmpty || !IsOfName(before[^1])) && (after.IsEmpty || !IsOfName(after[0]) || after is ['.'] or ['.', ' ', ..]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOfName(char letter) => char.IsLetterOrDigit(letter) || letter is '.' or '-' or '+' or '_';
}

using System.Text.Json;
using UpdateService.Planning.Questions;
using UpdateService.Planning.Writing;

namespace UpdateService.Cli.Asking;

/// <summary>A service that is asked over HTTP; what it says is passed on as it is.</summary>
internal sealed class ServiceRespondent(ServiceClient client) : IRespondent
{
    /// <inheritdoc/>
    public async Task<Answered> AskAsync(Question question, AnswerFormat format, int width, CancellationToken cancellationToken)
    {
        var (path, values) = question.Kind switch
        {
            QuestionKind.Release => ($"releases/{Uri.EscapeDataString(question["version"] ?? "")}", question.Parameters.Where(pair => pair.Key != "version")),
            QuestionKind.Path => ("path", question.Parameters),
            QuestionKind.Recommended => ("recommended", question.Parameters),
            QuestionKind.Explain => ("explain", question.Parameters),
            QuestionKind.Channels => ("channels", question.Parameters),
            QuestionKind.Matrix => ("matrix", question.Parameters),
            _ => ("releases", question.Parameters.AsEnumerable()),
        };
        var hasStatus = question.Kind is QuestionKind.Path or QuestionKind.Recommended or QuestionKind.Explain;
        if (format != AnswerFormat.Json && !hasStatus)
        {
            return new Answered(await client.GetAsync(path, values, format, cancellationToken), ExitStatus.Fine);
        }

        var json = await client.GetAsync(path, values, AnswerFormat.Json, cancellationToken);
        var (status, revision) = Read(question.Kind, json);
        var pinned = revision is null || question["revision"] is not null ? values : values.Append(KeyValuePair.Create("revision", (string?)revision));
        return new Answered(format == AnswerFormat.Json ? json : await client.GetAsync(path, pinned, format, cancellationToken), status);
    }

    /// <summary>The exit status, and the revision that answered: the second request must ask the same one.</summary>
    private static (int Status, string? Revision) Read(QuestionKind kind, byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if ((kind == QuestionKind.Path && document.RootElement.GetProperty("plans").ValueKind != JsonValueKind.Array)
                || (kind == QuestionKind.Recommended && !document.RootElement.TryGetProperty("recommended", out _)))
            {
                throw new JsonException("An answer without a plan says so; this says nothing of plans.");
            }

            var revision = document.RootElement.TryGetProperty("revision", out var number) && number.ValueKind == JsonValueKind.Number ? number.GetRawText() : null;
            return (AnswerStatus.Of(kind, json), revision);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw CommandException.Trouble("The server's answer is not JSON that can be read, or does not answer this question; is it an update service?");
        }
    }
}

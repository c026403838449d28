using System.Net;
using System.Text.Json;
using UpdateService.Planning.Writing;

namespace UpdateService.Cli.Asking;

/// <summary>The answer of a service.</summary>
/// <param name="Address">What was asked; it holds no credentials.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="MediaType">The type of the body; empty if the service sends none.</param>
/// <param name="Body">The body.</param>
internal sealed record ServiceAnswer(Uri Address, HttpStatusCode Status, string MediaType, byte[] Body)
{
    private const string WebPage = "text/html";
    private const string ProblemDetails = "application/problem+json";

    /// <summary>Whether there is no such question at the address, so that the service may be at another one.</summary>
    public bool IsElsewhere => Status == HttpStatusCode.NotFound && MediaType != ProblemDetails;

    /// <summary>The body of an answer.</summary>
    /// <param name="format">What it must be written in.</param>
    /// <exception cref="CommandException">It is none.</exception>
    public byte[] Expect(AnswerFormat format)
    {
        if (Status != HttpStatusCode.OK)
        {
            throw Failure();
        }

        var expected = format.MediaType().Split(';')[0];
        return MediaType == expected
            ? Body
            : throw CommandException.Trouble($"{Address.GetLeftPart(UriPartial.Path)} answers with {(MediaType.Length == 0 ? "no media type" : Excerpt.Of(MediaType))} where {expected} was asked for; is it an update service of this version? {Remedy(format)}");
    }

    private CommandException Failure()
    {
        // What is wrong with the question is the asker's to mend; all else is the service's.
        var status = MediaType == ProblemDetails && (int)Status is >= 400 and < 500 and not (401 or 403 or 407 or 429) ? ExitStatus.BadInput : ExitStatus.Trouble;
        return new CommandException(status, Sentence() is { } sentence ? sentence : $"{Address.GetLeftPart(UriPartial.Path)} answers with HTTP status {(int)Status}.{Meaning()}");
    }

    private string Remedy(AnswerFormat format) => MediaType == WebPage ? "It may be the page of a login or a proxy: check --server."
        : format == AnswerFormat.Json ? "Check --server."
        : "-o json may work.";

    /// <summary>Explains a status that came without a message from the service, and names the remedy.</summary>
    private string Meaning() => (int)Status switch
    {
        401 or 403 => " It wants a login: write --server as https://USER:PASSWORD@HOST.",
        429 or 503 => " It is busy or not ready; try again.",
        502 or 504 => " A proxy does not reach it; try again, or ask the service itself.",
        >= 300 and < 400 => " It redirects without end, or from https to http; write --server as the address that it leads to.",
        _ => "",
    };

    private string? Sentence()
    {
        try
        {
            using var problem = JsonDocument.Parse(Body);
            var root = problem.RootElement;
            var near = root.TryGetProperty("nearMatches", out var names) && names.ValueKind == JsonValueKind.Array
                ? names.EnumerateArray().Select(name => name.GetString() ?? "").ToList()
                : [];
            return (Text(root, "detail") ?? Text(root, "value") ?? Text(root, "title")) is { } sentence ? Refusals.Sentence(sentence, near) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

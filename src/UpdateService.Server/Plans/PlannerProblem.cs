using System.Text.Encodings.Web;
using System.Text.Json;

namespace UpdateService.Server.Plans;

/// <summary>Why a planner's question has no answer: problem details, <see href="https://www.rfc-editor.org/rfc/rfc9457"/>.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">The kind of problem, the same for all of its kind.</param>
/// <param name="Detail">What is wrong with this question, and what would not be: a sentence.</param>
public sealed record PlannerProblem(int Status, string Title, string Detail)
{
    /// <summary>The media type of problem details.</summary>
    public const string MediaType = "application/problem+json";

    private const int SecondsToRetry = 5;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>There is no revision yet.</summary>
    public static PlannerProblem NotReady { get; } = new(503, "Not ready", "The service has no graph yet: its first revision is being built, or its inputs were refused (the log says why).");

    /// <summary>Too many questions wait that need an old revision.</summary>
    public static PlannerProblem Busy { get; } = new(503, "Busy", "Too many questions about earlier revisions wait already; ask again in a few seconds.");

    /// <summary>The parameter that is wrong; null where none is.</summary>
    public string? Parameter { get; init; }

    /// <summary>What may have been meant instead.</summary>
    public IReadOnlyList<string> NearMatches { get; init; } = [];

    /// <summary>Writes the problem as the response.</summary>
    public Task WriteAsync(HttpContext context)
    {
        var (response, body) = (context.Response, ToJson());
        response.StatusCode = Status;
        response.ContentType = MediaType;
        response.ContentLength = body.Length;
        if (Status is 503 or 429)
        {
            response.Headers.RetryAfter = SecondsToRetry.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private byte[] ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "about:blank"u8);
            json.WriteString("title"u8, Title);
            json.WriteNumber("status"u8, Status);
            json.WriteString("detail"u8, Detail);
            if (Parameter is not null)
            {
                json.WriteString("parameter"u8, Parameter);
            }

            if (NearMatches.Count > 0)
            {
                json.WriteStartArray("nearMatches"u8);
                foreach (var match in NearMatches)
                {
                    json.WriteStringValue(match);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}

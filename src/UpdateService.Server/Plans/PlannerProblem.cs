using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using UpdateService.Planning.Explanations;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Questions;
using UpdateService.Planning.Releases;
using UpdateService.Planning.Writing;

namespace UpdateService.Server.Plans;

/// <summary>Why a query of the planner has no answer: problem details, <see href="https://www.rfc-editor.org/rfc/rfc9457"/>.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">The title, the same for all problems of this kind.</param>
/// <param name="Detail">A sentence that says what is wrong with this query and how to correct it.</param>
public sealed record PlannerProblem(int Status, string Title, string Detail)
{
    /// <summary>The media type of problem details.</summary>
    public const string MediaType = "application/problem+json";

    private const int SecondsToRetry = 5;
    private const int MostErrors = 20;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>There is no revision yet.</summary>
    public static PlannerProblem NotReady { get; } = new(503, "Not ready", "The service has no graph yet: its first revision is being built, or its inputs were refused (the log says why).");

    /// <summary>Too many queries are waiting for an old revision.</summary>
    public static PlannerProblem Busy { get; } = new(503, "Busy", "Too many questions about earlier revisions wait already; ask again in a few seconds.");

    /// <summary>Too many queries are waiting for the planner.</summary>
    public static PlannerProblem Crowded { get; } = new(503, "Busy", "Too many questions wait for the planner already; ask again in a few seconds.");

    /// <summary>The invalid parameter; null if there is none.</summary>
    public string? Parameter { get; init; }

    /// <summary>What may have been meant instead.</summary>
    public IReadOnlyList<string> NearMatches { get; init; } = [];

    /// <summary>All problems if there are several; the first is this one.</summary>
    public ImmutableArray<Refusal> Errors { get; init; } = [];

    /// <summary>The typed reasons; empty if something is misspelled.</summary>
    public ImmutableArray<Reason> Reasons { get; init; } = [];

    /// <summary>The title as one word, from a closed set, for metrics.</summary>
    public string Kind => Title.ToLowerInvariant().Replace(' ', '_');

    /// <summary>Only the answers for clusters were kept undamaged of a served revision.</summary>
    public static PlannerProblem Damaged(int revision) => new(
        StatusCodes.Status503ServiceUnavailable,
        "Unreadable revision",
        $"Of revision {revision} only the answers for clusters could be read again; the next refresh builds it anew.");

    /// <summary>The header allows none of the answer's formats.</summary>
    public static PlannerProblem NotAcceptable(ImmutableArray<AnswerFormat> offered) => new(
        StatusCodes.Status406NotAcceptable,
        "Not acceptable",
        $"This answer has the formats {string.Join(", ", offered.Select(format => format.Name()))}: 'Accept' must allow one of {string.Join(", ", offered.Select(FormatNegotiation.TypeOf))}, or 'format' name one.")
    {
        NearMatches = [.. offered.Select(format => format.Name())],
    };

    /// <summary>The planner refuses the query.</summary>
    /// <param name="reply">A reply with at least one refusal.</param>
    public static PlannerProblem Of(Reply reply)
    {
        var first = reply.Refusals[0];
        var (status, title) = first.Kind switch
        {
            RefusalKind.Rollback => (StatusCodes.Status422UnprocessableEntity, "Rollback not supported"),
            RefusalKind.UnknownName => (StatusCodes.Status400BadRequest, "Unknown name"),
            _ => (StatusCodes.Status400BadRequest, "Invalid value"),
        };
        return new PlannerProblem(status, title, first.Message)
        {
            Parameter = first.Parameter,
            NearMatches = first.NearMatches,
            Errors = reply.Refusals.Length > 1 ? [.. reply.Refusals.Take(MostErrors)] : [],
            Reasons = reply.Answer is PathAnswer answer ? answer.Reasons : [],
        };
    }

    /// <summary>The requested release does not exist.</summary>
    public static PlannerProblem UnknownRelease(ReleaseAnswer answer) => new(StatusCodes.Status404NotFound, "Unknown release", answer.Reasons[0].Message)
    {
        Parameter = "version",
        NearMatches = answer.Reasons[0].Evidence.NearMatches,
        Reasons = answer.Reasons,
    };

    /// <summary>Writes the problem as the response.</summary>
    public Task WriteAsync(HttpContext context)
    {
        var (response, body) = (context.Response, ToJson());
        context.Items[typeof(PlannerProblem)] = this; // For the metrics.
        SetStatus(response);
        response.ContentType = MediaType;
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    /// <summary>Sets the status, and a time to retry after if that helps.</summary>
    public void SetStatus(HttpResponse response)
    {
        response.StatusCode = Status;
        if (Status is 503 or 429)
        {
            response.Headers.RetryAfter = SecondsToRetry.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
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

            WriteNames(json, NearMatches);
            if (!Errors.IsEmpty)
            {
                WriteErrors(json);
            }

            if (!Reasons.IsEmpty)
            {
                ReasonJson.WriteReasons(json, Reasons);
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteNames(Utf8JsonWriter json, IReadOnlyList<string> nearMatches)
    {
        if (nearMatches.Count == 0)
        {
            return;
        }

        json.WriteStartArray("nearMatches"u8);
        foreach (var match in nearMatches)
        {
            json.WriteStringValue(match);
        }

        json.WriteEndArray();
    }

    private void WriteErrors(Utf8JsonWriter json)
    {
        json.WriteStartArray("errors"u8);
        foreach (var error in Errors)
        {
            json.WriteStartObject();
            json.WriteString("detail"u8, error.Message);
            json.WriteString("parameter"u8, error.Parameter);
            WriteNames(json, error.NearMatches);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

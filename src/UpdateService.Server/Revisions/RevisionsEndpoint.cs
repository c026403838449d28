using System.Text.Encodings.Web;
using System.Text.Json;
using UpdateService.Builder.Revisions;
using UpdateService.Planning.Comparisons;
using UpdateService.Planning.Questions;
using UpdateService.Server.Graphs;
using UpdateService.Server.Hosting;
using UpdateService.Server.Plans;

namespace UpdateService.Server.Revisions;

/// <summary>
/// <c>{prefix}/v1/revisions</c>: what was served when; <c>/revisions/{n}</c>: one revision with its inputs, problems and quarantine;
/// <c>/revisions/{a}/diff/{b}</c>: the changes between two, by channel.
/// </summary>
internal sealed class RevisionsEndpoint(RevisionFinder finder, RevisionStore store, PreparedAnswers answers)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The list, newest first.</summary>
    public Task ListAsync(HttpContext context) => WriteAsync(context, json =>
    {
        json.WriteStartObject();
        WriteNumber(json, "served"u8, store.Current);
        WriteNumber(json, "pinned"u8, store.Pinned);
        json.WriteStartArray("revisions"u8);
        foreach (var record in finder.Records.Reverse())
        {
            WriteSummary(json, record);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>One revision, or the differences between two.</summary>
    /// <param name="context">The request.</param>
    /// <param name="rest">The path after <c>revisions/</c>.</param>
    public Task GetAsync(HttpContext context, string rest) => rest.Split('/') switch
    {
        [{ Length: > 0 } name] => GetOneAsync(context, name),
        [{ Length: > 0 } before, "diff", { Length: > 0 } after] => CompareAsync(context, before, after),
        _ => new PlannerProblem(StatusCodes.Status404NotFound, "Unknown address", "There are revisions, revisions/{n} and revisions/{a}/diff/{b}.").WriteAsync(context),
    };

    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> key, Revision? revision)
    {
        if (revision is null)
        {
            json.WriteNull(key);
        }
        else
        {
            json.WriteNumber(key, revision.Number);
        }
    }

    private static void WriteSummary(Utf8JsonWriter json, RevisionRecord record)
    {
        json.WriteStartObject();
        json.WriteNumber("number"u8, record.Number);
        json.WriteString("contentHash"u8, record.ContentHash);
        json.WriteString("builtAt"u8, record.BuiltAt);
        json.WriteNumber("releases"u8, record.Counts.Releases);
        json.WriteNumber("channels"u8, record.Counts.Channels);
        json.WriteNumber("edges"u8, record.Counts.Edges);
        json.WriteNumber("conditionalEdges"u8, record.Counts.ConditionalEdges);
        json.WriteNumber("problems"u8, record.Counts.Problems);
        json.WriteNumber("quarantined"u8, record.Counts.Quarantined);
        json.WriteEndObject();
    }

    private static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        await using (var json = new Utf8JsonWriter(buffer, Options))
        {
            write(json);
        }

        await WriteAsync(context, buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
    }

    private static async Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        context.Response.ContentType = MediaTypes.Json;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await PacedBody.WriteAsync(context, body);
        }
    }

    private static bool IsKnown(HttpContext context, string tag)
    {
        var entityTag = $"\"{tag}\"";
        context.Response.Headers.ETag = entityTag;
        if (context.Request.Headers.IfNoneMatch is not { Count: > 0 } ifNoneMatch || !EntityTags.Match(ifNoneMatch, entityTag))
        {
            return false;
        }

        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    private async Task GetOneAsync(HttpContext context, string name)
    {
        var (record, problem) = finder.FindRecord(name);
        if (record is null)
        {
            await problem!.WriteAsync(context);
        }
        else if (!IsKnown(context, $"{record.Number}-{record.ContentHash[..16]}"))
        {
            await WriteAsync(context, JsonSerializer.SerializeToUtf8Bytes(record, RevisionJson.Default.RevisionRecord));
        }
    }

    /// <summary>The differences between two revisions.</summary>
    /// <param name="context">The request.</param>
    /// <param name="before">The earlier one: a number or the start of a hash; null for the served one.</param>
    /// <param name="after">The later one, likewise.</param>
    public Task CompareAsync(HttpContext context, string? before, string? after) => answers.AnswerAsync(
        context,
        QuestionKind.Difference,
        inPath: null,
        _ => finder.ChooseAll(before, after),
        (revisions, query) => Compare(revisions[0], revisions[1], query.Parameters, context.RequestAborted));

    private static Reply Compare(Revision before, Revision after, QuestionParameters parameters, CancellationToken cancellationToken)
    {
        var reply = GraphComparison.Ask(before.Graph, after.Graph, parameters, cancellationToken);
        return reply with { Answer = reply.Answer is GraphComparison comparison ? comparison with { Revisions = (before.Number, after.Number) } : null };
    }
}

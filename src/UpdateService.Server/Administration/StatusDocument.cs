using System.Text.Encodings.Web;
using System.Text.Json;
using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Revisions;
using UpdateService.Planning.Writing;
using UpdateService.Server.Graphs;
using UpdateService.Server.Hosting;
using UpdateService.Server.Metrics;
using UpdateService.Server.Revisions;

namespace UpdateService.Server.Administration;

/// <summary><c>/status</c>: reports as JSON what is served, what waits for an operator, and what is wrong.</summary>
internal sealed class StatusDocument(
    RevisionStore store,
    RevisionLibrary library,
    IRevisionOrigin origin,
    ServiceMetrics metrics,
    ConnectionLimit connections,
    TimeProvider time,
    PublishService? publishing = null)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true };

    /// <summary>Everything that an operator should check, one sentence each; empty if there is nothing.</summary>
    public IEnumerable<string> Troubles()
    {
        if (store.Pinned is { } pinned)
        {
            yield return $"Revision {pinned.Number} is pinned; the newest is {store.Newest?.Number ?? 0}.";
        }

        if (origin.HeldBack is { } heldBack)
        {
            yield return $"A build is held back since {heldBack.Since:u}: {heldBack.Reason.Message} (candidate {heldBack.Candidate})";
        }
        else if (metrics.LastRefresh is { IsHealthy: false } refused)
        {
            yield return $"The inputs are refused for {Amount.Of(refused.Reasons.Count(), "reason")}; the first: {refused.Reasons.FirstOrDefault()}";
        }

        if (metrics.LastFailure is { } stopped)
        {
            yield return stopped;
        }

        foreach (var trouble in origin.GuardTroubles)
        {
            yield return trouble;
        }

        foreach (var outage in metrics.LastRefresh is { IsHealthy: true } last ? last.Outages : [])
        {
            yield return $"{outage}";
        }

        if (library.Failure is { } failure)
        {
            yield return failure;
        }

        foreach (var trouble in publishing?.Troubles ?? [])
        {
            yield return trouble;
        }
    }

    /// <summary>The same for visitors, without locations and details.</summary>
    public IEnumerable<string> PublicTroubles()
    {
        if (store.Pinned is { } pinned)
        {
            yield return $"Revision {pinned.Number} is pinned; the newest is {store.Newest?.Number ?? 0}.";
        }

        if (origin.HeldBack is { } heldBack)
        {
            yield return $"A build is held back since {heldBack.Since:u}, and the revision before it is served.";
        }
        else if (metrics.LastRefresh is { IsHealthy: false })
        {
            yield return "The inputs are refused, and the last good revision is served.";
        }

        if (metrics.LastRefresh is { IsHealthy: true } last && last.Outages.Any())
        {
            yield return "A source cannot be read, and what was last read from it is served.";
        }

        if (library.Failure is not null)
        {
            yield return "Revisions cannot be kept.";
        }

        if (publishing?.Troubles.Any() == true)
        {
            yield return "Revisions cannot be published.";
        }
    }

    /// <summary>The same for operators, with the clients that were refused.</summary>
    public IEnumerable<string> TroublesWithClients() => Troubles().Concat(connections.Troubles);

    /// <summary>Writes the document.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await using (var json = new Utf8JsonWriter(buffer, Options))
        {
            Write(json);
        }

        context.Response.ContentType = MediaTypes.Json;
        context.Response.ContentLength = buffer.Length;
        context.Response.Headers.CacheControl = "no-store";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), context.RequestAborted);
        }
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("build"u8, ServiceVersion.Text);
        json.WriteString("sources"u8, origin.Description);
        WriteRevision(json, "served"u8, store.Current);
        WriteRevision(json, "newest"u8, store.Newest);
        WriteRevision(json, "pinned"u8, store.Pinned);
        WriteHeldBack(json);
        WriteLastRefresh(json);
        json.WriteNumber("keptRevisions"u8, library.Records.Length);
        json.WriteStartArray("troubles"u8);
        foreach (var trouble in TroublesWithClients())
        {
            json.WriteStringValue(trouble);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteRevision(Utf8JsonWriter json, ReadOnlySpan<byte> key, Revision? revision)
    {
        if (revision is null)
        {
            json.WriteNull(key);
            return;
        }

        json.WriteStartObject(key);
        json.WriteNumber("number"u8, revision.Number);
        json.WriteString("contentHash"u8, revision.Record.ContentHash);
        json.WriteString("builtAt"u8, revision.Record.BuiltAt);
        json.WriteNumber("ageSeconds"u8, Math.Max(0, (long)(time.GetUtcNow() - revision.Record.BuiltAt).TotalSeconds));
        json.WriteNumber("problems"u8, revision.Counts.Problems);
        json.WriteNumber("quarantined"u8, revision.Counts.Quarantined);
        json.WriteEndObject();
    }

    private void WriteHeldBack(Utf8JsonWriter json)
    {
        if (origin.HeldBack is not { } heldBack)
        {
            json.WriteNull("heldBack"u8);
            return;
        }

        json.WriteStartObject("heldBack"u8);
        json.WriteString("candidate"u8, heldBack.Candidate);
        json.WriteString("since"u8, heldBack.Since);
        json.WriteString("reason"u8, heldBack.Reason.Message);
        WriteGroups(json, heldBack);
        json.WriteEndObject();
    }

    /// <summary>What the build would open and weaken, so that an operator can decide.</summary>
    private static void WriteGroups(Utf8JsonWriter json, HeldBackRevision heldBack)
    {
        json.WriteStartArray("groups"u8);
        foreach (var group in heldBack.Groups)
        {
            json.WriteStartObject();
            json.WriteString("cause"u8, group.Cause);
            json.WriteNumber("opened"u8, group.Opened);
            json.WriteNumber("weakened"u8, group.Weakened);
            json.WriteStartArray("files"u8);
            foreach (var file in group.Files)
            {
                json.WriteStringValue(file);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteLastRefresh(Utf8JsonWriter json)
    {
        if (metrics.LastRefresh is not { } last)
        {
            json.WriteNull("lastRefresh"u8);
            return;
        }

        json.WriteStartObject("lastRefresh"u8);
        json.WriteString("outcome"u8, last.Outcome.ToString());
        json.WriteBoolean("healthy"u8, last.IsCurrent && metrics.LastFailure is null);
        json.WriteNumber("milliseconds"u8, (long)last.Duration.TotalMilliseconds);
        json.WriteNumber("problems"u8, last.Problems.Length);
        WriteProblems(json, "reasons"u8, last.Reasons);
        WriteProblems(json, "errors"u8, last.Errors);
        WriteProblems(json, "warnings"u8, last.Problems.Where(problem => problem.Severity == ProblemSeverity.Warning));
        json.WriteEndObject();
    }

    private static void WriteProblems(Utf8JsonWriter json, ReadOnlySpan<byte> key, IEnumerable<Problem> problems)
    {
        json.WriteStartArray(key);
        foreach (var problem in ProblemExcerpt.Of(problems))
        {
            json.WriteStringValue(problem.ToString());
        }

        json.WriteEndArray();
    }
}

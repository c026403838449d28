using System.Text.Encodings.Web;
using System.Text.Json;
using UpdateService.Builder.Revisions;

namespace UpdateService.Server.Graphs;

/// <summary>
/// Every error of the protocol with its status, kind and text: JSON <c>{"kind":…,"value":…}</c> and nothing else.
/// </summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Kind">A word for programs, from a closed set.</param>
/// <param name="Value">A readable sentence.</param>
/// <seealso href="https://github.com/openshift/cincinnati/blob/master/commons/src/errors.rs"/>
public sealed record ProtocolError(int Status, string Kind, string Value)
{
    private const int SecondsToRetry = 5;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The <c>Accept</c> header allows none of the types.</summary>
    public static ProtocolError InvalidContentType { get; } = new(406, "invalid_content_type", "invalid Content-Type requested");

    /// <summary>There is no revision yet.</summary>
    public static ProtocolError NotReady { get; } = new(503, "not_ready", "the service has no graph yet: its first revision is being built, or its inputs were refused (the log says why)");

    /// <summary>The client sends requests more often than it may.</summary>
    public static ProtocolError TooManyRequests { get; } = new(429, "too_many_requests", "too many requests come from this address; ask again in some seconds");

    /// <summary>The path is known, the method is not.</summary>
    public static ProtocolError MethodNotAllowed { get; } = new(405, "method_not_allowed", "method not allowed: use GET or HEAD");

    /// <summary>An internal error.</summary>
    public static ProtocolError Internal { get; } = new(500, "failed_plugin_execution", "failed to execute plugins: the request failed inside the service; its log says why");

    /// <summary>Mandatory parameters are missing.</summary>
    /// <param name="names">In ordinal order.</param>
    public static ProtocolError MissingParameters(IEnumerable<string> names) =>
        new(400, "missing_params", $"mandatory client parameters missing: {string.Join(", ", names)}");

    /// <summary>A parameter's value is refused.</summary>
    public static ProtocolError InvalidParameter(string name, string value, string pattern) =>
        new(400, "invalid_params", $"invalid client parameters: {name} '{value}' does not match regex '{pattern}'");

    /// <summary>A signature's address is wrong.</summary>
    public static ProtocolError InvalidSignaturePath(string path) =>
        new(400, "invalid_params", $"invalid client parameters: signature path '{path}' is not of the form sha256=<hex>/signature-<number>");

    /// <summary>There is no such thing.</summary>
    public static ProtocolError DoesNotExist(string what) => new(404, "does_not_exist", $"does not exist: {what}");

    /// <summary>There is no such revision, or it is no longer kept.</summary>
    /// <param name="name">As the client wrote it.</param>
    /// <param name="kept">The kept revisions, oldest first.</param>
    public static ProtocolError UnknownRevision(string name, IReadOnlyList<RevisionRecord> kept) => DoesNotExist(
        $"revision '{name}'; {(kept.Count == 0 ? "none is kept yet" : $"those from {kept[0].Number} to {kept[^1].Number} are kept")}");

    /// <summary>Writes the error as the response.</summary>
    public Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        var body = ToJson();
        context.Items[typeof(ProtocolError)] = this; // For the metrics.
        response.StatusCode = Status;
        response.ContentType = MediaTypes.Json;
        response.ContentLength = body.Length;
        if (Status is 503 or 429)
        {
            response.Headers.RetryAfter = SecondsToRetry.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return context.Request.Method == HttpMethods.Head ? Task.CompletedTask : response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private byte[] ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("kind"u8, Kind);
            json.WriteString("value"u8, Value);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}

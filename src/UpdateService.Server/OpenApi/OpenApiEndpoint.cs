using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using UpdateService.Server.Graphs;
using UpdateService.Server.Hosting;

namespace UpdateService.Server.OpenApi;

/// <summary>
/// <c>{prefix}/openapi</c> and <c>{prefix}/v1/openapi</c>: the OpenAPI document of the service. Its paths carry the path prefix, as
/// upstream's do; <c>servers</c> names the base path; the mandatory parameters of the graph are those that are configured.
/// </summary>
/// <seealso href="https://github.com/openshift/cincinnati/blob/master/policy-engine/src/openapi.rs"/>
internal sealed class OpenApiEndpoint(ServiceOptions options)
{
    private static readonly string[] GraphPaths = ["/graph", "/v1/graph"];
    private static readonly JsonWriterOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true };

    private readonly byte[] document = Write(options);

    /// <summary>Answers a request.</summary>
    public Task GetAsync(HttpContext context)
    {
        context.Response.ContentType = MediaTypes.Json;
        context.Response.ContentLength = document.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : PacedBody.WriteAsync(context, document);
    }

    private static byte[] Write(ServiceOptions options)
    {
        using var resource = typeof(OpenApiEndpoint).Assembly.GetManifestResourceStream("openapi.json")!;
        var root = JsonNode.Parse(resource)!;
        var paths = root["paths"]!.AsObject();
        foreach (var path in GraphPaths)
        {
            Require(paths[path]!["parameters"]!.AsArray(), options.Mandatory);
        }

        var prefixed = paths.Select(path => KeyValuePair.Create(options.PathPrefix + path.Key, path.Value?.DeepClone()));
        root["paths"] = new JsonObject(prefixed);
        if (options.BasePath.Length > 0)
        {
            root["servers"] = new JsonArray(new JsonObject { ["url"] = options.BasePath });
        }

        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Written))
        {
            root.WriteTo(writer);
        }

        return buffer.ToArray();
    }

    /// <summary>Marks the mandatory parameters, and adds those that the document does not know.</summary>
    private static void Require(JsonArray parameters, ImmutableArray<string> mandatory)
    {
        foreach (var name in mandatory)
        {
            var parameter = parameters.FirstOrDefault(known => (string?)known!["name"] == name);
            if (parameter is null)
            {
                parameter = new JsonObject { ["name"] = name, ["in"] = "query", ["schema"] = new JsonObject { ["type"] = "string" } };
                parameters.Add(parameter);
            }

            parameter["required"] = true;
        }
    }
}

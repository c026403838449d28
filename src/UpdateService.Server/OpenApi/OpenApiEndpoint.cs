using System.Text;
using UpdateService.Server.Graphs;
using UpdateService.Server.Hosting;

namespace UpdateService.Server.OpenApi;

/// <summary><c>{prefix}/openapi</c> and <c>{prefix}/v1/openapi</c>: the OpenAPI document of the service, with its own prefix.</summary>
internal sealed class OpenApiEndpoint(ServiceOptions options)
{
    private const string PrefixMark = "PATH_PREFIX";

    private readonly byte[] document = Read(options.PathPrefix);

    /// <summary>Answers a request.</summary>
    public Task GetAsync(HttpContext context)
    {
        context.Response.ContentType = MediaTypes.Json;
        context.Response.ContentLength = document.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : PacedBody.WriteAsync(context, document);
    }

    private static byte[] Read(string prefix)
    {
        using var resource = typeof(OpenApiEndpoint).Assembly.GetManifestResourceStream("openapi.json")!;
        using var reader = new StreamReader(resource);
        return Encoding.UTF8.GetBytes(reader.ReadToEnd().Replace(PrefixMark, prefix, StringComparison.Ordinal));
    }
}

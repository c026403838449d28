using System.Reflection;
using System.Text.Json;
using Microsoft.OpenApi;
using UpdateService.Server.Graphs;

namespace UpdateService.Server.Tests.OpenApi;

/// <summary>The service's description of itself.</summary>
public sealed class OpenApiEndpointTests(SampleService sample) : IClassFixture<SampleService>
{
    [Theory]
    [InlineData("/openapi")]
    [InlineData("/v1/openapi")]
    public async Task Both_paths_answer_a_document_without_errors(string path)
    {
        var answer = await sample.Service.GetAsync(path);
        var (document, diagnostic) = OpenApiDocument.Parse(answer.Text, "json");

        Assert.Equal((200, "application/json"), (answer.Status, answer["Content-Type"]));
        Assert.Empty(diagnostic!.Errors);
        Assert.Empty(diagnostic.Warnings);
        Assert.All(document!.Paths.Keys, key => Assert.StartsWith($"{RunningService.Prefix}/", key, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/updates")]
    [InlineData("/größer")]
    public async Task The_document_names_the_prefix_in_use(string prefix)
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data, $"--path-prefix={prefix}");

        var answer = await Wire.AskAsync(service.Protocol, "GET", $"{Uri.EscapeDataString(prefix).Replace("%2F", "/", StringComparison.Ordinal)}/openapi");
        var (document, diagnostic) = OpenApiDocument.Parse(answer.Text, "json");

        Assert.Empty(diagnostic!.Errors);
        Assert.All(document!.Paths.Keys, key => Assert.StartsWith($"{prefix}/", key, StringComparison.Ordinal));
        Assert.Contains($"{prefix}/v1/graph", document.Paths.Keys);
        Assert.Equal(17, document.Paths.Count);
    }

    [Fact]
    public async Task Every_documented_path_answers_as_documented()
    {
        var (document, _) = OpenApiDocument.Parse((await sample.Service.GetAsync("/openapi")).Text, "json");
        Assert.Equal(
            [
                "/graph", "/graph-data", "/openapi", "/signatures/{digest}/{signature}", "/v1/channels", "/v1/compare", "/v1/explain", "/v1/graph", "/v1/matrix", "/v1/openapi", "/v1/path", "/v1/recommended",
                "/v1/releases", "/v1/releases/{version}", "/v1/revisions", "/v1/revisions/{a}/diff/{b}", "/v1/revisions/{n}",
            ],
            document!.Paths.Keys.Select(Bare).Order(StringComparer.Ordinal));

        foreach (var (path, item) in document.Paths)
        {
            var target = Concrete(path);
            foreach (var (method, operation) in item.Operations!)
            {
                var answer = await sample.Service.AskAsync(method.Method, $"{target}?{Examples(item, operation)}");

                var documented = operation.Responses!["200"].Content!;
                Assert.Equal(200, answer.Status);
                Assert.Contains(answer["Content-Type"]!, documented.Keys);
            }
        }
    }

    [Fact]
    public async Task Every_answer_of_the_planner_has_the_documented_properties_in_every_documented_type()
    {
        var (document, _) = OpenApiDocument.Parse((await sample.Service.GetAsync("/openapi")).Text, "json");
        var planner = document!.Paths.Where(path => path.Value.Operations![HttpMethod.Get].Responses!.TryGetValue("406", out var refused) && refused.Content!.ContainsKey("application/problem+json")).ToList();

        Assert.Equal(9, planner.Count);
        foreach (var (path, item) in planner)
        {
            var operation = item.Operations![HttpMethod.Get];
            var target = $"{Concrete(path)}?{Examples(item, operation)}";
            foreach (var (type, content) in operation.Responses!["200"].Content!)
            {
                var answer = await sample.Service.GetAsync(target, $"Accept: {type}");
                Assert.Equal((200, type), (answer.Status, answer["Content-Type"]));
                if (type == "application/json")
                {
                    using var json = JsonDocument.Parse(answer.Body);
                    var written = json.RootElement.EnumerateObject().Select(property => property.Name).ToList();
                    Assert.Empty(written.Except(content.Schema!.Properties!.Keys));
                    Assert.Empty(content.Schema.Required!.Except(written));
                }
            }
        }
    }

    [Fact]
    public async Task Every_kind_of_error_that_has_no_words_of_its_own_is_documented()
    {
        var (document, _) = OpenApiDocument.Parse((await sample.Service.GetAsync("/openapi")).Text, "json");

        var documented = document!.Components!.Schemas!["GraphError"].Properties!["kind"].Enum!.Select(kind => kind.GetValue<string>());
        var kinds = typeof(ProtocolError).GetProperties(BindingFlags.Public | BindingFlags.Static).Select(property => property.GetValue(null)).OfType<ProtocolError>().Select(error => error.Kind).ToList();

        Assert.Contains(ProtocolError.TooManyRequests.Kind, kinds);
        Assert.Subset(documented.ToHashSet(StringComparer.Ordinal), kinds.ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_mandatory_parameter_is_documented_with_its_pattern()
    {
        var (document, _) = OpenApiDocument.Parse((await sample.Service.GetAsync("/openapi")).Text, "json");

        var channel = document!.Paths[$"{RunningService.Prefix}/graph"].Parameters!.Single(parameter => parameter.Name == "channel");

        Assert.True(channel.Required);
        Assert.Equal(@"^[0-9a-z\-\.]+$", channel.Schema!.Pattern);
    }

    private static string Bare(string path) => path[RunningService.Prefix.Length..];

    private static string Concrete(string path) => Bare(path)
        .Replace("{digest}", $"sha256={GraphDataDirectory.DigestOf("4.18.1", "amd64")}", StringComparison.Ordinal)
        .Replace("{n}", "1", StringComparison.Ordinal)
        .Replace("{a}", "1", StringComparison.Ordinal)
        .Replace("{b}", "1", StringComparison.Ordinal)
        .Replace("{version}", "4.18.1", StringComparison.Ordinal)
        .Replace("{signature}", "signature-1", StringComparison.Ordinal);

    private static string Examples(IOpenApiPathItem item, OpenApiOperation operation) => string.Join('&', (item.Parameters ?? []).Concat(operation.Parameters ?? [])
        .Where(parameter => parameter is { In: ParameterLocation.Query, Example: not null })
        .Select(parameter => $"{parameter.Name}={parameter.Example!.GetValue<string>()}"));
}

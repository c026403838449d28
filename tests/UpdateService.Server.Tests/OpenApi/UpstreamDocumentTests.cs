using System.Text.Json.Nodes;

namespace UpdateService.Server.Tests.OpenApi;

/// <summary>Where upstream's OpenAPI document describes the same thing, a client finds it under the same key.</summary>
/// <remarks>The facts are those of openshift/cincinnati, <c>policy-engine/src/openapiv3.json</c>, with the path prefix that its server adds.</remarks>
public sealed class UpstreamDocumentTests(SampleService sample) : IClassFixture<SampleService>
{
    private const string GraphError = "#/components/schemas/GraphError";

    private static readonly string[] GraphPaths = ["/api/upgrades_info/graph", "/api/upgrades_info/v1/graph"];

    [Theory]
    [InlineData("openapi", "3.0.3")]
    [InlineData("paths./api/upgrades_info/graph.get.operationId", "getGraph")]
    [InlineData("paths./api/upgrades_info/v1/graph.get.operationId", "getV1Graph")]
    [InlineData("components.schemas.Version.type", "string")]
    [InlineData("components.schemas.Version.example", "4.16.3")]
    [InlineData("components.schemas.Graph.properties.version.type", "integer")]
    [InlineData("components.schemas.Graph.properties.version.example", "1")]
    [InlineData("components.schemas.Graph.properties.nodes.items.$ref", "#/components/schemas/Node")]
    [InlineData("components.schemas.Graph.properties.edges.items.$ref", "#/components/schemas/Edge")]
    [InlineData("components.schemas.Graph.properties.conditionalEdges.items.$ref", "#/components/schemas/ConditionalEdges")]
    [InlineData("components.schemas.Graph.required", """["version","nodes","edges","conditionalEdges"]""")]
    [InlineData("components.schemas.Node.required", """["version","payload","metadata"]""")]
    [InlineData("components.schemas.Node.properties.metadata.additionalProperties.type", "string")]
    [InlineData("components.schemas.Edge.type", "array")]
    [InlineData("components.schemas.Edge.items.type", "integer")]
    [InlineData("components.schemas.Edge.items.format", "int32")]
    [InlineData("components.schemas.Edge.items.minimum", "0")] // Upstream says 1, which its own answers break.
    [InlineData("components.schemas.ConditionalEdges.required", """["edges","risks"]""")]
    [InlineData("components.schemas.ConditionalEdges.properties.edges.items.properties.from.$ref", "#/components/schemas/Version")]
    [InlineData("components.schemas.ConditionalEdges.properties.edges.items.properties.to.$ref", "#/components/schemas/Version")]
    [InlineData("components.schemas.ConditionalEdges.properties.risks.items.properties.url.type", "string")]
    [InlineData("components.schemas.ConditionalEdges.properties.risks.items.properties.matchingRules.items.properties.promql.properties.promql.type", "string")]
    [InlineData("components.schemas.GraphError.required", """["kind","value"]""")]
    [InlineData("components.schemas.GraphError.properties.kind.type", "string")]
    [InlineData("components.schemas.GraphError.properties.value.type", "string")]
    public async Task A_key_has_upstreams_value(string key, string value) => Assert.Equal(value, Text(Find(await ReadAsync(sample.Service), key.Split('.'))));

    [Fact]
    public async Task The_path_item_of_the_graph_has_upstreams_parameters()
    {
        var document = await ReadAsync(sample.Service);
        foreach (var path in GraphPaths)
        {
            var parameters = document["paths"]![path]!["parameters"]!.AsArray().ToDictionary(parameter => (string)parameter!["name"]!, StringComparer.Ordinal);

            Assert.Equal(["arch", "channel", "id", "version"], parameters.Keys.Order(StringComparer.Ordinal));
            Assert.All(parameters.Values, parameter => Assert.Equal("query", (string?)parameter!["in"]));
            Assert.Equal("amd64", Text(Find(parameters["arch"]!, "schema", "default")));
            Assert.Equal("#/components/schemas/Version", Text(Find(parameters["version"]!, "schema", "$ref")));
            Assert.Equal(["string", "string", "string"], ((string[])["arch", "channel", "id"]).Select(name => Text(Find(parameters[name]!, "schema", "type"))));
            Assert.Equal("true", Text(parameters["channel"]!["required"]));
        }
    }

    [Fact]
    public async Task The_graph_has_upstreams_responses_and_those_that_only_this_service_has()
    {
        var document = await ReadAsync(sample.Service);
        foreach (var path in GraphPaths)
        {
            var responses = Find(document, "paths", path, "get", "responses")!.AsObject();

            Assert.Equal(["200", "304", "400", "405", "406", "429", "500", "503", "default"], responses.Select(response => response.Key));
            Assert.Equal("#/components/schemas/Graph", Text(Find(responses, "200", "content", "application/json", "schema", "$ref")));
            Assert.All(responses.Where(response => response.Key is not ("200" or "304")), response => Assert.Equal(GraphError, Text(Find(response.Value!, "content", "application/json", "schema", "$ref"))));
        }
    }

    [Fact]
    public async Task Every_address_documents_the_errors_that_any_address_may_answer()
    {
        foreach (var (path, item) in (await ReadAsync(sample.Service))["paths"]!.AsObject())
        {
            Assert.Subset(Find(item!, "get", "responses")!.AsObject().Select(response => response.Key).ToHashSet(StringComparer.Ordinal), new HashSet<string>(["405", "429", "500"], StringComparer.Ordinal));
            var answer = await sample.Service.AskAsync("POST", path[RunningService.Prefix.Length..], "Content-Length: 0");
            Assert.Equal((405, "application/json"), (answer.Status, answer["Content-Type"]));
        }
    }

    [Theory]
    [InlineData("channel", "channel")]
    [InlineData("none", "")]
    [InlineData("id,channel", "channel id")]
    [InlineData("site,channel,rack", "channel rack site")]
    public async Task The_mandatory_parameters_are_those_that_are_configured(string mandatory, string required)
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data, "--mandatory", mandatory);

        var document = await ReadAsync(service);

        foreach (var path in GraphPaths)
        {
            var parameters = document["paths"]![path]!["parameters"]!.AsArray();
            Assert.Equal(required, string.Join(' ', parameters.Where(parameter => (bool?)parameter!["required"] == true).Select(parameter => (string)parameter!["name"]!).Order(StringComparer.Ordinal)));
            Assert.Equal(parameters.Count, parameters.Select(parameter => (string)parameter!["name"]!).Distinct(StringComparer.Ordinal).Count());
        }
    }

    private static async Task<JsonNode> ReadAsync(RunningService service) => JsonNode.Parse((await service.GetAsync("/openapi")).Body)!;

    private static JsonNode? Find(JsonNode node, params IEnumerable<string> keys) => keys.Aggregate((JsonNode?)node, (found, key) => found?[key]);

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : node?.ToJsonString();
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace UpdateService.EndToEnd.Tests.Deploy;

/// <summary>What an overlay sends to a cluster.</summary>
/// <param name="Manifests">In the order in which they are sent.</param>
internal sealed record Overlay(IReadOnlyList<JsonObject> Manifests)
{
    /// <summary>The name of an overlay for tests alone: Kubernetes with every component.</summary>
    public const string WithEverything = "kubernetes with every component";

    /// <summary>The Deployment's description of pods.</summary>
    public JsonNode Template => One("Deployment")["spec"]!["template"]!;

    /// <summary>The pod.</summary>
    public JsonNode Pod => Template["spec"]!;

    /// <summary>Its container.</summary>
    public JsonNode Container => Pod["containers"]![0]!;

    /// <summary>The options of the service, as environment variables.</summary>
    public IReadOnlyList<(string Name, string Value)> Options
    {
        get
        {
            var name = Deploy.Manifests.Text(Assert.Single(Deploy.Manifests.Items(Container["envFrom"]))["configMapRef"]!["name"]);
            return [.. Deploy.Manifests.Pairs(Of("ConfigMap").Single(map => Name(map) == name)["data"])];
        }
    }

    /// <summary>The container's ports by name.</summary>
    public IReadOnlyDictionary<string, int> Ports => Deploy.Manifests.Items(Container["ports"])
        .ToDictionary(port => Deploy.Manifests.Text(port["name"]), port => int.Parse(Deploy.Manifests.Text(port["containerPort"]), CultureInfo.InvariantCulture), StringComparer.Ordinal);

    /// <summary>All manifests of a kind.</summary>
    public IEnumerable<JsonObject> Of(string kind) => Manifests.Where(manifest => Deploy.Manifests.Kind(manifest) == kind);

    /// <summary>The one manifest of a kind.</summary>
    public JsonObject One(string kind) => Assert.Single(Of(kind));

    /// <summary>The part whose manifests' names are so.</summary>
    public Overlay Part(Func<string, bool> isPart) => new([.. Manifests.Where(manifest => isPart(Name(manifest)))]);

    /// <summary>A manifest's name.</summary>
    public static string Name(JsonNode manifest) => Deploy.Manifests.Text(manifest["metadata"]!["name"]);
}

using System.Text.Json.Nodes;

namespace UpdateService.EndToEnd.Tests.Deploy;

/// <summary>The overlay with one builder and servers that follow it.</summary>
public sealed class FollowersTests
{
    private const string Name = "followers";

    [RenderedTheory]
    [InlineData(Name)]
    public void It_is_the_servers_and_the_builder_side_by_side_in_one_namespace(string name)
    {
        var overlay = Kubectl.Render(name);

        Assert.All(overlay.Manifests, manifest => Assert.Empty(Shape.Problems(manifest)));
        Assert.Equal(overlay.Manifests.Count, overlay.Manifests.DistinctBy(manifest => (Manifests.Kind(manifest), Overlay.Name(manifest))).Count());
        Assert.Equal(Kubectl.Render($"{name}/servers").Manifests.Count + Kubectl.Render($"{name}/builder").Manifests.Count, overlay.Manifests.Count);
        Assert.All(overlay.Manifests.Where(manifest => Manifests.Kind(manifest) != "Namespace"), manifest => Assert.Equal("update-service", Manifests.Text(manifest["metadata"]!["namespace"])));
    }

    [RenderedTheory]
    [InlineData(Name)]
    public void Servers_follow_what_the_builder_publishes_and_have_no_source_of_their_own(string name)
    {
        var (servers, builder) = Parts(name);
        var (followed, published) = (Options(servers), Options(builder));

        Assert.Equal(published["UpdateService__Publish"], followed["UpdateService__Follow"]);
        Assert.DoesNotContain(followed.Keys, key => key.StartsWith("UpdateService__GraphData", StringComparison.Ordinal) || key.StartsWith("UpdateService__Releases", StringComparison.Ordinal));
        Assert.Equal(("on", "on"), (followed["UpdateService__Offline"], published["UpdateService__Offline"]));
        Assert.StartsWith("oci://mirror.example.com:8443/", published["UpdateService__GraphData"], StringComparison.Ordinal);
    }

    [RenderedTheory]
    [InlineData(Name)]
    public void The_builder_alone_may_push_and_keeps_its_state(string name)
    {
        var (servers, builder) = Parts(name);

        Assert.Equal(("1", """{"type":"Recreate"}"""), (Manifests.Text(builder.One("Deployment")["spec"]!["replicas"]), builder.One("Deployment")["spec"]!["strategy"]!.ToJsonString()));
        Assert.Empty(builder.Of("HorizontalPodAutoscaler"));
        Assert.Single(servers.Of("HorizontalPodAutoscaler"));
        Assert.Empty(servers.Of("PersistentVolumeClaim"));
        Assert.Contains(Overlay.Name(builder.One("PersistentVolumeClaim")), Manifests.Items(builder.Pod["volumes"]).Select(volume => volume["persistentVolumeClaim"]?["claimName"]?.ToString()));
        Assert.Equal(["update-service-pull-secret"], Secrets(servers));
        Assert.Equal(["update-service-administration", "update-service-push-secret"], Secrets(builder));
        Assert.Contains("create secret generic update-service-push-secret", Manifests.Readme, StringComparison.Ordinal);
        var mounts = Manifests.Items(builder.Container["volumeMounts"]).Select(mount => $"{Manifests.Text(mount["mountPath"])}/").ToList();
        Assert.All(Options(builder).Values.Where(value => value.StartsWith('/')), path => Assert.Contains(mounts, mount => path.StartsWith(mount, StringComparison.Ordinal)));
    }

    [RenderedTheory]
    [InlineData(Name)]
    public void Each_selector_finds_its_own_pods_and_clusters_are_led_to_the_servers(string name)
    {
        var (servers, builder) = Parts(name);

        foreach (var (own, other) in new[] { (servers, builder), (builder, servers) })
        {
            JsonNode?[] selectors =
            [
                own.One("Deployment")["spec"]!["selector"]!["matchLabels"], own.One("NetworkPolicy")["spec"]!["podSelector"]!["matchLabels"],
                own.One("PodDisruptionBudget")["spec"]!["selector"]!["matchLabels"], own.One("Service")["spec"]!["selector"],
                .. Manifests.Items(own.Pod["topologySpreadConstraints"]).Select(spread => spread["labelSelector"]!["matchLabels"]),
            ];
            Assert.Equal(6, selectors.Length);
            Assert.All(selectors, selector => Assert.Subset(Labels(own.Template), Manifests.Pairs(selector).ToHashSet()));
            Assert.All(selectors, selector => Assert.False(Manifests.Pairs(selector).ToHashSet().IsSubsetOf(Labels(other.Template)), selector!.ToJsonString()));
        }

        var backend = servers.One("Ingress")["spec"]!["rules"]![0]!["http"]!["paths"]![0]!["backend"]!["service"]!["name"];
        Assert.Equal(Overlay.Name(servers.One("Service")), Manifests.Text(backend));
    }

    [RenderedTheory]
    [InlineData(Name)]
    public void Both_are_scraped_as_one_job(string name)
    {
        var (servers, builder) = Parts(name);
        var monitor = servers.One("ServiceMonitor")["spec"]!;
        var job = Manifests.Text(monitor["jobLabel"]);

        foreach (var service in new[] { servers.One("Service"), builder.One("Service") })
        {
            Assert.Subset(Labels(service), Manifests.Pairs(monitor["selector"]!["matchLabels"]).ToHashSet());
            Assert.Equal("update-service", Manifests.Text(service["metadata"]!["labels"]![job]));
            Assert.Contains(Manifests.Text(monitor["endpoints"]![0]!["port"]), Manifests.Items(service["spec"]!["ports"]).Select(port => Manifests.Text(port["name"])));
        }
    }

    [RenderedTheory]
    [InlineData(Name)]
    public async Task The_builder_starts_with_its_options(string name)
    {
        var builder = Parts(name).Builder;
        using var mounts = new TemporaryFolder();
        foreach (var (file, text) in new[] { ("push-secret/.dockerconfigjson", """{"auths":{}}"""), ("administration/token", "0123456789abcdef") })
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(mounts.In(file))!);
            await File.WriteAllTextAsync(mounts.In(file), text);
        }

        var environment = Options(builder).Select(option => (option.Key, option.Value
            .Replace("/etc/update-service/", $"{mounts.Path}/", StringComparison.Ordinal)
            .Replace("mirror.example.com:8443", "127.0.0.1:1", StringComparison.Ordinal)));
        using var server = ServerProcess.Start(environment, "--listen", "http://127.0.0.1:0", "--status-listen", $"http://127.0.0.1:{FreePorts.Next()}");
        await Eventually.HoldsAsync(
            () =>
            {
                server.ExpectRunning();
                return server.Output.Any(line => line.Contains("127.0.0.1:1/openshift/", StringComparison.Ordinal));
            },
            "it asks its sources");

        await server.SignalAsync("TERM");
        Assert.Equal(0, await server.EndAsync());
    }

    private static (Overlay Servers, Overlay Builder) Parts(string name)
    {
        var overlay = Kubectl.Render(name);
        return (overlay.Part(part => !part.Contains("-builder", StringComparison.Ordinal)), overlay.Part(part => part.Contains("-builder", StringComparison.Ordinal)));
    }

    private static Dictionary<string, string> Options(Overlay overlay) => overlay.Options.ToDictionary(option => option.Name, option => option.Value, StringComparer.Ordinal);

    private static IEnumerable<string> Secrets(Overlay overlay) => Manifests.Items(overlay.Pod["volumes"])
        .Select(volume => volume["secret"]?["secretName"]).OfType<JsonNode>().Select(Manifests.Text).Order(StringComparer.Ordinal);

    private static HashSet<(string Key, string Value)> Labels(JsonNode manifest) => [.. Manifests.Pairs(manifest["metadata"]!["labels"])];
}

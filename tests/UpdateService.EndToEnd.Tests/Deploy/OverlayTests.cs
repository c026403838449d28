using System.Text.Json.Nodes;

namespace UpdateService.EndToEnd.Tests.Deploy;

/// <summary>Overlays as a cluster gets them: what names something else names what is there.</summary>
public sealed class OverlayTests
{
    /// <summary>What the README tells an administrator to make, or the cluster makes.</summary>
    private static readonly string[] MadeElsewhere = ["update-service-serving", "update-service-pull-secret", "update-service-administration", "update-service-mirror-ca"];

    /// <summary>All overlays.</summary>
    public static TheoryData<string> Overlays { get; } = ["kubernetes", "openshift", "disconnected", "followers/servers", Overlay.WithEverything];

    [RenderedTheory]
    [MemberData(nameof(Overlays))]
    public void Every_manifest_has_the_keys_of_its_kind_and_stands_in_the_namespace(string name)
    {
        var overlay = Kubectl.Render(name);
        var space = Overlay.Name(overlay.One("Namespace"));

        Assert.All(overlay.Manifests, manifest => Assert.Empty(Shape.Problems(manifest)));
        Assert.All(overlay.Manifests.Where(manifest => Manifests.Kind(manifest) != "Namespace"), manifest => Assert.Equal(space, Manifests.Text(manifest["metadata"]!["namespace"])));
        Assert.Equal(overlay.Manifests.Count, overlay.Manifests.DistinctBy(manifest => (Manifests.Kind(manifest), Overlay.Name(manifest))).Count());
    }

    [RenderedTheory]
    [MemberData(nameof(Overlays))]
    public void Every_selector_finds_the_pods(string name)
    {
        var overlay = Kubectl.Render(name);
        var pods = Labels(overlay.Template);
        var spreads = Manifests.Items(overlay.Pod["topologySpreadConstraints"]).Select(spread => spread["labelSelector"]);

        JsonNode?[] selectors =
        [
            overlay.One("Deployment")["spec"]!["selector"], overlay.One("NetworkPolicy")["spec"]!["podSelector"],
            overlay.One("PodDisruptionBudget")["spec"]!["selector"], .. spreads,
        ];
        Assert.Equal(5, selectors.Length);
        Assert.All(selectors, selector => Assert.Subset(pods, Manifests.Pairs(selector!["matchLabels"]).ToHashSet()));
        Assert.All(selectors, selector => Assert.NotEmpty(Manifests.Pairs(selector!["matchLabels"])));
        Assert.Subset(pods, Manifests.Pairs(overlay.One("Service")["spec"]!["selector"]).ToHashSet());
        Assert.Subset(Labels(overlay.One("Service")), Manifests.Pairs(overlay.One("ServiceMonitor")["spec"]!["selector"]!["matchLabels"]).ToHashSet());
    }

    [RenderedTheory]
    [MemberData(nameof(Overlays))]
    public void Every_port_that_is_named_is_one_of_the_container(string name)
    {
        var overlay = Kubectl.Render(name);
        var service = Manifests.Items(overlay.One("Service")["spec"]!["ports"]).ToList();
        var named = service.Select(port => Manifests.Text(port["name"])).ToList();

        Assert.Equal(overlay.Ports.Keys.Order(StringComparer.Ordinal), service.Select(port => Manifests.Text(port["targetPort"])).Order(StringComparer.Ordinal));
        Assert.All(service, port => Assert.Equal(overlay.Ports[Manifests.Text(port["targetPort"])].ToString(null, null), Manifests.Text(port["port"])));
        Assert.Contains(Manifests.Text(Assert.Single(Manifests.Items(overlay.One("ServiceMonitor")["spec"]!["endpoints"]))["port"]), named);
        Assert.All(overlay.Of("Route"), route => Assert.Contains(Manifests.Text(route["spec"]!["port"]!["targetPort"]), named));
        Assert.All(overlay.Of("Ingress"), ingress => Assert.Contains(Manifests.Text(ingress["spec"]!["rules"]![0]!["http"]!["paths"]![0]!["backend"]!["service"]!["port"]!["name"]), named));
        Assert.All(overlay.Of("Route"), route => Assert.Equal(Overlay.Name(overlay.One("Service")), Manifests.Text(route["spec"]!["to"]!["name"])));
        Assert.Equal(1, overlay.Of("Route").Count() + overlay.Of("Ingress").Count());
    }

    [RenderedTheory]
    [MemberData(nameof(Overlays))]
    public void The_network_lets_in_clusters_everywhere_and_monitoring_to_the_status_port_only(string name)
    {
        var overlay = Kubectl.Render(name);
        var rules = Manifests.Items(overlay.One("NetworkPolicy")["spec"]!["ingress"]).Select(rule =>
            (Ports: Manifests.Items(rule["ports"]).Select(port => Manifests.Text(port["port"])), From: Manifests.Items(rule["from"]).ToList())).ToList();

        var open = Assert.Single(rules, rule => rule.From.Count == 0).Ports;
        var closed = Assert.Single(rules, rule => rule.From.Count > 0);
        var scraped = Manifests.Text(overlay.One("ServiceMonitor")["spec"]!["endpoints"]![0]!["port"]);
        Assert.Equal(overlay.Ports.Keys.Except([scraped], StringComparer.Ordinal), open);
        Assert.Equal([scraped], closed.Ports);
        Assert.Contains("monitoring", closed.From.Single().ToJsonString(), StringComparison.Ordinal);
    }

    [RenderedTheory]
    [MemberData(nameof(Overlays))]
    public void Every_volume_is_mounted_and_every_mount_is_a_volume_that_something_fills(string name)
    {
        var overlay = Kubectl.Render(name);
        var volumes = Manifests.Items(overlay.Pod["volumes"]).ToList();

        Assert.Equal(
            volumes.Select(volume => Manifests.Text(volume["name"])).Order(StringComparer.Ordinal),
            Manifests.Items(overlay.Container["volumeMounts"]).Select(mount => Manifests.Text(mount["name"])).Order(StringComparer.Ordinal));
        var made = overlay.Of("ConfigMap").Concat(overlay.Of("PersistentVolumeClaim")).Select(Overlay.Name).Concat(MadeElsewhere);
        var needed = volumes.Select(volume => volume["secret"]?["secretName"] ?? volume["configMap"]?["name"] ?? volume["persistentVolumeClaim"]?["claimName"]).OfType<JsonNode>().Select(Manifests.Text);
        Assert.Subset(made.ToHashSet(StringComparer.Ordinal), needed.ToHashSet(StringComparer.Ordinal));
        Assert.All(MadeElsewhere, secret => Assert.Contains(secret, string.Concat(Manifests.Readme, Manifests.Read("overlays/openshift/service.yaml")), StringComparison.Ordinal));
    }

    [RenderedTheory]
    [MemberData(nameof(Overlays))]
    public void Every_option_that_is_a_path_leads_into_a_mount(string name)
    {
        var overlay = Kubectl.Render(name);
        var mounts = Manifests.Items(overlay.Container["volumeMounts"]).Select(mount => $"{Manifests.Text(mount["mountPath"])}/").ToList();
        var paths = overlay.Options.Where(option => option.Value.StartsWith('/')).ToList();

        Assert.All(paths, path => Assert.Contains(mounts, mount => path.Value.StartsWith(mount, StringComparison.Ordinal)));
        Assert.Equal(mounts.Count - 1, mounts.Count(mount => paths.Any(path => path.Value.StartsWith(mount, StringComparison.Ordinal)))); // All but the state folder, which the image names.
    }

    [RenderedTheory]
    [MemberData(nameof(Overlays))]
    public void Whoever_scales_names_the_deployment_and_one_that_keeps_its_state_is_not_scaled(string name)
    {
        var overlay = Kubectl.Render(name);
        var deployment = overlay.One("Deployment");
        var keeps = overlay.Of("PersistentVolumeClaim").Any();

        Assert.Equal(keeps ? 0 : 1, overlay.Of("HorizontalPodAutoscaler").Count());
        Assert.All(overlay.Of("HorizontalPodAutoscaler"), scaler => Assert.Equal(
            ("apps/v1", "Deployment", Overlay.Name(deployment)),
            (Manifests.Text(scaler["spec"]!["scaleTargetRef"]!["apiVersion"]), Manifests.Text(scaler["spec"]!["scaleTargetRef"]!["kind"]), Manifests.Text(scaler["spec"]!["scaleTargetRef"]!["name"]))));
        Assert.Equal(keeps ? "1" : null, deployment["spec"]!["replicas"]?.ToJsonString());
        Assert.Equal(keeps ? """{"type":"Recreate"}""" : """{"rollingUpdate":{"maxSurge":1,"maxUnavailable":0},"type":"RollingUpdate"}""", deployment["spec"]!["strategy"]!.ToJsonString());
    }

    [RenderedTheory]
    [InlineData("https://git.example.com/update-service/deploy/")]
    public void The_overlay_that_the_manual_shows_changes_image_and_options(string address)
    {
        using var place = new TemporaryFolder();
        var shown = Assert.Single(Manifests.ReadmeYaml, text => text.Contains("kind: Kustomization", StringComparison.Ordinal));
        File.WriteAllText(place.In("kustomization.yaml"), shown.Replace(address, $"{Path.GetRelativePath(place.Path, Manifests.Folder)}/", StringComparison.Ordinal));

        var overlay = Kubectl.RenderFolder(place.Path);

        Assert.Equal("registry.example.com/update-service:0.1.0", Manifests.Text(overlay.Container["image"]));
        Assert.Equal([("UpdateService__LogFormat", "json"), ("UpdateService__Refresh", "10m")], overlay.Options);
    }

    private static HashSet<(string Key, string Value)> Labels(JsonNode manifest) => [.. Manifests.Pairs(manifest["metadata"]!["labels"])];
}

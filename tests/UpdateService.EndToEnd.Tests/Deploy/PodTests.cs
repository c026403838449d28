using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace UpdateService.EndToEnd.Tests.Deploy;

/// <summary>The pod of <c>deploy/base</c>.</summary>
public sealed class PodTests
{
    private const int DrainSeconds = 20;

    private static readonly JsonNode Deployment = Manifests.Load("base/deployment.yaml")["spec"]!;
    private static readonly JsonNode Pod = Deployment["template"]!["spec"]!;
    private static readonly JsonNode Container = Assert.Single(Manifests.Items(Pod["containers"]));

    [Fact]
    public void It_is_restricted_as_the_strictest_pod_security_standard_asks()
    {
        Assert.Equal("""{"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}}""", Pod["securityContext"]!.ToJsonString());
        Assert.Equal("""{"allowPrivilegeEscalation":false,"readOnlyRootFilesystem":true,"capabilities":{"drop":["ALL"]}}""", Container["securityContext"]!.ToJsonString());
        Assert.Equal("false", Pod["automountServiceAccountToken"]!.ToJsonString());
        Assert.Equal("false", Manifests.Load("base/service-account.yaml")["automountServiceAccountToken"]!.ToJsonString());
        Assert.Equal(Manifests.Text(Manifests.Load("base/service-account.yaml")["metadata"]!["name"]), Manifests.Text(Pod["serviceAccountName"]));
    }

    [Fact]
    public void Its_one_writable_folder_is_the_state_folder_of_the_image()
    {
        var image = File.ReadAllLines(Path.Combine(Repository.Root, "Dockerfile"));
        var mount = Assert.Single(Manifests.Items(Container["volumeMounts"]));

        Assert.Contains($"VOLUME {mount["mountPath"]}", image);
        Assert.Null(mount["readOnly"]);
        var volume = Assert.Single(Manifests.Items(Pod["volumes"]));
        Assert.Equal((Manifests.Text(mount["name"]), true), (Manifests.Text(volume["name"]), volume["emptyDir"] is JsonObject));
    }

    [Fact]
    public void Its_ports_are_those_of_the_image()
    {
        var ports = Manifests.Items(Container["ports"]).Select(port => Manifests.Text(port["containerPort"]));

        Assert.Contains($"EXPOSE {string.Join(' ', ports)}", File.ReadAllLines(Path.Combine(Repository.Root, "Dockerfile")));
    }

    [Fact]
    public void Its_image_is_of_the_version_that_is_built()
    {
        var version = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props")).Descendants("Version").Single().Value;

        Assert.Equal($"update-service:{version}", Manifests.Text(Container["image"]));
    }

    [Fact]
    public void It_has_time_to_finish_what_is_under_way()
    {
        var command = Manifests.Items(Container["lifecycle"]!["preStop"]!["exec"]!["command"]).Select(Manifests.Text).ToList();
        var grace = int.Parse(Manifests.Text(Pod["terminationGracePeriodSeconds"]), CultureInfo.InvariantCulture);

        Assert.Equal("sleep", command[0]); // A base image without a shell would not have it.
        Assert.Equal("FROM mcr.microsoft.com/dotnet/aspnet:10.0", File.ReadLines(Path.Combine(Repository.Root, "Dockerfile")).Last(line => line.StartsWith("FROM ", StringComparison.Ordinal)));
        Assert.True(grace > int.Parse(command[1], CultureInfo.InvariantCulture) + DrainSeconds, $"{grace} s is too short.");
        Assert.Contains($"TimeSpan.FromSeconds({DrainSeconds})", File.ReadAllText(Path.Combine(Repository.Root, "src", "UpdateService.Server", "Hosting", "UpdateServiceHost.cs")), StringComparison.Ordinal);
    }

    [Fact]
    public void An_update_leaves_no_gap() =>
        Assert.Equal("""{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":0,"maxSurge":1}}""", Deployment["strategy"]!.ToJsonString());

    [Fact]
    public void One_replica_at_a_time_uses_a_kept_state_folder()
    {
        var patch = Manifests.Load("components/state/deployment.yaml")["spec"]!;

        Assert.Equal(("1", "Recreate"), (Manifests.Text(patch["replicas"]), Manifests.Text(patch["strategy"]!["type"])));
        Assert.Equal("delete", Manifests.Text(Manifests.Load("components/state/without-autoscaler.yaml")["$patch"]));
    }
}

using System.Text.Json.Nodes;

namespace UpdateService.EndToEnd.Tests.Deploy;

/// <summary>The files of <c>deploy/</c>, one by one.</summary>
public sealed class ManifestTests
{
    /// <summary>Complete manifests, and kustomizations.</summary>
    public static TheoryData<string> Complete { get; } = [.. Yaml.Except(PatchFiles, StringComparer.Ordinal)];

    /// <summary>Files that change a manifest of another folder.</summary>
    public static TheoryData<string> Patches { get; } = [.. PatchFiles];

    /// <summary>Folders with a kustomization.</summary>
    public static TheoryData<string> Kustomizations { get; } = [.. Manifests.Kustomizations];

    private static IEnumerable<string> Yaml => Manifests.Files.Where(file => file.EndsWith(".yaml", StringComparison.Ordinal));

    private static IEnumerable<string> PatchFiles => Manifests.Kustomizations.SelectMany(folder => Manifests.Patches(Kustomization(folder)).Select(file => $"{folder}/{file}"));

    [Theory]
    [MemberData(nameof(Complete))]
    public void A_manifest_has_the_keys_of_its_kind(string file) => Assert.Empty(Shape.Problems(Manifests.Load(file)));

    [Theory]
    [MemberData(nameof(Patches))]
    public void A_patch_names_only_keys_of_its_kind(string file)
    {
        var patch = Manifests.Load(file);

        Assert.Empty(Shape.Problems(patch, isPatch: true));
        Assert.Equal("update-service", Manifests.Text(patch["metadata"]!["name"]));
    }

    [Theory]
    [InlineData("readOnlyRootFilesystem: true", "readonlyRootFilesystem: true", "readonlyRootFilesystem: this key is not known", "readOnlyRootFilesystem: it is missing")]
    [InlineData("runAsNonRoot: true", "runAsNonRoot: \"true\"", "runAsNonRoot: \"true\" is not \"bool\"")]
    [InlineData("containerPort: 9080", "containerPort: status", "containerPort: \"status\" is not \"int\"")]
    [InlineData("cpu: 100m", "cpu: 100 m", "cpu: \"100 m\" is not \"quantity\"")]
    [InlineData("type: RollingUpdate", "type: Rolling", "type: \"Rolling\" is not \"RollingUpdate|Recreate\"")]
    [InlineData("drop: [\"ALL\"]", "drop: ALL", "drop: \"ALL\" is not [\"string\"]")]
    [InlineData("serviceAccountName: update-service\n", "serviceAccountName: Update_Service\n", "serviceAccountName: \"Update_Service\" is not \"name\"")]
    public void The_list_of_keys_finds_slips(string right, string wrong, params string[] expected)
    {
        var slip = Manifests.Read("base/deployment.yaml").Replace(right, wrong, StringComparison.Ordinal);

        Assert.Equal(expected, Shape.Problems(YamlText.Document(slip)).Select(problem => problem[(problem.LastIndexOf('.', problem.IndexOf(':', StringComparison.Ordinal)) + 1)..]));
    }

    [Theory]
    [MemberData(nameof(Kustomizations))]
    public void A_kustomization_lists_every_file_of_its_folder_and_no_other(string folder)
    {
        var kustomization = Kustomization(folder);
        var listed = Manifests.Listed(kustomization, "resources").Where(resource => !resource.StartsWith("../", StringComparison.Ordinal))
            .Concat(Manifests.Patches(kustomization))
            .Concat(Manifests.Generated(kustomization, "envs"))
            .Concat(Manifests.Generated(kustomization, "files"));

        var there = Directory.EnumerateFileSystemEntries(Path.Combine(Manifests.Folder, folder)).Select(entry => Path.GetFileName(entry)).Where(name => name != "kustomization.yaml");

        Assert.Equal(there.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Kustomizations))]
    public void A_kustomization_builds_on_folders_that_are_there(string folder)
    {
        var kustomization = Kustomization(folder);
        var below = Manifests.Listed(kustomization, "resources").Where(resource => !resource.EndsWith(".yaml", StringComparison.Ordinal)).ToList();
        var components = Manifests.Listed(kustomization, "components").ToList();

        Assert.All(below, path => Assert.Equal("Kustomization", Manifests.Kind(Kustomization(Beside(folder, path)))));
        Assert.All(components, path => Assert.Equal("Component", Manifests.Kind(Kustomization(Beside(folder, path)))));
    }

    [Fact]
    public void Every_file_belongs_to_a_kustomization()
    {
        var alone = Manifests.Files.Where(file => !Manifests.Kustomizations.Contains(Path.GetDirectoryName(file)!, StringComparer.Ordinal));

        Assert.Equal(["README.md"], alone);
    }

    [Fact]
    public void Every_component_is_told_of_in_the_manual()
    {
        var components = Manifests.Kustomizations.Where(folder => folder.StartsWith("components/", StringComparison.Ordinal) || folder.StartsWith("overlays/", StringComparison.Ordinal)).ToList();

        Assert.True(components.Count >= 6);
        Assert.All(components, component => Assert.Contains($"`{component}`", Manifests.Readme, StringComparison.Ordinal));
    }

    [Fact]
    public void The_overlay_that_the_manual_shows_is_one()
    {
        var shown = Manifests.ReadmeYaml.Select(YamlText.Document).Where(document => document.ContainsKey("kind") && Manifests.Kind(document) == "Kustomization");

        Assert.Empty(Shape.Problems(Assert.Single(shown)));
    }

    private static JsonObject Kustomization(string folder) => Manifests.Load($"{folder}/kustomization.yaml");

    private static string Beside(string folder, string path) =>
        Path.GetRelativePath(Manifests.Folder, Path.GetFullPath(Path.Combine(Manifests.Folder, folder, path)));
}

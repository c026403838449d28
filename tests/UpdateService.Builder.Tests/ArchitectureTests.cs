using System.Xml.Linq;

namespace UpdateService.Builder.Tests;

/// <summary>Data flow in one direction, so references do too.</summary>
public sealed class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["UpdateService.Graph"] = [],
        ["UpdateService.Planning"] = ["UpdateService.Graph"],
        ["UpdateService.GraphData"] = ["UpdateService.Graph"],
        ["UpdateService.Registry"] = ["UpdateService.Graph"],
        ["UpdateService.Builder"] = ["UpdateService.Graph", "UpdateService.GraphData", "UpdateService.Registry"],
        ["UpdateService.Snapshot"] = ["UpdateService.Graph", "UpdateService.GraphData"],
        ["UpdateService.Server"] = ["UpdateService.Builder", "UpdateService.Planning"],
        ["UpdateService.Cli"] = ["UpdateService.Builder", "UpdateService.Planning"],
    };

    [Fact]
    public void A_project_refers_to_no_other_than_the_arrows_of_the_house_allow()
    {
        var projects = Projects().ToList();
        Assert.Contains(projects, project => Path.GetFileNameWithoutExtension(project) == "UpdateService.Builder");
        foreach (var project in projects)
        {
            var name = Path.GetFileNameWithoutExtension(project);
            Assert.True(Allowed.TryGetValue(name, out var allowed), $"{name} has no place in the house.");
            Assert.Empty(References(project).Except(allowed, StringComparer.Ordinal).Select(reference => $"{name} must not refer to {reference}."));
        }
    }

    [Fact]
    public void The_domain_needs_no_package() =>
        Assert.Empty(XDocument.Load(Path.Combine(Repository.Root, "src", "UpdateService.Graph", "UpdateService.Graph.csproj")).Descendants("PackageReference"));

    [Fact]
    public void No_project_of_the_product_refers_to_a_test() =>
        Assert.DoesNotContain(Projects().SelectMany(References), reference => reference.Contains("Test", StringComparison.Ordinal));

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "UpdateService.sln"));
        foreach (var project in Projects().Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.csproj", SearchOption.AllDirectories)))
        {
            Assert.Contains($"{Path.GetFileName(project)}\"", solution, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_gzip_file_that_is_cut_short_is_an_error_in_this_process() =>
        Assert.True(AppContext.TryGetSwitch("System.IO.Compression.UseStrictValidation", out var isStrict) && isStrict);

    private static IEnumerable<string> Projects() => Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories);

    private static IEnumerable<string> References(string project) => XDocument.Load(project).Descendants("ProjectReference")
        .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
}

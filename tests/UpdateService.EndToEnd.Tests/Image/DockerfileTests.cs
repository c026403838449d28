using System.Xml.Linq;

namespace UpdateService.EndToEnd.Tests.Image;

/// <summary>What the Dockerfile copies. These tests also run where the image cannot be built.</summary>
public sealed class DockerfileTests
{
    private static string[] Lines => File.ReadAllLines(Path.Combine(Repository.Root, "Dockerfile"));

    [Fact]
    public void Every_project_that_the_server_is_built_from_is_there_when_packages_are_restored()
    {
        var expected = ProjectsOf("src/UpdateService.Server/UpdateService.Server.csproj").Order(StringComparer.Ordinal);

        var copied = Lines.Where(line => line.StartsWith("COPY src/", StringComparison.Ordinal) && line.Contains(".csproj ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1]);

        Assert.Equal(expected, copied.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_file_that_it_copies_is_there()
    {
        var sources = Lines.Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal)).SelectMany(line => line.Split(' ')[1..^1]);

        Assert.All(sources, source => Assert.True(Path.Exists(Path.Combine(Repository.Root, source)), source));
    }

    [Fact]
    public void The_program_is_told_the_commit_that_the_build_is_given()
    {
        Assert.Contains("ARG GIT_COMMIT", Lines);
        Assert.Contains(Lines, line => line.Contains("-p:SourceRevisionId=$GIT_COMMIT", StringComparison.Ordinal));
    }

    private static HashSet<string> ProjectsOf(string project)
    {
        var found = new HashSet<string>(StringComparer.Ordinal) { project };
        foreach (var reference in XDocument.Load(Path.Combine(Repository.Root, project)).Descendants("ProjectReference"))
        {
            var path = Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(project)!, reference.Attribute("Include")!.Value));
            found.UnionWith(ProjectsOf(Path.GetRelativePath(Repository.Root, path)));
        }

        return found;
    }
}

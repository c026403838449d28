using UpdateService.Builder.State;

namespace UpdateService.Cli.Tests.Doctoring;

/// <summary>What is told of the machine: state folder and memory.</summary>
public sealed class MachineTests : IDisposable
{
    private readonly GraphDataDirectory data = GraphDataDirectory.Sample();
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        data.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_state_folder_that_can_be_written_is_left_as_it_is()
    {
        var visit = await VisitAsync(folder.Path);

        visit["disk"].Says($"{folder.Path} can be written; ");
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_state_folder_that_is_still_to_be_made_is_not_made()
    {
        var visit = await VisitAsync(folder.In("deep/state"));

        visit["disk"].Says("does not exist yet, and can be made; ");
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_state_folder_that_a_service_holds_is_to_be_looked_at()
    {
        using var held = new StateFolder(folder.Path);
        held.Take();

        var visit = await VisitAsync(folder.Path);

        Assert.Equal((ExitStatus.Fine, "look"), (visit.Status, visit["disk"].Verdict));
        visit["disk"].Says("another process holds it.", "A second one must have a folder of its own.");
    }

    [Fact]
    public async Task A_lock_that_nobody_holds_any_more_is_no_trouble()
    {
        using (var held = new StateFolder(folder.Path))
        {
            held.Take();
        }

        Assert.DoesNotContain("another process", (await VisitAsync(folder.Path))["disk"].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_is_no_state_folder()
    {
        await File.WriteAllTextAsync(folder.In("file"), "");

        (await VisitAsync(folder.In("file"))).Breaks("disk").Says("is a file.", "--state");
    }

    [Fact]
    public async Task A_state_folder_that_may_not_be_written_is_told() => (await VisitAsync("/proc")).Breaks("disk").Says("cannot be written by", "chown");

    [Theory]
    [InlineData("0::/pod/service", "pod/service/memory.max=200000000 pod/memory.max=max", "look", "may have 200 MB here")]
    [InlineData("0::/pod/service", "pod/service/memory.max=max pod/memory.max=209715200", "look", "may have 209 MB here")]
    [InlineData("0::/", "memory.max=536870912", "ok", "may have 536 MB here; the service wants about 230 MB")]
    [InlineData("0::/", "memory.max=max", "ok", "There is no memory limit here.")]
    [InlineData("12:cpu:/x\n4:memory:/docker/1", "memory/docker/1/memory.limit_in_bytes=100000000", "look", "may have 100 MB here")]
    [InlineData("4:memory:/docker/1", "memory/memory.limit_in_bytes=9223372036854771712", "ok", "There is no memory limit here.")]
    [InlineData("", "", "skipped", "does not report")]
    public async Task The_limit_of_memory_is_that_of_the_group_or_of_one_above(string groups, string limits, string verdict, string found)
    {
        Write("proc/self/cgroup", groups);
        foreach (var limit in limits.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            Write($"sys/fs/cgroup/{limit.Split('=')[0]}", limit.Split('=')[1] + "\n");
        }

        var visit = await Visit.WithAsync(around => around with { SystemFolder = folder.Path }, "--graph-data", data.Path);

        Assert.Equal((ExitStatus.Fine, verdict), (visit.Status, visit["memory"].Verdict));
        visit["memory"].Says(found);
    }

    private Task<Visit> VisitAsync(string state) => Visit.WithAsync("--graph-data", data.Path, "--state", state);

    private void Write(string name, string text)
    {
        _ = Directory.CreateDirectory(Path.GetDirectoryName(folder.In(name))!);
        File.WriteAllText(folder.In(name), text);
    }
}

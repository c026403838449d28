using UpdateService.Builder.Revisions;
using UpdateService.Builder.Sources;
using UpdateService.Registry.Protocol;

namespace UpdateService.Builder.Tests.Sources;

public sealed class GraphDataAddressTests
{
    private const string Address = "https://example.com/graph-data.tar.gz";

    private readonly List<string?> asked = [];

    [Fact]
    public async Task The_archive_behind_it_is_read()
    {
        var source = Source(_ => Answer(Archive(GraphDataSketch.Good), "\"1\""));
        var files = await source.ReadAsync(CancellationToken.None);
        Assert.Empty(files.Problems);
        Assert.Contains("channels/stable-4.1.yaml", files.Contents.Keys);
        Assert.Equal((Address, null), (source.Description, source.WatchedPath));
    }

    [Fact]
    public async Task What_did_not_change_is_the_same_object_and_asked_for_by_its_entity_tag()
    {
        var source = Source(tag => tag == "\"1\"" ? null : Answer(Archive(GraphDataSketch.Good), "\"1\""));
        var first = await source.ReadAsync(CancellationToken.None);
        Assert.Same(first, await source.ReadAsync(CancellationToken.None));
        Assert.Same(first, await source.ReadAsync(CancellationToken.None));
        Assert.Equal([null, "\"1\"", "\"1\""], asked);
    }

    [Fact]
    public async Task Without_entity_tags_equal_bytes_are_the_same_object_too()
    {
        var source = Source(_ => Answer(Archive(GraphDataSketch.Good), null));
        Assert.Same(await source.ReadAsync(CancellationToken.None), await source.ReadAsync(CancellationToken.None));
        Assert.Equal([null, null], asked);
    }

    [Fact]
    public async Task A_failure_is_a_problem_and_what_was_good_is_not_forgotten()
    {
        var answers = new Queue<Func<FetchedArchive?>>(
        [
            () => Answer(Archive(GraphDataSketch.Good), "\"1\""),
            () => throw new RegistryException(RegistryFault.ServerError, "https://example.com answers 500."),
            () => throw new IOException("The connection was cut."),
            () => Answer(Archive(GraphDataSketch.Good)[..200], "\"2\""),
            () => null,
        ]);
        var source = Source(_ => answers.Dequeue()());
        var first = await source.ReadAsync(CancellationToken.None);
        foreach (var reason in (string[])["answers 500", "was cut", "damaged or cut short"])
        {
            var problem = Assert.Single((await source.ReadAsync(CancellationToken.None)).Problems);
            Assert.Equal((ProblemSeverity.Rejecting, Address), (problem.Severity, problem.Place.File));
            Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
        }

        Assert.Same(first, await source.ReadAsync(CancellationToken.None));
        Assert.Equal([null, "\"1\"", "\"1\"", "\"1\"", "\"1\""], asked);
    }

    [Fact]
    public async Task A_304_for_what_was_never_read_is_a_problem() =>
        Assert.Contains("304", Assert.Single((await Source(_ => null).ReadAsync(CancellationToken.None)).Problems).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_page_in_place_of_an_archive_is_a_problem() =>
        Assert.Contains("is no tar", Assert.Single((await Source(_ => Answer("<html>"u8.ToArray(), null)).ReadAsync(CancellationToken.None)).Problems).Message, StringComparison.Ordinal);

    private static byte[] Archive(GraphDataSketch sketch) => GraphDataArchive.Of(sketch.Files, []).Bytes;

    private static FetchedArchive Answer(byte[] content, string? tag) => new(new MemoryStream(content), tag);

    private GraphDataAddress Source(Func<string?, FetchedArchive?> answer) => new(Address, (tag, _) =>
    {
        asked.Add(tag);
        return Task.FromResult(answer(tag));
    });
}

using System.IO.Compression;
using System.Text;
using UpdateService.Cli.Graphs;
using UpdateService.Testing.Fuzzing;

namespace UpdateService.Cli.Tests.Graphs;

/// <summary>Whatever somebody kept as an answer, plain or packed.</summary>
public sealed class StoredAnswerFuzzTests
{
    private const string Answer =
        """
        {"version":1,"nodes":[
          {"version":"4.18.1","payload":"registry.example/release@sha256:1111111111111111111111111111111111111111111111111111111111111111","metadata":{"io.openshift.upgrades.graph.release.channels":"stable-4.18"} },
          {"version":"4.18.2","payload":"registry.example/release@sha256:2222222222222222222222222222222222222222222222222222222222222222","metadata":{"url":"https://example.com"} } ],
         "edges":[],"conditionalEdges":[{"edges":[{"from":"4.18.1","to":"4.18.2"}],"risks":[{"url":"https://example.com/a","name":"A","message":"m","matchingRules":[{"type":"Always"}]}]}]}
        """;

    [Fact]
    public void It_is_a_graph_or_trouble_in_a_sentence() => Fuzz.Bytes(
        new Corpus([Encoding.UTF8.GetBytes(Answer), Pack(Encoding.UTF8.GetBytes(Answer))], [.. Tokens.Json, [0x1f, 0x8b]])
        {
            Repair = static (bytes, random) => random.Next(4) == 0 ? Pack(bytes) : bytes,
        },
        async bytes =>
        {
            var around = new Surroundings { Input = new MemoryStream(bytes, writable: false), Output = Stream.Null, Errors = TextWriter.Null };
            try
            {
                Assert.NotNull(await StoredAnswer.ReadAsync(StoredAnswer.StandardInput, Architecture.Default, null, around, CancellationToken.None));
            }
            catch (CommandException exception)
            {
                Assert.Equal(ExitStatus.Trouble, exception.Status);
                Assert.All(exception.Message.Split('\n'), Fuzz.AssertTold);
            }
        });

    private static byte[] Pack(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }
}

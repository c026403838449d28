using UpdateService.Builder.Answers;
using UpdateService.Builder.Sources;
using UpdateService.Builder.Tests.Deflating;
using UpdateService.Graph.Building;

namespace UpdateService.Builder.Tests.Answers;

/// <summary>The largest answer of the real data, as small on the wire as clusters are promised.</summary>
public sealed class SmallBytesTests
{
    private const int MostGzip = 50_000;
    private const int MostBrotli = 29_000;

    [SharedDataFact]
    public async Task The_largest_answer_is_small_once_it_is_improved()
    {
        var collector = new InputCollector(
            new GraphDataInMemory(GraphDataTar.Read(SharedData.GraphData)),
            [new CatalogueFile(SharedData.Releases, lenient: false)],
            lenient: false);
        var inputs = await collector.CollectAsync(CancellationToken.None);
        var answers = new AnswerFactory().Make(new GraphBuilder().Build(inputs.Inputs).Graph);
        var answer = answers.Find("candidate-4.14", "amd64");
        Assert.Equal(answers.All.Max(entry => entry.Answer.Length), answer.Length);
        var body = answer.Body;

        answer.ImproveGzip();
        answer.ImproveBrotli();

        Assert.InRange(answer.Gzip.Length, 1, MostGzip);
        Assert.InRange(answer.Brotli.Length, 1, MostBrotli);
        Assert.Equal(body, Gunzip.Unpack(answer.Gzip));
    }
}

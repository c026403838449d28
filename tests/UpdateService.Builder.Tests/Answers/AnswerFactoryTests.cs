using System.IO.Compression;
using System.Text;
using UpdateService.Builder.Answers;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Builder.Tests.Answers;

public sealed class AnswerFactoryTests
{
    private static readonly Sketch Two =
    [
        Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.2.0"), Release("4.2.1").From("4.2.0"), Release("4.2.1+arm64"),
        Channel("stable-4.1", "4.1.0", "4.1.1"), Channel("stable-4.2", "4.2.0", "4.2.1"), Channel("empty-4.3"),
    ];

    [Fact]
    public void There_is_an_answer_for_each_channel_and_architecture_with_a_release()
    {
        var answers = new AnswerFactory().Make(Two.Build().Build.Graph);
        Assert.Equal(["stable-4.1 amd64", "stable-4.2 amd64", "stable-4.2 arm64"], answers.All.Select(entry => $"{entry.Channel} {entry.Architecture}").Order(StringComparer.Ordinal));
        Assert.Equal(3, answers.Count);
        Assert.Equal(Two.Build().Answer("stable-4.1"), answers.Find("stable-4.1", "amd64").Body);
    }

    [Theory]
    [InlineData("stable-4.1", "arm64")]
    [InlineData("stable-4.1", "amd")]
    [InlineData("stable-4.1", "")]
    [InlineData("Stable-4.1", "amd64")]
    [InlineData("empty-4.3", "amd64")]
    [InlineData("stable-4", "amd64")]
    [InlineData("", "amd64")]
    public void Every_other_question_has_the_one_empty_answer(string channel, string architecture)
    {
        var answer = new AnswerFactory().Make(Two.Build().Build.Graph).Find(channel, architecture);
        Assert.Same(AnswerSet.Empty, answer);
        Assert.Equal("""{"version":1,"nodes":[],"edges":[],"conditionalEdges":[]}""", Encoding.UTF8.GetString(answer.Body));
    }

    [Fact]
    public void Answers_that_do_not_change_stay_the_same_objects()
    {
        var factory = new AnswerFactory();
        var first = factory.Make(Two.Build().Build.Graph);
        var same = factory.Make(Two.Build().Build.Graph);
        Assert.All(first.All, entry => Assert.Same(entry.Answer, same.Find(entry.Channel, entry.Architecture)));
        Assert.Equal(first.ContentHash, same.ContentHash);
    }

    [Fact]
    public void A_new_risk_changes_the_answers_that_show_it_only()
    {
        var factory = new AnswerFactory();
        var first = factory.Make(Two.Build().Build.Graph);
        var changed = new Sketch { Two, Guard("4.1.1", Risk("A")) };
        var second = factory.Make(changed.Build().Build.Graph);
        Assert.NotSame(first.Find("stable-4.1", "amd64"), second.Find("stable-4.1", "amd64"));
        Assert.Same(first.Find("stable-4.2", "amd64"), second.Find("stable-4.2", "amd64"));
        Assert.NotEqual(first.ContentHash, second.ContentHash);
    }

    [Fact]
    public void Channels_with_the_same_body_share_an_answer()
    {
        var answers = new AnswerFactory().Make(new Sketch { Two, Channel("eus-4.1", "4.1.0", "4.1.1") }.Build().Build.Graph);
        Assert.Same(answers.Find("stable-4.1", "amd64"), answers.Find("eus-4.1", "amd64"));
        Assert.NotSame(answers.Find("stable-4.1", "amd64"), answers.Find("stable-4.2", "amd64"));
        Assert.Equal(4, answers.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_answer_that_is_shared_is_the_one_with_the_smaller_bytes(bool firstIsImproved)
    {
        var body = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 2000).Select(number => $"4.{number % 7}.{number} ")));
        var (first, second) = (Answer.Of(body), Answer.Of(body));
        (firstIsImproved ? first : second).ImproveGzip();
        var answers = new AnswerSet(new Dictionary<(string, Architecture), Answer> { [("a", Architecture.Default)] = first, [("b", Architecture.Default)] = second });
        Assert.All(answers.All, entry => Assert.Same(firstIsImproved ? first : second, entry.Answer));
    }

    [Fact]
    public void Every_coding_holds_the_body_and_improving_changes_neither_it_nor_the_tags()
    {
        var answer = new AnswerFactory().Make(Two.Build().Build.Graph).Find("stable-4.1", "amd64");
        var tags = answer.EntityTags.ToArray();
        foreach (var _ in Enumerable.Range(0, 2))
        {
            Assert.Equal(answer.Length, answer.Body.Length);
            Assert.Equal(answer.Body, Unpack(new GZipStream(new MemoryStream(answer.Gzip), CompressionMode.Decompress)));
            Assert.Equal(answer.Body, Unpack(new BrotliStream(new MemoryStream(answer.Brotli), CompressionMode.Decompress)));
            Assert.Equal([$"\"{answer.Hash[..32]}-identity\"", $"\"{answer.Hash[..32]}-gzip\"", $"\"{answer.Hash[..32]}-br\""], answer.EntityTags);
            Assert.Equal(tags, answer.EntityTags);
            answer.ImproveGzip();
            answer.ImproveBrotli();
            Assert.True(answer is { IsGzipImproved: true, IsBrotliImproved: true });
        }
    }

    private static byte[] Unpack(Stream stream)
    {
        using var content = new MemoryStream();
        using (stream)
        {
            stream.CopyTo(content);
        }

        return content.ToArray();
    }
}

using System.Globalization;
using System.Text;
using UpdateService.Server.Plans;
using UpdateService.Server.Tests.Graphs;
using UpdateService.Server.Tests.Metrics;

namespace UpdateService.Server.Tests.Plans;

/// <summary>Answers that are kept: given again, never more than there is room for.</summary>
public sealed class AnswerCacheTests
{
    [Fact]
    public void Thousands_of_answers_stay_within_the_bound()
    {
        const int bound = 1 << 20;
        using var cache = new AnswerCache(bound);

        for (var number = 0; number < 20_000; number++)
        {
            var answer = Answer(number, 2000);
            cache.Keep(answer);
            _ = number % 3 == 0 ? cache.Pack(answer) : null;
            Assert.InRange(cache.Bytes, 0, bound);
        }

        Assert.Equal(20_000, cache.Misses);
        Assert.True(cache.Bytes > bound / 2, $"{cache.Bytes} bytes are kept.");
    }

    [Fact]
    public void An_answer_larger_than_the_bound_is_not_kept()
    {
        using var cache = new AnswerCache(10_000);
        cache.Keep(Answer(1, 20_000));

        Assert.Null(cache.Find("1"));
        Assert.Equal(0, cache.Bytes);
    }

    [Fact]
    public void A_kept_answer_is_given_as_it_is_and_counted()
    {
        using var cache = new AnswerCache(100_000);
        var answer = Answer(1, 2000);
        cache.Keep(answer);

        Assert.Same(answer, cache.Find("1"));
        Assert.Null(cache.Find("2"));
        Assert.Equal((1L, 1L), (cache.Hits, cache.Misses));
        Assert.InRange(cache.Bytes, 2000, 3000);
    }

    [Fact]
    public void The_packed_body_is_made_once_and_unpacks_to_the_body()
    {
        using var cache = new AnswerCache(100_000);
        var answer = Answer(1, 5000);

        Assert.Null(cache.FindPacked(answer));
        var packed = cache.Pack(answer);

        Assert.Same(packed, cache.FindPacked(answer));
        Assert.Equal(answer.Body, ContentCodingTests.Decode(new WireAnswer(200, [KeyValuePair.Create("Content-Encoding", "gzip")], packed)));
    }

    [Fact]
    public void What_another_time_may_be_another_is_packed_each_time()
    {
        using var cache = new AnswerCache(100_000);
        var (earlier, later) = (Answer(1, 5000) with { IsComplete = false }, Answer(1, 6000) with { IsComplete = false });
        _ = cache.Pack(earlier);

        Assert.Null(cache.FindPacked(later));
        _ = cache.Pack(later);
        Assert.Null(cache.FindPacked(Answer(1, 7000)));
    }

    [Fact]
    public async Task The_metrics_tell_hits_misses_and_bytes()
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data);

        _ = await service.GetAsync("/v1/path?from=4.18.1");
        _ = await service.GetAsync("/v1/path?from=4.18.1");
        _ = await service.GetAsync("/v1/path?from=4.18.1&format=text");
        _ = await service.GetAsync("/v1/path?from=oops");
        var metrics = MetricFamily.ReadAll((await service.GetStatusAsync("/metrics")).Text);

        Assert.Equal(1, Sample(metrics, "update_service_planner_cache_hits_total"));
        Assert.Equal(2, Sample(metrics, "update_service_planner_cache_misses_total"));
        Assert.InRange(Sample(metrics, "update_service_planner_cache_bytes"), 1000, 10_000);
        Assert.Equal(0, Sample(metrics, "update_service_planner_waiting"));
    }

    private static double Sample(Dictionary<string, MetricFamily> metrics, string name) => metrics[name].Samples[name];

    private static PreparedAnswer Answer(int number, int length) =>
        new(number.ToString(CultureInfo.InvariantCulture), "text/plain", Encoding.ASCII.GetBytes(new string('x', length)), IsComplete: true);
}

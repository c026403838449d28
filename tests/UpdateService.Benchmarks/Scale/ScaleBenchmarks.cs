using BenchmarkDotNet.Attributes;

namespace UpdateService.Benchmarks.Scale;

/// <summary>Data three times as large as the real ones: everything anew, and after changes of one line.</summary>
public class ScaleBenchmarks
{
    private ScaleNumbers? real;

    /// <summary>Edges grow by about <paramref name="edges"/> times: less where a block or risk names its sources one by one.</summary>
    [Benchmark]
    [Arguments("minors", 3, 3)]
    [Arguments("patches", 2, 3)]
    public async Task<int> Grow(string growth, int factor, int edges)
    {
        real ??= await MeasureAsync("minors", 1);
        var grown = await MeasureAsync(growth, factor);
        return grown.Releases > real.Releases * factor * 0.8
            && grown.Edges > real.Edges * edges * 0.8
            && grown.ConditionalEdges > real.ConditionalEdges * edges * 0.5
            ? grown.Edges
            : throw new InvalidOperationException($"{growth} times {factor} gave {grown.Releases} of {real.Releases} releases, {grown.Edges} of {real.Edges} edges, {grown.ConditionalEdges} of {real.ConditionalEdges} with risks.");
    }

    private static async Task<ScaleNumbers> MeasureAsync(string growth, int factor)
    {
        using var data = new GrownData(growth, factor);
        return await ScaleMeasurement.RunAsync(data);
    }
}

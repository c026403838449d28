using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Xunit.Sdk;

namespace UpdateService.Testing.Fuzzing;

/// <summary>One target's inputs, tried one after another until one fails.</summary>
internal sealed class FuzzRun<T>(Corpus corpus, Func<Mutator, T> make, Func<T, byte[]> show, Action<T> property, long mostBytes, string target)
{
    private const int ShownBytes = 3000;
    private const int BytesPerByte = 1000;

    private readonly long started = Stopwatch.GetTimestamp();
    private volatile int seed;
    private XunitException? failure;
    private int tried;

    /// <summary>The input that is tried now.</summary>
    public int Seed => seed;

    /// <summary>Tries inputs of seeds that follow one another.</summary>
    public void TryEach(int first, int count)
    {
        for (var number = 0; number < count && failure is null; number++)
        {
            Try(first + number);
        }
    }

    /// <summary>Tries inputs nobody has tried, for a time.</summary>
    public void TryFor(TimeSpan time)
    {
        for (var next = Random.Shared.Next(1 << 30); failure is null && Stopwatch.GetElapsedTime(started) < time; next++)
        {
            Try(next);
        }

        File.AppendAllText(
            Path.Combine(Repository.Root, "artifacts", "fuzz.txt"),
            $"{target}: {tried} inputs in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s{(failure is null ? "" : ", and the last one failed")}\n");
    }

    /// <summary>Tries one input.</summary>
    public void Try(int number)
    {
        seed = number;
        tried++;
        var input = default(T);
        try
        {
            input = make(new Mutator(corpus, number));
            var before = GC.GetAllocatedBytesForCurrentThread();
            property(input);
            var cost = GC.GetAllocatedBytesForCurrentThread() - before;
            if (cost > mostBytes + ((long)BytesPerByte * show(input).Length))
            {
                throw new XunitException($"It allocated {cost} bytes.");
            }
        }
        catch (Exception exception)
        {
            failure = new XunitException($"{target}: {Fuzz.SeedVariable}={number} gives the input again.\n{Shown(input)}\n{exception}", exception);
        }
    }

    /// <summary>Throws what failed.</summary>
    public void Finish()
    {
        if (failure is not null)
        {
            throw failure;
        }
    }

    private string Shown(T? input)
    {
        if (input is null)
        {
            return "The input could not be made.";
        }

        var bytes = show(input);
        var text = JsonSerializer.Serialize(Encoding.Latin1.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, ShownBytes))));
        return $"{bytes.Length} bytes, as Latin-1: {text}{(bytes.Length > ShownBytes ? " …" : "")}";
    }
}

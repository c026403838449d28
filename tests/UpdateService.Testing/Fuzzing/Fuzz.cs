using System.Globalization;
using System.Runtime.CompilerServices;
using Xunit;

namespace UpdateService.Testing.Fuzzing;

/// <summary>
/// Gives a parser broken inputs, one after another: the same ones in every run, or for as many seconds as <see cref="SecondsVariable"/>
/// says others each time. A failure tells the seed that gives its input again by <see cref="SeedVariable"/>.
/// </summary>
/// <remarks>
/// An input may cost so much memory and no more, and whoever hangs is found by a watch whose patience is far above what any input takes.
/// </remarks>
public static class Fuzz
{
    /// <summary>The environment variable that says how long each target is tried; what was tried stands in <c>artifacts/fuzz.txt</c> then.</summary>
    public const string SecondsVariable = "UPDATESERVICE_FUZZ_SECONDS";

    /// <summary>The environment variable that names the only input to try.</summary>
    public const string SeedVariable = "UPDATESERVICE_FUZZ_SEED";

    private const int FirstSeed = 20260821;
    private const int LongestMessage = 2000;

    private static readonly System.Text.UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Tries a property on broken bytes.</summary>
    /// <param name="corpus">What they are made of.</param>
    /// <param name="property">Throws where it does not hold.</param>
    /// <param name="inputs">How many, where no time is said.</param>
    /// <param name="mostMegabytes">What one input may allocate, beside a thousand times its length.</param>
    /// <param name="file">The target's.</param>
    /// <param name="member">The target.</param>
    public static void Bytes(Corpus corpus, Action<byte[]> property, int inputs = 1500, int mostMegabytes = 48, [CallerFilePath] string file = "", [CallerMemberName] string member = "") =>
        Run(corpus, mutator => mutator.Next(), static input => input, property, inputs, mostMegabytes, Name(file, member));

    /// <summary>Tries a property on broken texts, among them such as cannot be written as UTF-8.</summary>
    public static void Texts(Corpus corpus, Action<string> property, int inputs = 3000, int mostMegabytes = 48, [CallerFilePath] string file = "", [CallerMemberName] string member = "") =>
        Run(corpus, mutator => mutator.NextText(), static input => System.Text.Encoding.UTF8.GetBytes(input), property, inputs, mostMegabytes, Name(file, member));

    /// <summary>Tries a property on broken bytes; what it waits for must not need this thread.</summary>
    public static void Bytes(Corpus corpus, Func<byte[], Task> property, int inputs = 1500, int mostMegabytes = 48, [CallerFilePath] string file = "", [CallerMemberName] string member = "") =>
        Run(corpus, mutator => mutator.Next(), static input => input, input => property(input).GetAwaiter().GetResult(), inputs, mostMegabytes, Name(file, member));

    /// <summary>Tries a property on cases that are made of broken bytes.</summary>
    public static void Cases<T>(Corpus corpus, Func<Mutator, T> make, Func<T, byte[]> show, Func<T, Task> property, int inputs = 1500, int mostMegabytes = 48, [CallerFilePath] string file = "", [CallerMemberName] string member = "") =>
        Run(corpus, make, show, input => property(input).GetAwaiter().GetResult(), inputs, mostMegabytes, Name(file, member));

    /// <summary>The message is one for people: there, short, and without control characters and half surrogate pairs of the input's.</summary>
    public static void AssertTold(string? message)
    {
        Assert.False(string.IsNullOrEmpty(message));
        Assert.InRange(message.Length, 1, LongestMessage);
        Assert.True(!message.Any(char.IsControl), message);
        _ = Strict.GetByteCount(message);
    }

    private static string Name(string file, string member) => $"{Path.GetFileNameWithoutExtension(file)}.{member}";

    private static void Run<T>(Corpus corpus, Func<Mutator, T> make, Func<T, byte[]> show, Action<T> property, int inputs, int mostMegabytes, string target)
    {
        var watched = new FuzzRun<T>(corpus, make, show, property, (long)mostMegabytes << 20, target);
        var seconds = Number(SecondsVariable);
        var only = Number(SeedVariable);
        var thread = new Thread(() =>
        {
            if (only is { } seed)
            {
                watched.Try(seed);
            }
            else if (seconds is { } time)
            {
                watched.TryFor(TimeSpan.FromSeconds(time));
            }
            else
            {
                watched.TryEach(FirstSeed, inputs);
            }
        })
        { IsBackground = true };
        thread.Start();
        for (var last = -1; !thread.Join(Patience); last = watched.Seed)
        {
            Assert.True(last != watched.Seed, $"{target} hangs: {SeedVariable}={watched.Seed} gives the input again.");
        }

        watched.Finish();
    }

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

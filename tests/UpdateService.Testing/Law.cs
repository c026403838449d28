using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace UpdateService.Testing;

/// <summary>
/// A law is tried on the same inputs in every run, and on new ones. Where it fails, the message holds the smallest input and
/// the seed.
/// </summary>
public static class Law
{
    /// <summary>
    /// The environment variable that says on how many inputs at most, and these the same in every run; for who runs the tests
    /// again and again, as mutation testing does.
    /// </summary>
    public const string InputsVariable = "UPDATESERVICE_LAW_INPUTS";

    private const ulong Seed = 20260821;

    private static readonly int? MostInputs =
        int.TryParse(Environment.GetEnvironmentVariable(InputsVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? most : null;

    /// <summary>Tries the law on inputs of the generator.</summary>
    public static void Holds<T>(Arbitrary<T> inputs, Action<T> law, int tests = 100) => Check(Prop.ForAll(inputs, law), tests);

    /// <summary>Tries the law on inputs of the generator.</summary>
    public static void Holds<T>(Arbitrary<T> inputs, Func<T, Task> law, int tests = 100) => Check(Prop.ForAll(inputs, law), tests);

    private static void Check(Property property, int tests)
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(Math.Min(tests, MostInputs ?? tests)).WithQuietOnSuccess(true);
        property.Check(config.WithReplay(Seed, 1UL));
        if (MostInputs is null)
        {
            property.Check(config);
        }
    }
}

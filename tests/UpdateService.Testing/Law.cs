using FsCheck;
using FsCheck.Fluent;

namespace UpdateService.Testing;

/// <summary>
/// A law is tried on the same inputs in every run, and on new ones. Where it fails, the message holds the smallest input and
/// the seed.
/// </summary>
public static class Law
{
    private const ulong Seed = 20260821;

    /// <summary>Tries the law on inputs of the generator.</summary>
    public static void Holds<T>(Arbitrary<T> inputs, Action<T> law, int tests = 100) => Check(Prop.ForAll(inputs, law), tests);

    /// <summary>Tries the law on inputs of the generator.</summary>
    public static void Holds<T>(Arbitrary<T> inputs, Func<T, Task> law, int tests = 100) => Check(Prop.ForAll(inputs, law), tests);

    private static void Check(Property property, int tests)
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(tests).WithQuietOnSuccess(true);
        property.Check(config.WithReplay(Seed, 1UL));
        property.Check(config);
    }
}

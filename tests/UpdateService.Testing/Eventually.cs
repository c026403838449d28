using Xunit;

namespace UpdateService.Testing;

/// <summary>Waits for what must come true, as long as a slow machine may need, and fails where it never does.</summary>
public static class Eventually
{
    /// <summary>How long is waited: far more than any of it takes.</summary>
    public static TimeSpan Deadline { get; } = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Asks again and again until the condition holds.</summary>
    public static Task HoldsAsync(Func<bool> condition, string what) => HoldsAsync(() => Task.FromResult(condition()), what);

    /// <summary>Asks again and again until the condition holds.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> condition, string what)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Deadline, $"Within {Deadline.TotalSeconds} s it did not come true that {what}.");
            await Task.Delay(Pause);
        }
    }
}

using System.Diagnostics;

namespace UpdateService.Builder.Refreshing;

/// <summary>The steps of a refresh as spans. Nothing is created if there is no listener.</summary>
/// <seealso href="https://opentelemetry.io/docs/specs/otel/trace/api/"/>
public static class RefreshTraces
{
    /// <summary>The name of the source.</summary>
    public const string SourceName = "UpdateService.Builder";

    /// <summary>The whole refresh; all other spans are parts of it.</summary>
    public const string Refresh = "refresh";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Starts a step, which ends when the result is disposed of.</summary>
    internal static Activity? Begin(string step) => Source.StartActivity(step);

    /// <summary>Runs a step.</summary>
    internal static T Do<T>(string step, Func<T> work)
    {
        using var span = Begin(step);
        return work();
    }
}

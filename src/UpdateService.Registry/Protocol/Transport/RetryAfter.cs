using System.Globalization;

namespace UpdateService.Registry.Protocol.Transport;

/// <summary>The Retry-After header: <see href="https://www.rfc-editor.org/rfc/rfc9110#name-retry-after"/>.</summary>
internal static class RetryAfter
{
    /// <summary>How long to wait, from a number of seconds or a date; null if it is neither.</summary>
    internal static TimeSpan? Read(string? value, TimeProvider time)
    {
        if (uint.TryParse(value, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var seconds))
        {
            return TimeSpan.FromSeconds(seconds);
        }

        if (!DateTimeOffset.TryParseExact(value?.Trim(), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
        {
            return null;
        }

        var wait = date - time.GetUtcNow();
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}

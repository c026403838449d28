using System.Globalization;

namespace UpdateService.Planning.Writing;

/// <summary>How many of a thing there are, as a sentence says it.</summary>
public static class Amount
{
    /// <summary><c>1 update</c>, <c>14,312 updates</c>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="what">One of them.</param>
    public static string Of(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}{(count == 1 ? "" : "s")}");
}

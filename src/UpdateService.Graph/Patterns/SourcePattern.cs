using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace UpdateService.Graph.Patterns;

/// <summary>
/// The <c>from</c> of a blocked edge: a regular expression that may match any part of a source's version with its architecture
/// (<c>4.16.3+amd64</c>). No pattern can stall a build: one that backtracks for too long is matched in linear time from then on. Equal by text.
/// </summary>
/// <remarks>An automaton that matches in linear time costs some 6 ms to make, and one that backtracks 15 µs; real patterns hardly backtrack.</remarks>
public sealed class SourcePattern : IEquatable<SourcePattern>
{
    /// <summary>The longest pattern that is accepted, in characters; real ones have below 100.</summary>
    public const int LongestText = 4096;

    private const string EverySource = ".*";

    private const int LongestPlain = 256;

    private static readonly TimeSpan LongestBacktracking = TimeSpan.FromMilliseconds(10);

    /// <summary>The automaton while it is in use. A linear one takes about 200 kB, so thousands of patterns must not keep theirs.</summary>
    private readonly WeakReference<Regex>? automaton;

    private volatile bool isLinear;

    private SourcePattern(string text, Regex? regex, bool isLinear = false)
    {
        Text = text;
        this.isLinear = isLinear;
        automaton = regex is null ? null : new WeakReference<Regex>(regex);
    }

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>Whether every source matches, with any version.</summary>
    public bool MatchesAll => automaton is null;

    /// <summary>The pattern that every source matches.</summary>
    public static SourcePattern All { get; } = new(EverySource, null);

    /// <summary>Reads a pattern that means the same to Rust's regex crate, for which patterns are written, and to .NET.</summary>
    /// <param name="text">A regular expression.</param>
    /// <param name="pattern">The pattern if the result is true.</param>
    /// <param name="reason">The reason if the result is false.</param>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out SourcePattern? pattern,
        [NotNullWhen(false)] out string? reason)
    {
        pattern = null;
        if (text is "" or EverySource)
        {
            reason = null;
            pattern = new SourcePattern(text, null);
            return true;
        }

        reason = text.Length > LongestText ? $"it has more than {LongestText} characters" : SharedDialect.Refuse(text);
        if (reason is null)
        {
            try
            {
                // A long pattern, or one with counts, may be more than a linear automaton can hold.
                var mayBeLarge = text.Length > LongestPlain || text.Contains('{', StringComparison.Ordinal);
                pattern = new SourcePattern(text, mayBeLarge ? Linear(text) : Backtracking(text), mayBeLarge);
                return true;
            }
            catch (RegexParseException exception)
            {
                reason = $"{exception.Error} at character {exception.Offset}"; // So many it had read, the faulty one last.
            }
            catch (Exception exception) when (exception is NotSupportedException or ArgumentException or InsufficientExecutionStackException)
            {
                reason = "it cannot be matched in linear time within the engine's limits";
            }
        }

        reason = $"the pattern '{Excerpt.Of(text)}' is not accepted: {reason}";
        return false;
    }

    /// <summary>
    /// Returns whether a source, a version with its architecture as build metadata, matches. Keep the function only as long as
    /// it is in use: the automaton behind it takes up to 200 kB.
    /// </summary>
    public Func<string, bool> ToMatcher()
    {
        if (automaton is null)
        {
            return static _ => true;
        }

        if (!automaton.TryGetTarget(out var regex))
        {
            automaton.SetTarget(regex = isLinear ? Linear(Text) : Backtracking(Text));
        }

        return source =>
        {
            try
            {
                return regex.IsMatch(source);
            }
            catch (RegexMatchTimeoutException)
            {
                isLinear = true;
                automaton.SetTarget(regex = Linear(Text));
                return regex.IsMatch(source);
            }
        };
    }

    private static Regex Linear(string text) => new(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static Regex Backtracking(string text) => new(text, RegexOptions.CultureInvariant, LongestBacktracking);

    /// <summary>Whether one source matches; for many, keep a matcher.</summary>
    public bool Matches(string source) => ToMatcher()(source);

    /// <inheritdoc/>
    public bool Equals(SourcePattern? other) => other is not null && string.Equals(Text, other.Text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SourcePattern);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;
}

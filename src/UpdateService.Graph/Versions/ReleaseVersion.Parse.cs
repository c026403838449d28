using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace UpdateService.Graph.Versions;

/// <content>The one parser, with a reason for each refusal.</content>
public sealed partial class ReleaseVersion
{
    /// <summary>The longest version that is accepted; real ones have about 40 characters.</summary>
    public const int LongestText = 256;

    private static readonly SearchValues<char> IdentifierCharacters =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-");

    /// <summary>Reads a version that is known to be valid, such as a literal in a test.</summary>
    /// <exception cref="FormatException">The text is not a version.</exception>
    public static ReleaseVersion Parse(string text) =>
        TryParse(text, out var version, out var reason) ? version : throw new FormatException(reason);

    /// <summary>Reads a version strictly: three numbers, no leading zeros, no leading <c>v</c>.</summary>
    /// <param name="text">The whole text; surrounding white space is refused.</param>
    /// <param name="version">The version if the result is true.</param>
    /// <param name="reason">The reason, as half a sentence that names the text, if the result is false.</param>
    public static bool TryParse(
        string? text,
        [NotNullWhen(true)] out ReleaseVersion? version,
        [NotNullWhen(false)] out string? reason)
    {
        version = null;
        reason = Refuse(text, out var core, out var preRelease, out var coreLength);
        if (reason is not null)
        {
            reason = $"'{Excerpt.Of(text)}' is no version by SemVer 2.0.0: {reason}";
            return false;
        }

        version = new ReleaseVersion(text!, core[0], core[1], core[2], preRelease, coreLength);
        return true;
    }

    private static string? Refuse(string? text, out ulong[] core, out PreReleaseIdentifier[] preRelease, out int coreLength)
    {
        core = [];
        preRelease = [];
        coreLength = 0;
        if (string.IsNullOrEmpty(text))
        {
            return "it is empty";
        }

        if (text.Length > LongestText)
        {
            return $"it has more than {LongestText} characters";
        }

        var plus = text.IndexOf('+', StringComparison.Ordinal);
        coreLength = plus < 0 ? text.Length : plus;
        if (plus >= 0 && RefuseBuild(text.AsSpan(plus + 1)) is { } badBuild)
        {
            return badBuild;
        }

        var rest = text.AsSpan(0, coreLength);
        var hyphen = rest.IndexOf('-');
        return RefuseNumbers(hyphen < 0 ? rest : rest[..hyphen], out core)
            ?? (hyphen < 0 ? null : RefusePreRelease(rest[(hyphen + 1)..], out preRelease));
    }

    private static string? RefuseNumbers(ReadOnlySpan<char> text, out ulong[] numbers)
    {
        numbers = new ulong[3];
        var count = 0;
        foreach (var range in text.Split('.'))
        {
            if (count == 3)
            {
                return "it has more than three numbers";
            }

            if (RefuseNumber(text[range], out numbers[count]) is { } reason)
            {
                return reason;
            }

            count++;
        }

        return count == 3 ? null : "it has fewer than three numbers";
    }

    private static string? RefuseNumber(ReadOnlySpan<char> part, out ulong number)
    {
        number = 0;
        if (part.IsEmpty)
        {
            return "a number is missing";
        }

        if (part.ContainsAnyExceptInRange('0', '9'))
        {
            return "a number holds something other than digits";
        }

        if (part.Length > 1 && part[0] == '0')
        {
            return "a number has a leading zero";
        }

        return ulong.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out number)
            ? null
            : "a number is larger than 2^64-1";
    }

    private static string? RefusePreRelease(ReadOnlySpan<char> text, out PreReleaseIdentifier[] identifiers)
    {
        identifiers = [];
        var found = new List<PreReleaseIdentifier>(2);
        foreach (var range in text.Split('.'))
        {
            var part = text[range];
            if (RefuseIdentifier(part, "pre-release") is { } reason)
            {
                return reason;
            }

            ulong? number = null;
            if (!part.ContainsAnyExceptInRange('0', '9'))
            {
                if (RefuseNumber(part, out var value) is { } badNumber)
                {
                    return $"in the pre-release {badNumber}";
                }

                number = value;
            }

            found.Add(new PreReleaseIdentifier(part.ToString(), number));
        }

        identifiers = [.. found];
        return null;
    }

    private static string? RefuseBuild(ReadOnlySpan<char> text)
    {
        foreach (var range in text.Split('.'))
        {
            if (RefuseIdentifier(text[range], "build metadata") is { } reason)
            {
                return reason;
            }
        }

        return null;
    }

    private static string? RefuseIdentifier(ReadOnlySpan<char> part, string place)
    {
        if (part.IsEmpty)
        {
            return $"an identifier of the {place} is empty";
        }

        return part.ContainsAnyExcept(IdentifierCharacters) ? $"the {place} holds a character other than 0-9, A-Z, a-z and -" : null;
    }
}

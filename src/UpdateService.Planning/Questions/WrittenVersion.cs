using System.Collections.Immutable;
using System.Text.RegularExpressions;
using UpdateService.Planning.Paths;

namespace UpdateService.Planning.Questions;

/// <summary>
/// A version as people copy it: with a <c>v</c>, from the tag of an image (<c>4.16.3-x86_64</c>) or from the image's whole name
/// (<c>quay.io/openshift-release-dev/ocp-release:4.16.3-x86_64</c>).
/// </summary>
/// <param name="Text">The version; if it cannot be parsed, the text as it was written.</param>
/// <param name="Architecture">The architecture that the tag names; null if it names none.</param>
public sealed partial record WrittenVersion(string Text, string? Architecture)
{
    private static readonly ImmutableArray<string> NewestWords = ["latest", "newest"];

    /// <summary>Architectures that a tag may end with. <c>-multi</c> or <c>-arm64</c> would otherwise be read as a pre-release.</summary>
    private static readonly ImmutableArray<string> Endings = ["x86_64", "amd64", "aarch64", "arm64", "ppc64le", "s390x", "multi"];

    /// <summary>Whether it is the word for the newest release.</summary>
    public bool IsNewest => NewestWords.Contains(Text, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the text is a minor, such as 4.18, and not a version.</summary>
    public static bool IsMinor(string written) => Of(written).TryReadMinor(out _);

    /// <summary>Takes a written version apart.</summary>
    public static WrittenVersion Of(string written)
    {
        ArgumentNullException.ThrowIfNull(written);
        var text = written.Trim();
        if (text.LastIndexOf('/') is >= 0 and var slash && text.IndexOf(':', slash) is >= 0 and var colon && !text.Contains('@', StringComparison.Ordinal))
        {
            text = text[(colon + 1)..];
        }

        text = text is ['v' or 'V', >= '0' and <= '9', ..] ? text[1..] : text;
        foreach (var ending in Endings)
        {
            if (text.Length > ending.Length + 1 && text[^(ending.Length + 1)] == '-' && char.IsAsciiDigit(text[0]) && text.EndsWith(ending, StringComparison.Ordinal))
            {
                return new WrittenVersion(text[..^(ending.Length + 1)], ending);
            }
        }

        return new WrittenVersion(text, null);
    }

    /// <summary>Reads a minor: <c>4.18</c>, also <c>4.18.x</c>, <c>4.18.z</c> and <c>4.18.*</c>.</summary>
    public bool TryReadMinor(out MinorName minor)
    {
        minor = default;
        return Architecture is null && MinorName.TryParse(Text is [.., '.', 'x' or 'X' or 'z' or 'Z' or '*'] ? Text[..^2] : Text, out minor);
    }

    /// <summary>What it is, if it is something else than a version: a sentence with the remedy. Null if that is not known.</summary>
    /// <param name="isTarget">Whether a minor would be taken in its place.</param>
    public string? Hint(bool isTarget) => Text switch
    {
        _ when IsNewest => "it stands for the newest release, and only as the target; give a version such as 4.16.3",
        _ when Text.Contains("@sha256:", StringComparison.Ordinal) => "it is an image by digest; give its version, such as 4.16.3",
        _ when Channel().IsMatch(Text) => $"it is a channel; give a version such as 4.16.3{(isTarget ? ", or a minor such as 4.16" : "")}, and name the channel by 'channel'",
        _ => null,
    };

    [GeneratedRegex("^[a-z]+-[0-9]+[.][0-9]+$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex Channel();
}

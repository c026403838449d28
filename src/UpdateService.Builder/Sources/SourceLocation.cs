using System.Diagnostics.CodeAnalysis;
using UpdateService.Registry;

namespace UpdateService.Builder.Sources;

/// <summary>The kind of a source.</summary>
public enum SourceKind
{
    /// <summary>A folder of graph-data.</summary>
    Folder,

    /// <summary>A tar of graph-data in a file.</summary>
    Archive,

    /// <summary>A tar of graph-data at an address.</summary>
    Address,

    /// <summary>An image with graph-data.</summary>
    Image,

    /// <summary>A file of releases.</summary>
    Catalogue,

    /// <summary>A repository of release images.</summary>
    Repository,
}

/// <summary>The location of graph-data or releases.</summary>
/// <param name="Kind">The kind of the source.</param>
/// <param name="Text">A full path, or an address as it was written, which may contain a password.</param>
/// <param name="Reference">For an image or repository: the parsed text.</param>
public sealed record SourceLocation(SourceKind Kind, string Text, ImageReference? Reference = null)
{
    private const string GraphDataOption = "--graph-data";
    private const string ReleasesOption = "--releases";
    private const string GraphDataRemedy = "name a folder, a .tar.gz, an https:// address of one, or oci://host/repository:tag";

    private static readonly string[] ArchiveEndings = [".tar.gz", ".tgz", ".tar", ".tar.zst"];

    /// <summary>The host to connect to; null for files.</summary>
    public string? Host => Reference?.Repository.Host ?? (Kind == SourceKind.Address ? new Uri(Text).Authority : null);

    /// <summary>Readable text: an address has no user, password and query.</summary>
    public override string ToString() => Kind == SourceKind.Address ? new Uri(Text).GetLeftPart(UriPartial.Path).Replace($"{new Uri(Text).UserInfo}@", "", StringComparison.Ordinal) : Text;

    /// <summary>Reads the location of graph-data: the value of <c>--graph-data</c>.</summary>
    /// <param name="value">A path or an address.</param>
    /// <param name="location">The location if the result is true.</param>
    /// <param name="reason">A sentence with the remedy if the result is false.</param>
    public static bool TryParseGraphData(string value, [NotNullWhen(true)] out SourceLocation? location, [NotNullWhen(false)] out string? reason)
    {
        location = null;
        if (ImageReference.IsMeant(value))
        {
            if (TryParseImage(GraphDataOption, value, out var image, out reason))
            {
                location = image.Reference is null ? null : new SourceLocation(SourceKind.Image, value, image);
                reason = location is null ? Refusal(GraphDataOption, value, "name the image by its tag or digest: oci://host/repository:tag") : null;
            }

            return location is not null;
        }

        location = value.Contains("://", StringComparison.Ordinal) ? OfAddress(value) : IsPath(value) ? OfPath(value) : null;
        reason = location is null ? Refusal(GraphDataOption, value, GraphDataRemedy) : null;
        return location is not null;
    }

    /// <summary>Reads the location of releases: a value of <c>--releases</c>.</summary>
    /// <param name="value">A path or an address.</param>
    /// <param name="location">The location if the result is true.</param>
    /// <param name="reason">A sentence with the remedy if the result is false.</param>
    public static bool TryParseReleases(string value, [NotNullWhen(true)] out SourceLocation? location, [NotNullWhen(false)] out string? reason)
    {
        location = null;
        if (ImageReference.IsMeant(value))
        {
            if (TryParseImage(ReleasesOption, value, out var repository, out reason))
            {
                location = repository.Reference is null ? new SourceLocation(SourceKind.Repository, value, repository) : null;
                reason = location is null ? Refusal(ReleasesOption, value, "name the repository without a tag or digest: all its tags are read") : null;
            }

            return location is not null;
        }

        location = IsCatalogue(value) ? new SourceLocation(SourceKind.Catalogue, Path.GetFullPath(value)) : null;
        reason = location is null ? Refusal(ReleasesOption, value, "name a catalogue that ends in .jsonl or .jsonl.gz, or oci://host/repository") : null;
        return location is not null;
    }

    private static SourceLocation? OfAddress(string value) => IsAddress(value) ? new SourceLocation(SourceKind.Address, value) : null;

    private static SourceLocation? OfPath(string value)
    {
        if (ArchiveEndings.Any(ending => value.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) && !Directory.Exists(value))
        {
            return new SourceLocation(SourceKind.Archive, Path.GetFullPath(value));
        }

        return value.Length > 0 && !File.Exists(value) ? new SourceLocation(SourceKind.Folder, Path.GetFullPath(value)) : null;
    }

    /// <summary>No path contains a NUL, and the system's functions throw at one.</summary>
    private static bool IsPath(string value) => !value.Contains('\0', StringComparison.Ordinal);

    private static bool IsCatalogue(string value) =>
        IsPath(value)
        && !value.Contains("://", StringComparison.Ordinal)
        && (value.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) || value.EndsWith(".jsonl.gz", StringComparison.OrdinalIgnoreCase));

    private static bool IsAddress(string value) => Uri.TryCreate(value, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
        && address.Host.Length > 0;

    private static bool TryParseImage(string option, string value, [NotNullWhen(true)] out ImageReference? image, [NotNullWhen(false)] out string? reason)
    {
        var isImage = ImageReference.TryParse(value, out image, out reason);
        reason = isImage ? null : $"The value of {option} cannot be used: {reason}";
        return isImage;
    }

    private static string Refusal(string option, string value, string remedy) =>
        $"The value '{Excerpt.OfAddress(value)}' of {option} cannot be used: {remedy}.";
}

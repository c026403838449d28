using UpdateService.Registry;

namespace UpdateService.Server.Hosting;

/// <summary>What kind of place a source is.</summary>
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

/// <summary>Where graph-data or releases come from.</summary>
/// <param name="Kind">What kind of place.</param>
/// <param name="Text">A full path, or an address as it was written, perhaps with a password.</param>
/// <param name="Reference">For an image or repository: the parsed text.</param>
public sealed record SourceLocation(SourceKind Kind, string Text, ImageReference? Reference = null)
{
    private static readonly string[] ArchiveEndings = [".tar.gz", ".tgz", ".tar"];

    /// <summary>The host that is asked; null for files.</summary>
    public string? Host => Reference?.Repository.Host ?? (Kind == SourceKind.Address ? new Uri(Text).Authority : null);

    /// <summary>For people: an address without user, password and query.</summary>
    public override string ToString() => Kind == SourceKind.Address ? new Uri(Text).GetLeftPart(UriPartial.Path).Replace($"{new Uri(Text).UserInfo}@", "", StringComparison.Ordinal) : Text;

    /// <summary>Reads where graph-data are.</summary>
    /// <exception cref="OptionException">It is no such place.</exception>
    internal static SourceLocation OfGraphData(string value)
    {
        if (ImageReference.IsMeant(value))
        {
            var image = Image(OptionTable.GraphData, value);
            return image.Reference is not null
                ? new SourceLocation(SourceKind.Image, value, image)
                : throw Refuse(OptionTable.GraphData, value, "name the image by its tag or digest: oci://host/repository:tag");
        }

        if (value.Contains("://", StringComparison.Ordinal))
        {
            return IsAddress(value)
                ? new SourceLocation(SourceKind.Address, value)
                : throw Refuse(OptionTable.GraphData, value, "name a folder, a .tar.gz, an https:// address of one, or oci://host/repository:tag");
        }

        if (ArchiveEndings.Any(ending => value.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) && !Directory.Exists(value))
        {
            return new SourceLocation(SourceKind.Archive, Path.GetFullPath(value));
        }

        return value.Length > 0 && !File.Exists(value)
            ? new SourceLocation(SourceKind.Folder, Path.GetFullPath(value))
            : throw Refuse(OptionTable.GraphData, value, "name a folder, a .tar.gz, an https:// address of one, or oci://host/repository:tag");
    }

    /// <summary>Reads where releases are.</summary>
    /// <exception cref="OptionException">It is no such place.</exception>
    internal static SourceLocation OfReleases(string value)
    {
        if (ImageReference.IsMeant(value))
        {
            var repository = Image(OptionTable.Releases, value);
            return repository.Reference is null
                ? new SourceLocation(SourceKind.Repository, value, repository)
                : throw Refuse(OptionTable.Releases, value, "name the repository without a tag or digest: all its tags are read");
        }

        return IsCatalogue(value)
            ? new SourceLocation(SourceKind.Catalogue, Path.GetFullPath(value))
            : throw Refuse(OptionTable.Releases, value, "name a catalogue that ends in .jsonl or .jsonl.gz, or oci://host/repository");
    }

    private static bool IsCatalogue(string value) =>
        !value.Contains("://", StringComparison.Ordinal)
        && (value.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) || value.EndsWith(".jsonl.gz", StringComparison.OrdinalIgnoreCase));

    private static bool IsAddress(string value) => Uri.TryCreate(value, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
        && address.Host.Length > 0;

    private static ImageReference Image(Option option, string value) =>
        ImageReference.TryParse(value, out var image, out var reason) ? image : throw new OptionException($"The value of --{option.Name} cannot be used: {reason}");

    private static OptionException Refuse(Option option, string value, string remedy) => OptionReader.Refuse(option, value, remedy);
}

namespace UpdateService.Cli.Linting;

/// <summary>How files are named in a report: so that they can be opened from where the command was called.</summary>
/// <param name="Prefix">The part before a path inside the data, with a slash at its end; empty if they are no folder.</param>
internal sealed record LintPlaces(string Prefix)
{
    /// <summary>The names of the files of a folder.</summary>
    /// <param name="folder">As it was typed.</param>
    public static LintPlaces Of(string folder) => !Directory.Exists(folder) || Path.TrimEndingDirectorySeparator(folder) == "." ? new LintPlaces("") : new LintPlaces($"{Path.TrimEndingDirectorySeparator(folder)}/");

    /// <summary>A place as editors and terminals take it.</summary>
    public Place Shown(Place place) => place with { File = Path.IsPathRooted(place.File) ? place.File : Prefix + place.File };

    /// <summary>A file as an address, relative to the current folder if possible.</summary>
    public string Address(Place place)
    {
        var path = Shown(place).File;
        return Path.IsPathRooted(path) ? new Uri(path).AbsoluteUri : string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
    }
}

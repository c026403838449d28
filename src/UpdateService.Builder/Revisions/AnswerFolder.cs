using System.Collections.Immutable;
using UpdateService.Builder.Answers;
using UpdateService.Builder.State;
using UpdateService.Registry.Keeping;

namespace UpdateService.Builder.Revisions;

/// <summary>
/// Answers on disk, in parts that revisions share: a revision writes those that no other has, so a changed line costs what it changed.
/// </summary>
/// <remarks>A part is one <see cref="AnswerPack"/>, which proves itself whole by its checksum.</remarks>
/// <param name="path">The folder of the parts; made when first needed.</param>
internal sealed class AnswerFolder(string path)
{
    private const string Extension = ".pack";

    private readonly HashSet<string> damaged = new(StringComparer.Ordinal);

    /// <summary>Writes the parts that are not here yet, or were found damaged.</summary>
    /// <returns>The names of all.</returns>
    /// <exception cref="IOException">One cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">One may not be written.</exception>
    public ImmutableArray<string> Keep(AnswerSet answers)
    {
        var parts = AnswerPart.Of(answers);
        _ = Directory.CreateDirectory(path);
        foreach (var part in parts.Where(part => damaged.Contains(part.Name) || !File.Exists(PathOf(part.Name))))
        {
            WholeFile.Write(PathOf(part.Name), stream => AnswerPack.Write(part.Answers, stream));
            _ = damaged.Remove(part.Name);
        }

        return [.. parts.Select(part => part.Name)];
    }

    /// <summary>Puts a set together again.</summary>
    /// <exception cref="InvalidDataException">A part, or its name, is damaged.</exception>
    /// <exception cref="IOException">A part is not there, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A part may not be read.</exception>
    public AnswerSet Read(IReadOnlyCollection<string> names)
    {
        try
        {
            return AnswerPack.Read(names.Select(name => AnswerPart.IsName(name)
                ? File.ReadAllBytes(PathOf(name))
                : throw new InvalidDataException("The list of kept answers is damaged.")));
        }
        catch (Exception exception) when (exception is InvalidDataException || DiskTrouble.IsOfDisk(exception))
        {
            damaged.UnionWith(names); // Whichever it is: the set is made of its inputs, and then written whole.
            throw;
        }
    }

    /// <summary>Drops all parts but these, and what a crash left of others. One that cannot be dropped stays: room is the lesser matter.</summary>
    /// <exception cref="IOException">It cannot be read which parts there are.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read which parts there are.</exception>
    public void DropAllBut(IReadOnlySet<string> names)
    {
        foreach (var file in Directory.Exists(path) ? Directory.EnumerateFiles(path) : [])
        {
            var name = Path.GetFileName(file).Split('.')[0];
            if (AnswerPart.IsName(name) && (file != PathOf(name) || !names.Contains(name)))
            {
                DropQuietly(file);
            }
        }
    }

    private static void DropQuietly(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception exception) when (DiskTrouble.IsOfDisk(exception))
        {
            // The next time.
        }
    }

    private string PathOf(string name) => Path.Combine(path, $"{name}{Extension}");
}

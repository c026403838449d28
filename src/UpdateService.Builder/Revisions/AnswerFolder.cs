using System.Collections.Immutable;
using UpdateService.Builder.Answers;
using UpdateService.Builder.State;
using UpdateService.Registry.Keeping;

namespace UpdateService.Builder.Revisions;

/// <summary>
/// Answers on disk, in parts that revisions share. A revision writes only the parts that no other has, so a changed line costs little.
/// </summary>
/// <remarks>A part is one <see cref="AnswerPack"/>, whose checksum detects damage.</remarks>
/// <param name="path">The folder of the parts; created when first needed.</param>
internal sealed class AnswerFolder(string path)
{
    private const string Extension = ".pack";

    private readonly HashSet<string> damaged = new(StringComparer.Ordinal);

    /// <summary>Writes the parts that are missing or were found damaged.</summary>
    /// <returns>The names of all parts.</returns>
    /// <exception cref="IOException">A part cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to a part is denied.</exception>
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

    /// <summary>Reads a set from its parts.</summary>
    /// <exception cref="InvalidDataException">A part, or its name, is damaged.</exception>
    /// <exception cref="IOException">A part is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to a part is denied.</exception>
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

    /// <summary>Deletes all parts but these, and what a crash left of others. A part that cannot be deleted stays and only takes up space.</summary>
    /// <exception cref="IOException">The parts cannot be listed.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the list of parts is denied.</exception>
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
            // It is deleted next time.
        }
    }

    private string PathOf(string name) => Path.Combine(path, $"{name}{Extension}");
}

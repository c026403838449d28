using System.Globalization;
using System.Text;
using UpdateService.Builder.State;

namespace UpdateService.Builder.Revisions;

/// <summary>A file of the state folder that names one revision by its number, such as the pinned one. The file is absent if there is none.</summary>
internal static class NumberFile
{
    /// <summary>The number in it; null if there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="otherwise">Half a sentence: what happens if the file names no revision.</param>
    /// <param name="problems">Receives a sentence if the file names no revision.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static int? Read(string path, string otherwise, ICollection<string> problems)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        if (int.TryParse(File.ReadAllText(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        problems.Add($"The file {path} names no revision; {otherwise}.");
        return null;
    }

    /// <summary>Writes the number; null deletes the file.</summary>
    /// <exception cref="IOException">It cannot be written; the earlier content stays.</exception>
    public static void Write(string path, int? number)
    {
        if (number is { } named)
        {
            WholeFile.Write(path, stream => stream.Write(Encoding.ASCII.GetBytes(named.ToString(CultureInfo.InvariantCulture))));
        }
        else
        {
            File.Delete(path);
        }
    }
}

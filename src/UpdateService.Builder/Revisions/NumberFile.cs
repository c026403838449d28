using System.Globalization;
using System.Text;
using UpdateService.Builder.State;

namespace UpdateService.Builder.Revisions;

/// <summary>A file of the state folder that names one revision by its number, such as the pinned one; absent where it names none.</summary>
internal static class NumberFile
{
    /// <summary>The number in it; null where there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="otherwise">Half a sentence: what is done where it names none.</param>
    /// <param name="problems">Takes a sentence where the file names none.</param>
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

    /// <summary>Writes the number down; null takes the file away.</summary>
    /// <exception cref="IOException">It cannot be written; what was there stays.</exception>
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

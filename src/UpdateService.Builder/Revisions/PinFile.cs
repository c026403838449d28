using System.Globalization;
using System.Text;
using UpdateService.Builder.State;

namespace UpdateService.Builder.Revisions;

/// <summary>The file that names the pinned revision; absent where none is.</summary>
internal static class PinFile
{
    /// <summary>The number in it; null where none is pinned.</summary>
    /// <param name="state">Where it stands.</param>
    /// <param name="problems">Takes a sentence where the file names none.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static int? Read(StateFolder state, ICollection<string> problems)
    {
        if (!File.Exists(state.Pin))
        {
            return null;
        }

        if (int.TryParse(File.ReadAllText(state.Pin), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        problems.Add($"The file {state.Pin} names no revision; none is pinned.");
        return null;
    }

    /// <summary>Writes the number down; null: none is pinned.</summary>
    /// <exception cref="IOException">It cannot be written; what was there stays.</exception>
    public static void Write(StateFolder state, int? number)
    {
        if (number is { } pinned)
        {
            WholeFile.Write(state.Pin, stream => stream.Write(Encoding.ASCII.GetBytes(pinned.ToString(CultureInfo.InvariantCulture))));
        }
        else
        {
            File.Delete(state.Pin);
        }
    }
}

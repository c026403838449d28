using System.Text;
using UpdateService.Builder.State;
using UpdateService.Registry.Keeping;

namespace UpdateService.Builder.Guarding;

/// <summary>
/// The names of the last thousand builds that were held back. Part of a name never selects one of two builds, even if the second has replaced
/// the first since an administrator looked.
/// </summary>
/// <remarks>Not thread-safe; the refresher makes one call at a time.</remarks>
/// <param name="state">The folder that keeps them after the process ends; null if none does.</param>
internal sealed class CandidateNames(StateFolder? state)
{
    /// <summary>The fewest digits of a name that identify it.</summary>
    public const int ShortestPart = 12;

    private const int Most = 1000;

    private readonly List<string> names = [];
    private bool isRead;

    private string PathOf => Path.Combine(state!.Guard, "candidates");

    /// <summary>Remembers a name.</summary>
    public void Add(string name)
    {
        ReadOnce();
        if (!names.Contains(name, StringComparer.Ordinal))
        {
            names.Add(name);
            names.RemoveRange(0, Math.Max(0, names.Count - Most));
            Try(() =>
            {
                state!.Take();
                _ = Directory.CreateDirectory(state.Guard);
                WholeFile.Write(PathOf, stream => stream.Write(Encoding.ASCII.GetBytes(string.Join('\n', names))));
            });
        }
    }

    /// <summary>Whether a text names this build and no other: its whole name, or a prefix that no other name has.</summary>
    public bool IsNamed(string name, string text)
    {
        ReadOnce();
        return string.Equals(text, name, StringComparison.Ordinal)
            || (text.Length >= ShortestPart
                && name.StartsWith(text, StringComparison.Ordinal)
                && !names.Exists(other => !string.Equals(other, name, StringComparison.Ordinal) && other.StartsWith(text, StringComparison.Ordinal)));
    }

    private void ReadOnce()
    {
        if (!isRead)
        {
            isRead = true;
            Try(() => names.AddRange(File.Exists(PathOf) ? File.ReadAllLines(PathOf).TakeLast(Most) : []));
        }
    }

    private void Try(Action act)
    {
        try
        {
            if (state is not null)
            {
                act();
            }
        }
        catch (Exception exception) when (DiskTrouble.IsOfDisk(exception))
        {
            // The names of this process are still known.
        }
    }
}

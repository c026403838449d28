using System.Text;
using UpdateService.Builder.State;
using UpdateService.Registry.Keeping;

namespace UpdateService.Builder.Guarding;

/// <summary>
/// The names of the builds that were held back, the last thousand: a part of a name never decides between two of them, also where the one has
/// taken the other's place since an administrator looked.
/// </summary>
/// <remarks>Not thread-safe; the refresher takes turns.</remarks>
/// <param name="state">Where they outlive the process; null: nowhere.</param>
internal sealed class CandidateNames(StateFolder? state)
{
    /// <summary>The fewest digits of a name that can stand for it.</summary>
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

    /// <summary>Whether a text names this build and no other: its whole name, or the beginning of it that no other name has.</summary>
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
            // The names of this process are known all the same.
        }
    }
}

using System.Text;
using UpdateService.Builder.State;
using UpdateService.Registry.Keeping;

namespace UpdateService.Builder.Sharing;

/// <summary>
/// What a builder is called in what it publishes, so that a second one on the same tag is noticed: a random word, which the state
/// folder keeps. Without one, each start is another builder.
/// </summary>
public static class BuilderName
{
    private const int MostLetters = 64;

    /// <summary>The name that the folder keeps, or a new one; a disk that cannot keep it only makes it a name for this process.</summary>
    public static string Of(StateFolder? state)
    {
        var name = Guid.NewGuid().ToString("N");
        if (state is null)
        {
            return name;
        }

        try
        {
            if (File.Exists(state.Builder) && File.ReadAllText(state.Builder).Trim() is { Length: > 0 and <= MostLetters } kept && kept.All(char.IsAsciiLetterOrDigit))
            {
                return kept;
            }

            state.Take();
            WholeFile.Write(state.Builder, stream => stream.Write(Encoding.ASCII.GetBytes(name)));
        }
        catch (Exception exception) when (DiskTrouble.IsOfDisk(exception))
        {
            // Revisions cannot be kept either, and that is told.
        }

        return name;
    }
}

using System.Text;
using UpdateService.Builder.State;
using UpdateService.Registry.Keeping;

namespace UpdateService.Builder.Sharing;

/// <summary>
/// The name of a builder in what it publishes, so that a second builder on the same tag is noticed. It is a random word that the
/// state folder keeps. Without a state folder, each start has a new name.
/// </summary>
public static class BuilderName
{
    private const int MostLetters = 64;

    /// <summary>The name in the folder, or a new one. If the disk cannot keep the new name, it is valid for this process only.</summary>
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
            // Revisions cannot be kept either, and that is reported.
        }

        return name;
    }
}

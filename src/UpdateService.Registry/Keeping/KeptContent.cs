using UpdateService.Graph.Versions;
using UpdateService.Registry.Payloads;

namespace UpdateService.Registry.Keeping;

/// <summary>The content of a journal, line by line. A later line about the same thing replaces an earlier one.</summary>
internal sealed class KeptContent
{
    /// <summary>What was learnt, by digest.</summary>
    public Dictionary<Digest, PayloadReading> Readings { get; } = [];

    /// <summary>What tags named.</summary>
    public Dictionary<string, KeptTag> Tags { get; } = new(StringComparer.Ordinal);

    /// <summary>Each version once.</summary>
    public VersionPool Versions { get; } = new();

    /// <summary>Lines, without the damaged ones.</summary>
    public int Lines { get; private set; }

    /// <summary>Lines that were cut short or changed since they were written.</summary>
    public int Damaged { get; private set; }

    /// <summary>Whether every tag of the repository was known when the last mark was set, and nothing of it was lost.</summary>
    public bool IsComplete => isMarked && Damaged == 0;

    private bool isMarked;

    /// <summary>Takes a line in.</summary>
    public void Add(ReadOnlySpan<byte> line)
    {
        if (!KeptLine.TryUnseal(line, out var json) || !KeptLine.TryRead(json, this))
        {
            Damaged++;
            return;
        }

        Lines++;
    }

    /// <summary>A mark contains the number of tags. If it differs, lines before it are missing.</summary>
    public void Mark(int tags) => isMarked = tags == Tags.Count;
}

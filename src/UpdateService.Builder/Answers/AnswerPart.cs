using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace UpdateService.Builder.Answers;

/// <summary>
/// Answers that mostly change together: those of all channels of one minor version. Consecutive revisions share nearly all parts,
/// so a part that is already kept under its name need not be written again.
/// </summary>
/// <param name="Name">64 hexadecimal digits. Equal names mean equal answers, in bytes at least as small as the name says.</param>
/// <param name="Answers">In the order of the set.</param>
internal sealed record AnswerPart(string Name, ImmutableArray<(string Channel, string Architecture, Answer Answer)> Answers)
{
    private const string Version = "1"; // Of what stands in a part.

    /// <summary>The parts of a set with its current answers.</summary>
    public static ImmutableArray<AnswerPart> Of(AnswerSet set) =>
    [
        .. set.All
            .GroupBy(entry => MinorOf(entry.Channel), StringComparer.Ordinal)
            .Select(group => group.ToImmutableArray())
            .Select(answers => new AnswerPart(NameOf(answers), answers)),
    ];

    /// <summary>The bytes of its current answers: one <see cref="AnswerPack"/>.</summary>
    public byte[] Pack()
    {
        using var pack = new MemoryStream();
        AnswerPack.Write(Answers, pack);
        return pack.ToArray();
    }

    /// <summary>Whether a text is a valid name of a part.</summary>
    public static bool IsName(string text) => text.Length == SHA256.HashSizeInBytes * 2 && text.All(char.IsAsciiHexDigitLower);

    /// <summary>The text after the last hyphen: <c>4.18</c> of <c>stable-4.18</c>.</summary>
    private static string MinorOf(string channel) => channel[(channel.LastIndexOf('-') + 1)..];

    private static string NameOf(ImmutableArray<(string Channel, string Architecture, Answer Answer)> answers)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(Version);
        foreach (var (channel, architecture, answer) in answers)
        {
            var (gzip, brotli) = AnswerPack.GenerationsOf(answer);
            Append($"{channel} {architecture} {answer.Hash} {gzip} {brotli}");
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Append(string line) => hash.AppendData(Encoding.UTF8.GetBytes($"{line}\n"));
    }
}

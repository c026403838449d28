using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using UpdateService.Graph.Cincinnati;

namespace UpdateService.Builder.Answers;

/// <summary>
/// All answers of one revision: one for each channel and architecture that has a release. Channels with the same body share
/// one answer, so its bytes are stored and compressed only once.
/// </summary>
public sealed class AnswerSet
{
    private readonly FrozenDictionary<string, FrozenDictionary<string, Answer>> byChannel;
    private readonly FrozenDictionary<string, FrozenDictionary<string, Answer>>.AlternateLookup<ReadOnlySpan<char>> lookup;

    internal AnswerSet(IReadOnlyDictionary<(string Channel, Architecture Architecture), Answer> answers)
    {
        var shared = Shared(answers.Values);
        byChannel = answers
            .GroupBy(pair => pair.Key.Channel, StringComparer.Ordinal)
            .ToFrozenDictionary(
                group => group.Key,
                group => group.ToFrozenDictionary(pair => pair.Key.Architecture.Name, pair => shared[pair.Value.Hash], StringComparer.Ordinal),
                StringComparer.Ordinal);
        lookup = byChannel.GetAlternateLookup<ReadOnlySpan<char>>();
        All = [.. answers.OrderBy(pair => pair.Key.Channel, StringComparer.Ordinal).ThenBy(pair => pair.Key.Architecture).Select(pair => (pair.Key.Channel, pair.Key.Architecture.Name, shared[pair.Value.Hash]))];
        ContentHash = HashOf(All.Select(entry => (entry.Channel, entry.Architecture, entry.Answer.Hash)));
    }

    /// <summary>The answer if there is no release. It is the same for every unknown channel and architecture.</summary>
    public static Answer Empty { get; } = Answer.Of(AnswerWriter.EmptyAnswer);

    /// <summary>The number of answers.</summary>
    public int Count => All.Length;

    /// <summary>SHA-256 over the bodies of all answers, in hexadecimal: two revisions with the same hash serve the same bytes.</summary>
    public string ContentHash { get; }

    /// <summary>All answers with their channels and architectures, in ordinal order.</summary>
    public ImmutableArray<(string Channel, string Architecture, Answer Answer)> All { get; }

    /// <summary>The answer for a request; <see cref="Empty"/> if the channel or the architecture has none.</summary>
    public Answer Find(ReadOnlySpan<char> channel, ReadOnlySpan<char> architecture) =>
        lookup.TryGetValue(channel, out var answers)
        && answers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(architecture, out var answer)
            ? answer
            : Empty;

    /// <summary>One answer for each body, the one with the smallest bytes.</summary>
    private static Dictionary<string, Answer> Shared(IEnumerable<Answer> answers)
    {
        var shared = new Dictionary<string, Answer>(StringComparer.Ordinal);
        foreach (var answer in answers)
        {
            if (!shared.TryGetValue(answer.Hash, out var known) || Size(answer) < Size(known))
            {
                shared[answer.Hash] = answer;
            }
        }

        return shared;

        static int Size(Answer answer) => answer.Gzip.Length + answer.Brotli.Length;
    }

    /// <summary>The hash over all answers.</summary>
    /// <param name="bodies">The hash of each body, by channel and then by architecture, both in ordinal order.</param>
    internal static string HashOf(IEnumerable<(string Channel, string Architecture, string Hash)> bodies)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (channel, architecture, body) in bodies)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{channel} {architecture} {body}\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

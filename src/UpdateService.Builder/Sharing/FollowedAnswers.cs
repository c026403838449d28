using System.Collections.Immutable;
using UpdateService.Builder.Answers;
using UpdateService.Registry;

namespace UpdateService.Builder.Sharing;

/// <summary>The answers that are here, and the parts in which they are published. Of the next answers, only other parts are read.</summary>
/// <param name="Set">All answers.</param>
/// <param name="Parts">The channels and architectures of each part, by the digest of the part's bytes.</param>
internal sealed record FollowedAnswers(AnswerSet Set, ImmutableDictionary<Digest, ImmutableArray<(string Channel, Architecture Architecture)>> Parts)
{
    /// <summary>No answers.</summary>
    public static FollowedAnswers None { get; } = new(AnswerPack.Read(), ImmutableDictionary<Digest, ImmutableArray<(string Channel, Architecture Architecture)>>.Empty);

    /// <summary>Kept answers. The same answers are packed to the same bytes.</summary>
    public static FollowedAnswers Of(AnswerSet kept) => new(
        kept,
        AnswerPart.Of(kept).Select(part => part.Pack()).ToImmutableDictionary(pack => Digest.Of(pack), pack => Keys(AnswerPack.ReadPart(pack))));

    /// <summary>The answers of a part; null if it is not here.</summary>
    public ImmutableArray<((string Channel, Architecture Architecture) Key, Answer Answer)>? Find(Digest part) =>
        Parts.TryGetValue(part, out var keys) ? [.. keys.Select(key => (key, Set.Find(key.Channel, key.Architecture.Name)))] : null;

    /// <summary>The channels and architectures that have answers.</summary>
    public static ImmutableArray<(string Channel, Architecture Architecture)> Keys(ImmutableArray<((string Channel, Architecture Architecture) Key, Answer Answer)> part) =>
        [.. part.Select(entry => entry.Key)];
}

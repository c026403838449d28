using System.Collections.Immutable;
using UpdateService.Builder.Answers;
using UpdateService.Registry;

namespace UpdateService.Builder.Sharing;

/// <summary>Answers that are here, and the parts in which they were or would be published: of the next ones only other parts are read.</summary>
/// <param name="Set">All of them.</param>
/// <param name="Parts">By the digest of their bytes, for which channels and architectures each has the answers.</param>
internal sealed record FollowedAnswers(AnswerSet Set, ImmutableDictionary<Digest, ImmutableArray<(string Channel, Architecture Architecture)>> Parts)
{
    /// <summary>No answers.</summary>
    public static FollowedAnswers None { get; } = new(AnswerPack.Read(), ImmutableDictionary<Digest, ImmutableArray<(string Channel, Architecture Architecture)>>.Empty);

    /// <summary>Answers that were kept: the same answers are packed to the same bytes.</summary>
    public static FollowedAnswers Of(AnswerSet kept) => new(
        kept,
        AnswerPart.Of(kept).Select(part => part.Pack()).ToImmutableDictionary(pack => Digest.Of(pack), pack => Keys(AnswerPack.ReadPart(pack))));

    /// <summary>The answers of a part; null where it is not here.</summary>
    public ImmutableArray<((string Channel, Architecture Architecture) Key, Answer Answer)>? Find(Digest part) =>
        Parts.TryGetValue(part, out var keys) ? [.. keys.Select(key => (key, Set.Find(key.Channel, key.Architecture.Name)))] : null;

    /// <summary>For which channels and architectures there are answers.</summary>
    public static ImmutableArray<(string Channel, Architecture Architecture)> Keys(ImmutableArray<((string Channel, Architecture Architecture) Key, Answer Answer)> part) =>
        [.. part.Select(entry => entry.Key)];
}

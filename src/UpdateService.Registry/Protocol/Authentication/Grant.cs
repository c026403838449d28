namespace UpdateService.Registry.Protocol.Authentication;

/// <summary>What a registry accepted, or may accept, in the Authorization header.</summary>
/// <param name="header">The header; never written anywhere.</param>
/// <param name="freshUntil">When another one is got; null: when it is refused.</param>
/// <param name="challenges">What it answers.</param>
internal sealed class Grant(string header, DateTimeOffset? freshUntil, IReadOnlyList<Challenge> challenges)
{
    /// <summary>The Authorization header.</summary>
    internal string Header => header;

    /// <summary>What it answers.</summary>
    internal IReadOnlyList<Challenge> Challenges => challenges;

    /// <summary>Whether it is the credentials' own password, and no token got by them.</summary>
    internal bool IsPassword => freshUntil is null;

    /// <summary>Whether it is good for a while yet.</summary>
    internal bool IsFresh(TimeProvider time) => freshUntil is null || time.GetUtcNow() < freshUntil;
}

namespace UpdateService.Server.Plans;

/// <summary>
/// Answers in gzip. Packing a large one takes as long as making it, so it too waits for its turn: it must not take all cores
/// from those who serve clusters.
/// </summary>
internal sealed class PackedAnswers(AnswerCache cache, PlannerTurns turns)
{
    /// <summary>The answer's body in gzip, kept or made now; null where too many wait: it can be sent as it is.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async ValueTask<byte[]?> FindAsync(PreparedAnswer answer, CancellationToken cancellationToken) =>
        cache.FindPacked(answer) ?? await turns.TakeAsync<byte[]?>(() => cache.FindPacked(answer) ?? cache.Pack(answer), static () => null, cancellationToken);
}

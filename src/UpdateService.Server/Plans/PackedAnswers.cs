namespace UpdateService.Server.Plans;

/// <summary>
/// Answers in gzip. Compressing a large answer takes as long as making it, so it uses the same queue: it must not take all cores
/// from the threads that serve clusters.
/// </summary>
internal sealed class PackedAnswers(AnswerCache cache, PlannerTurns turns)
{
    /// <summary>The answer's body in gzip, cached or made now; null if the queue is full: it can be sent uncompressed.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async ValueTask<byte[]?> FindAsync(PreparedAnswer answer, CancellationToken cancellationToken) =>
        cache.FindPacked(answer) ?? await turns.TakeAsync<byte[]?>(() => cache.FindPacked(answer) ?? cache.Pack(answer), static () => null, cancellationToken);
}

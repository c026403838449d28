using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace UpdateService.Server.Hosting;

/// <summary>
/// Reads a client's data so that the client cannot keep one of the <see cref="PollingThreads"/> busy. If a client sends without end, in
/// any protocol, its reading moves to the thread pool now and then, which frees the polling thread.
/// </summary>
/// <param name="input">The client's data.</param>
internal sealed class FairReader(PipeReader input) : PipeReader
{
    /// <summary>Rare enough to cost a client with few requests nothing, and often enough that others hardly wait.</summary>
    private const int ReadsInPlace = 16;

    /// <summary>The connection that this thread read last. If others are read in between, none keeps the thread busy.</summary>
    [ThreadStatic]
    private static FairReader? last;

    private int reads;

    /// <summary>Wraps a connection.</summary>
    public static ConnectionDelegate Read(ConnectionDelegate next) => connection =>
    {
        connection.Transport = new Transport(new FairReader(connection.Transport.Input), connection.Transport.Output);
        return next(connection);
    };

    /// <inheritdoc/>
    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (last != this)
        {
            (last, reads) = (this, 0);
        }

        return ++reads % ReadsInPlace == 0 ? ReadOnPoolAsync(cancellationToken) : input.ReadAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override bool TryRead(out ReadResult result) => input.TryRead(out result);

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed) => input.AdvanceTo(consumed);

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => input.AdvanceTo(consumed, examined);

    /// <inheritdoc/>
    public override void CancelPendingRead() => input.CancelPendingRead();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null) => input.Complete(exception);

    private async ValueTask<ReadResult> ReadOnPoolAsync(CancellationToken cancellationToken)
    {
        await PollingThreads.Leave();
        return await input.ReadAsync(cancellationToken);
    }

    private sealed record Transport(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}

using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace UpdateService.Server.Hosting;

/// <summary>
/// What a client sends, read so that it cannot keep one of the <see cref="PollingThreads"/> for itself: a client that sends without end, in whatever
/// protocol, is now and then gone on with by the pool, and the polling thread is free again.
/// </summary>
/// <param name="input">What the client sends.</param>
internal sealed class FairReader(PipeReader input) : PipeReader
{
    /// <summary>So rarely that it costs a client of few requests nothing, so often that others hardly wait.</summary>
    private const int ReadsInPlace = 16;

    /// <summary>Whom this thread read last: while others have their turn in between, nobody keeps it for himself.</summary>
    [ThreadStatic]
    private static FairReader? last;

    private int reads;

    /// <summary>Reads a connection so.</summary>
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

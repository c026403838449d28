using System.IO.Pipelines;
using UpdateService.Server.Hosting;

namespace UpdateService.Server.Tests.Hosting;

/// <summary>A connection that keeps a thread for itself is gone on with by another one; connections that take turns are not.</summary>
public sealed class FairReaderTests
{
    [Fact]
    public void Every_sixteenth_read_in_a_row_is_done_elsewhere()
    {
        var connection = new Source();

        var here = Read(Enumerable.Repeat(new FairReader(connection), 64));

        Assert.Equal([15, 31, 47, 63], connection.Threads.Select((thread, read) => (thread, read)).Where(entry => entry.thread != here).Select(entry => entry.read));
    }

    [Fact]
    public void Connections_that_take_turns_are_read_where_they_are()
    {
        Source[] connections = [new(), new()];
        FairReader[] readers = [.. connections.Select(connection => new FairReader(connection))];

        var here = Read(Enumerable.Repeat(readers, 64).SelectMany(pair => pair));

        Assert.All(connections, connection => Assert.Equal(Enumerable.Repeat(here, 64), connection.Threads));
    }

    [Fact]
    public void Who_had_others_between_begins_again_to_count()
    {
        var (connection, other) = (new Source(), new FairReader(new Source()));
        var reader = new FairReader(connection);

        var here = Read([.. Enumerable.Repeat(reader, 15), other, .. Enumerable.Repeat(reader, 16)]);

        Assert.Equal([30], connection.Threads.Select((thread, read) => (thread, read)).Where(entry => entry.thread != here).Select(entry => entry.read));
    }

    /// <summary>Reads one after the other on a thread of its own, as one that polls does.</summary>
    /// <returns>That thread.</returns>
    private static int Read(IEnumerable<FairReader> readers)
    {
        var thread = new Thread(() =>
        {
            foreach (var reader in readers)
            {
                reader.ReadAsync().AsTask().Wait();
            }
        });
        thread.Start();
        thread.Join();
        return thread.ManagedThreadId;
    }

    /// <summary>Always has something, and remembers which threads asked.</summary>
    private sealed class Source : PipeReader
    {
        public List<int> Threads { get; } = [];

        public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        {
            Threads.Add(Environment.CurrentManagedThreadId);
            return ValueTask.FromResult(default(ReadResult));
        }

        public override bool TryRead(out ReadResult result) => throw new NotSupportedException();

        public override void AdvanceTo(SequencePosition consumed) => throw new NotSupportedException();

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => throw new NotSupportedException();

        public override void CancelPendingRead() => throw new NotSupportedException();

        public override void Complete(Exception? exception = null) => throw new NotSupportedException();
    }
}

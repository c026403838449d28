using UpdateService.Builder.Answers;
using UpdateService.Builder.Revisions;
using UpdateService.Server.Revisions;

namespace UpdateService.Server.Administration;

/// <summary>Pins and unpins revisions. It writes to disk first, so that a restart serves the same revision. One action runs at a time.</summary>
internal sealed class RevisionPin(RevisionStore store, RevisionLibrary library, AnswerImprover improver, PublishService? publishing = null)
{
    private readonly Lock turn = new();

    /// <summary>Serves a kept revision until it is unpinned.</summary>
    /// <exception cref="IOException">It cannot be read, or the pin cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to it or to the pin is denied.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public void Pin(RevisionRecord record)
    {
        lock (turn)
        {
            var revision = store.Newest is { } newest && newest.Record.IsSameAs(record) ? newest : library.Restore(record);
            library.Pin(revision);
            store.Pin(revision);
            improver.Wake();
            publishing?.Wake();
        }
    }

    /// <summary>Serves the newest revision again.</summary>
    /// <exception cref="IOException">The pin cannot be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the pin is denied.</exception>
    public void Unpin()
    {
        lock (turn)
        {
            library.Pin(null);
            store.Unpin();
            improver.Wake();
            publishing?.Wake();
        }
    }
}

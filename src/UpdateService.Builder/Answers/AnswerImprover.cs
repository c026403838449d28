using UpdateService.Builder.Revisions;
using UpdateService.Builder.Threads;

namespace UpdateService.Builder.Answers;

/// <summary>
/// Replaces the quick bytes of the served revision by small ones, in the background on one thread of low priority. The largest
/// answers come first, and gzip comes before Brotli, because clusters ask for gzip. A newer revision cancels the rest of the
/// older one; answers that both share stay improved. At the end, the small bytes are kept with the revision. If the process
/// ends, the work ends in the middle of an answer.
/// </summary>
public sealed class AnswerImprover(RevisionStore store, RevisionLibrary library) : IDisposable
{
    private readonly AutoResetEvent wakeUp = new(false);
    private readonly CancellationTokenSource ending = new();
    private Thread? thread;
    private Revision? improved;

    /// <summary>Reports that a revision was published.</summary>
    public void Wake()
    {
        thread ??= BackgroundThread.Start("answer improver", Run);
        _ = wakeUp.Set();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ending.Cancel();
        _ = wakeUp.Set();
        thread?.Join();
        ending.Dispose();
        wakeUp.Dispose();
    }

    private void Run()
    {
        while (!ending.IsCancellationRequested)
        {
            _ = wakeUp.WaitOne();
            while (store.Current is { } revision && revision != improved && !ending.IsCancellationRequested)
            {
                Improve(revision);
            }
        }
    }

    private void Improve(Revision revision)
    {
        List<Answer> answers = [.. revision.Answers.All.Select(entry => entry.Answer).Distinct().OrderByDescending(answer => answer.Length)];
        if (answers.TrueForAll(answer => answer.IsGzipImproved && answer.IsBrotliImproved))
        {
            Volatile.Write(ref improved, revision); // It was kept so.
            return;
        }

        if (ImproveEach(revision, answers, answer => answer.IsGzipImproved, answer => answer.ImproveGzip(ending.Token))
            && ImproveEach(revision, answers, answer => answer.IsBrotliImproved, answer => answer.ImproveBrotli(ending.Token)))
        {
            Volatile.Write(ref improved, revision);
            library.KeepAnswers(revision);
        }
    }

    private bool ImproveEach(Revision revision, List<Answer> answers, Predicate<Answer> isDone, Action<Answer> improve)
    {
        foreach (var answer in answers)
        {
            if (ending.IsCancellationRequested || store.Current != revision)
            {
                return false;
            }

            if (!isDone(answer) && !TryImprove(answer, improve))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryImprove(Answer answer, Action<Answer> improve)
    {
        try
        {
            improve(answer);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false; // The process ends.
        }
        catch (Exception)
        {
            return true; // Such as no memory for it just now. An exception would end the process, and the bytes that there are can be served.
        }
    }
}

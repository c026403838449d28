using System.Collections.Immutable;
using UpdateService.Registry.Protocol;

namespace UpdateService.Cli.Doctoring;

/// <summary>Checks of one subject, in an order in which each needs those before it.</summary>
/// <param name="subject">What is looked at.</param>
/// <param name="limit">How long each check may take.</param>
/// <param name="checks">The checks.</param>
/// <param name="needs">Chains that must be whole before this one makes sense.</param>
internal sealed class CheckChain(string subject, TimeSpan limit, ImmutableArray<ICheck> checks, params ImmutableArray<CheckChain> needs)
{
    private string? obstacle;

    /// <summary>What is looked at.</summary>
    public string Subject => subject;

    /// <summary>The checks, to be made in this order.</summary>
    public ImmutableArray<ICheck> Checks => checks;

    /// <summary>Makes a check, unless what it needs is broken.</summary>
    /// <exception cref="OperationCanceledException">The token ended it.</exception>
    public async Task<Entry> MakeAsync(ICheck check, TimeProvider time, CancellationToken cancellationToken)
    {
        obstacle ??= needs.Select(need => need.obstacle).FirstOrDefault(found => found is not null);
        var finding = obstacle is null
            ? await MakeInTimeAsync(check, time, cancellationToken)
            : Finding.NotMade($"It needs {obstacle}, which is broken.");
        if (finding.Verdict == Verdict.Broken)
        {
            obstacle = $"'{check.Name}' of {subject}";
        }

        return new Entry(subject, check.Name, finding);
    }

    private async Task<Finding> MakeInTimeAsync(ICheck check, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(limit, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await Task.Run(() => check.MakeAsync(stop.Token), stop.Token).WaitAsync(stop.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Finding.Broken($"It was not done within {limit.TotalSeconds:0.###} s.", "Check what is slow: the network, or the other side. --timeout gives it longer.");
        }
        catch (RegistryException exception)
        {
            return Finding.Broken(exception, "Check the results above, and the log of the other side.");
        }
        catch (CommandException exception)
        {
            return Finding.Broken(exception.Message, "Check the log of the other side.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Finding.Broken(exception.Message, "Check the file or folder that is named, and who may read it.");
        }
    }
}

using Polly;
using Polly.Retry;

namespace UpdateService.Registry.Protocol.Transport;

/// <summary>Tries again what may succeed a little later: no connection, no answer in time, 408, 429 and 5xx. Waits as Retry-After says, up to a limit.</summary>
internal sealed class Patience
{
    private readonly ResiliencePipeline pipeline;
    private readonly RegistryTraffic traffic;

    internal Patience(RegistryOptions options, RegistryTraffic traffic, TimeProvider time)
    {
        this.traffic = traffic;
        pipeline = options.Retries <= 0
            ? ResiliencePipeline.Empty
            : new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.RetryDelay,
                MaxDelay = options.LongestRetryDelay,
                ShouldHandle = static attempt => ValueTask.FromResult(attempt.Outcome.Exception is RegistryException { IsTransient: true }),
                DelayGenerator = attempt => ValueTask.FromResult(Wait(attempt.Outcome.Exception, options.LongestRetryDelay)),
                OnRetry = _ =>
                {
                    traffic.CountRetry();
                    return ValueTask.CompletedTask;
                },
            }).Build();
    }

    /// <summary>Runs the attempt until it succeeds or patience ends.</summary>
    internal async Task<T> TryAsync<T>(Func<CancellationToken, ValueTask<T>> attempt, CancellationToken cancellationToken)
        where T : class?
    {
        try
        {
            return await pipeline.ExecuteAsync(static (attempt, token) => attempt(token), attempt, cancellationToken);
        }
        catch (RegistryException exception)
        {
            traffic.CountFailure(exception.Fault);
            throw;
        }
    }

    private static TimeSpan? Wait(Exception? exception, TimeSpan longest) =>
        exception is RegistryException { RetryAfter: { } asked } ? (asked < longest ? asked : longest) : null;
}

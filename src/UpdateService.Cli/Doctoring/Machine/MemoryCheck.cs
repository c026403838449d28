using System.Globalization;

namespace UpdateService.Cli.Doctoring.Machine;

/// <summary>Whether the memory that this process may have would do for the service.</summary>
/// <param name="system">The folder that <c>proc</c> and <c>sys</c> are in.</param>
internal sealed class MemoryCheck(string system) : ICheck
{
    private const long Needed = 230_000_000;

    /// <inheritdoc/>
    public string Name => "memory";

    /// <inheritdoc/>
    public Task<Finding> MakeAsync(CancellationToken cancellationToken) => Task.FromResult(
        !MemoryLimit.TryRead(system, out var limit) ? Finding.NotMade("This system does not report a memory limit.")
        : limit is null ? Finding.Fine("There is no memory limit here.")
        : limit < Needed ? Finding.Notable(Told(limit.Value), "Give the container more: 256 Mi requested and a limit of 512 Mi do for all that is published.")
        : Finding.Fine(Told(limit.Value)));

    private static string Told(long limit) =>
        string.Create(CultureInfo.InvariantCulture, $"A process may have {limit / 1_000_000:N0} MB here; the service wants about {Needed / 1_000_000} MB for all that is published.");
}

using System.Globalization;
using UpdateService.Cli.Doctoring.Hosts;

namespace UpdateService.Cli.Doctoring.Machine;

/// <summary>Whether this machine's clock agrees with those of the hosts.</summary>
internal sealed class ClockCheck(IReadOnlyList<HostCase> hosts) : ICheck
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public string Name => "clock";

    /// <inheritdoc/>
    public Task<Finding> MakeAsync(CancellationToken cancellationToken)
    {
        var farthest = hosts
            .Select(host => (host.Name, Ahead: host.Inspection?.ClockAhead))
            .Where(host => host.Ahead is not null)
            .OrderByDescending(host => host.Ahead!.Value.Duration())
            .FirstOrDefault();
        return Task.FromResult(farthest.Ahead switch
        {
            null => Finding.NotMade("No host was asked that tells the time."),
            { } ahead when ahead.Duration() > Most => Finding.Notable(
                $"This machine's clock is {Told(ahead.Duration())} {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} that of {farthest.Name}.",
                "Set the clock that is wrong (chronyc tracking, timedatectl): certificates, tokens and signatures depend on it."),
            _ => Finding.Fine("This machine's clock agrees with those of the hosts."),
        });
    }

    private static string Told(TimeSpan time) => time < TimeSpan.FromHours(2)
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0} h");
}

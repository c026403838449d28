using System.Collections.Frozen;
using UpdateService.Attacks.Questions;
using UpdateService.Attacks.Sockets;
using UpdateService.Attacks.Streams;

namespace UpdateService.Attacks;

/// <summary>All attacks by their names.</summary>
internal static class Attack
{
    public static FrozenDictionary<string, Func<Target, Task>> All { get; } = new Dictionary<string, Func<Target, Task>>(StringComparer.Ordinal)
    {
        ["h2-settings"] = target => StreamFlood.RunAsync(target, Flood.RequestAndSettings),
        ["h2-settings-alone"] = target => StreamFlood.RunAsync(target, Flood.Settings),
        ["h2-reset"] = target => StreamFlood.RunAsync(target, Flood.RequestAndReset),
        ["h2-ping"] = target => StreamFlood.RunAsync(target, Flood.Ping),
        ["h2-window"] = target => StreamFlood.RunAsync(target, Flood.TinyWindow),
        ["h2-continuation"] = target => StreamFlood.RunAsync(target, Flood.Continuation),
        ["h2-data"] = target => StreamFlood.RunAsync(target, Flood.EmptyData),
        ["h2-priority"] = target => StreamFlood.RunAsync(target, Flood.Priority),
        ["h2-request"] = target => StreamFlood.RunAsync(target, Flood.Request),
        ["h2-deaf"] = target => StreamFlood.RunAsync(target, Flood.RequestAndSettings, reads: false),
        ["h2-request-deaf"] = target => StreamFlood.RunAsync(target, Flood.Request, reads: false),
        ["hold"] = Holding.RunAsync,
        ["tls-half"] = target => Holding.RunAsync(target, "\x16\x03\x01\x02\x00"),
        ["slow-headers"] = SlowHeaders.RunAsync,
        ["pipeline"] = target => Pipeline.RunAsync(target, reads: true),
        ["pipeline-deaf"] = target => Pipeline.RunAsync(target, reads: false),
        ["hang-up"] = HangUp.RunAsync,
        ["upgrade"] = Upgrade.RunAsync,
        ["revisions"] = RevisionQuestions.RunAsync,
        ["plans"] = PlanQuestions.RunAsync,
        ["wrong-token"] = WrongToken.RunAsync,
    }.ToFrozenDictionary(StringComparer.Ordinal);
}

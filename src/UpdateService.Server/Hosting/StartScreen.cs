using System.Globalization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Revisions;
using UpdateService.Planning.Writing;
using UpdateService.Registry.Signatures;

namespace UpdateService.Server.Hosting;

/// <summary>Shows a user who starts the service by hand where it listens, what it serves, and a first query to try.</summary>
internal sealed partial class StartScreen(
    IServer server,
    IHostApplicationLifetime lifetime,
    IRevisionOrigin origin,
    ServiceOptions options,
    ConnectionLimit connections,
    ILogger<StartScreen> logger)
{
    /// <summary>The parameters that a Cluster Version Operator sends.</summary>
    private static readonly string[] SentByClusters = ["channel", "arch", "version", "id"];

    /// <summary>Below this number, a fleet may be refused connections. A lower limit than the default alone is not worth a warning.</summary>
    private const int FewConnections = 2000;

    private bool isShown;

    /// <summary>Warns if the service behaves differently than the options suggest, whether or not it has something to serve.</summary>
    public void Warn()
    {
        if (options.MaxConnections is { } configured && connections.Most < Math.Min(configured, FewConnections))
        {
            LogFewConnections(connections.Most, configured);
        }

        if (options.Mandatory.Except(SentByClusters, StringComparer.Ordinal).ToList() is { Count: > 0 } unsent)
        {
            LogUnsent(string.Join(", ", unsent), string.Join(", ", SentByClusters));
        }

        if (options.Signatures is { } folder && new SignatureFolder(folder, TimeProvider.System).Count() == 0)
        {
            LogNoSignatures(folder);
        }
    }

    /// <summary>Shows it once in the life of the process, when the addresses are known.</summary>
    public void Show(Revision revision)
    {
        if (!isShown)
        {
            isShown = true;
            _ = lifetime.ApplicationStarted.Register(() => Write(revision));
        }
    }

    private void Write(Revision revision)
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses.ToList() ?? [];
        var listen = addresses.Take(options.Listen.Length).Select(Readable).ToList();
        var status = addresses.Skip(options.Listen.Length).Select(Readable).ToList();
        if (options.JsonLog)
        {
            var (protocolText, statusText) = (string.Join(' ', listen), string.Join(' ', status));
            LogListening(protocolText, statusText, origin.Description);
            return;
        }

        StandardStreams.Show(Text(revision, listen, status));
    }

    private string Text(Revision revision, List<string> listen, List<string> status)
    {
        var counts = revision.Counts;
        var channel = Example(revision);
        var source = options.IsShippedData ? "the data set that ships with the service" : origin.Description;
        var date = revision.Record.DataDate is { } day ? $", as of {day}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"""

              UpdateService {ServiceVersion.Text}

              serving    {string.Join("  ", listen)}{options.PathPrefix}
              planner    {listen.FirstOrDefault()}{options.BasePath}/
              status     {string.Join("  ", status)}/readyz  /livez  /status  /metrics
              data       {source}{date}
                         {Amount.Of(counts.Releases, "release")}, {Amount.Of(counts.Channels, "channel")}, {Amount.Of(counts.Edges, "edge")}, {Amount.Of(counts.ConditionalEdges, "conditional edge")}
                         {Amount.Of(counts.Problems, "problem")}, {Amount.Of(counts.Quarantined, "release")} in quarantine
              try        curl '{listen.FirstOrDefault()}{options.PathPrefix}/v1/graph?channel={channel}&arch=amd64'


            """);
    }

    /// <summary>The stable channel of the newest minor version, or any channel if there is none.</summary>
    private static string Example(Revision revision) =>
        revision.Record.Channels
            .Where(name => name.StartsWith("stable-", StringComparison.Ordinal))
            .MaxBy(name => Version.TryParse(name["stable-".Length..], out var minor) ? minor : new Version())
        ?? revision.Record.Channels.FirstOrDefault()
        ?? "stable";

    private static string Readable(string address) => address
        .Replace("[::]", "localhost", StringComparison.Ordinal)
        .Replace("0.0.0.0", "localhost", StringComparison.Ordinal);

    [LoggerMessage(Level = LogLevel.Information, Message = "Serving {Listen}, status {Status}, data {Source}.")]
    private partial void LogListening(string listen, string status, string source);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The limits of memory and open files allow {Most} connections of clients at a time, not the {Configured} of --max-connections. Raise the lower one.")]
    private partial void LogFewConnections(int most, int configured);

    [LoggerMessage(Level = LogLevel.Warning, Message = "--mandatory asks for {Names}, which no cluster sends of itself (it sends {Sent}): all are refused (400) whose spec.upstream does not carry it.")]
    private partial void LogUnsent(string names, string sent);

    [LoggerMessage(Level = LogLevel.Warning, Message = "--signatures: 0 signatures in {Folder}. Signatures are read from sha256=<hex>/signature-1, from files named …-sha256-<hex> as oc-mirror writes them, and from signature ConfigMaps (YAML or JSON).")]
    private partial void LogNoSignatures(string folder);
}

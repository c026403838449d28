using System.Collections.Immutable;
using System.Net;
using UpdateService.Builder.Guarding;
using UpdateService.Builder.Sources;
using UpdateService.Graph.Building;
using UpdateService.Registry;

namespace UpdateService.Server.Hosting;

/// <summary>The service's options, checked. <see cref="OptionTable"/> has their names, defaults and meanings.</summary>
public sealed record ServiceOptions
{
    /// <summary>Where the protocol is served.</summary>
    public required ImmutableArray<ListenAddress> Listen { get; init; }

    /// <summary>Where health and metrics are served.</summary>
    public required ImmutableArray<ListenAddress> StatusListen { get; init; }

    /// <summary>Before all protocol paths; begins with a slash and does not end in one, or is empty.</summary>
    public required string PathPrefix { get; init; }

    /// <summary>
    /// The path under which a reverse proxy serves this service; begins with a slash and does not end in one, or is empty. Links of pages begin
    /// with it, and requests may have it in front of their path or not.
    /// </summary>
    public required string BasePath { get; init; }

    /// <summary>Where graph-data come from.</summary>
    public required SourceLocation GraphData { get; init; }

    /// <summary>The folder of keys that a graph-data image must be signed with; null: it need not be signed.</summary>
    public required string? GraphDataKeys { get; init; }

    /// <summary>The folder or address of the signatures; there where there are keys.</summary>
    public required string? GraphDataSignatures { get; init; }

    /// <summary>Where releases come from, the first hit wins; empty: catalogues inside the graph-data.</summary>
    public required ImmutableArray<SourceLocation> Releases { get; init; }

    /// <summary>Where revisions are published for followers, with a tag; null: nowhere.</summary>
    public required ImageReference? Publish { get; init; }

    /// <summary>Where a builder publishes what this service serves, with a tag; null: this service builds.</summary>
    public required ImageReference? Follow { get; init; }

    /// <summary>A folder of signatures that are served besides those of the graph-data; null: none.</summary>
    public required string? Signatures { get; init; }

    /// <summary>A <c>.dockerconfigjson</c>; null: no credentials.</summary>
    public required string? RegistryAuth { get; init; }

    /// <summary>PEM files or folders of authorities, added to the system's.</summary>
    public required ImmutableArray<string> RegistryCa { get; init; }

    /// <summary>Requests at once to one registry.</summary>
    public required int RegistryConcurrency { get; init; }

    /// <summary>Hosts that may be asked over plain HTTP.</summary>
    public required ImmutableArray<string> InsecureRegistry { get; init; }

    /// <summary>Whether only configured hosts may be asked.</summary>
    public required bool Offline { get; init; }

    /// <summary>Further hosts that may be asked offline.</summary>
    public required ImmutableArray<string> OfflineHosts { get; init; }

    /// <summary>How often sources are asked.</summary>
    public required TimeSpan Refresh { get; init; }

    /// <summary>The folder of what outlives the process; null: nothing does.</summary>
    public required string? State { get; init; }

    /// <summary>How many revisions are kept, at least 1.</summary>
    public required int Keep { get; init; }

    /// <summary>The file of the administrator's token; null: administration is off.</summary>
    public required string? AdminTokenFile { get; init; }

    /// <summary>Query parameters that a client must send, in ordinal order.</summary>
    public required ImmutableArray<string> Mandatory { get; init; }

    /// <summary>Whether something safe may stand in for a file that cannot be understood.</summary>
    public required bool Lenient { get; init; }

    /// <summary>Folders outside the graph-data folder that links in it may lead into.</summary>
    public required ImmutableArray<string> AllowLinksTo { get; init; }

    /// <summary>How much a revision may be made of.</summary>
    public required RevisionLimits RevisionLimits { get; init; }

    /// <summary>What a revision may lose, open and weaken without an administrator.</summary>
    public required GuardLimits GuardLimits { get; init; }

    /// <summary>After how much silence a connection is closed.</summary>
    public required TimeSpan KeepAlive { get; init; }

    /// <summary>How many connections of clients may be open at once; null: any number.</summary>
    public required int? MaxConnections { get; init; }

    /// <summary>How many connections one address may hold; null: any number.</summary>
    public required AddressLimit? ConnectionsPerAddress { get; init; }

    /// <summary>The networks of proxies, which may hold any number.</summary>
    public required ImmutableArray<IPNetwork> ProxyAddresses { get; init; }

    /// <summary>How many requests a second one client may send; null: any number.</summary>
    public required int? RateLimit { get; init; }

    /// <summary>The PEM file of the certificate for <c>https://</c> addresses; null where there are none.</summary>
    public required string? Certificate { get; init; }

    /// <summary>The PEM file of its key.</summary>
    public required string? CertificateKey { get; init; }

    /// <summary>The collector that traces are sent to; null: none are made.</summary>
    public required Uri? TracesTo { get; init; }

    /// <summary>The share of requests, 0 to 1, that are traced.</summary>
    public required double TraceShare { get; init; }

    /// <summary>Whether the log is JSON lines.</summary>
    public required bool JsonLog { get; init; }

    /// <summary>Whether the data are those that ship with the service.</summary>
    public required bool IsShippedData { get; init; }

    /// <summary>What of these is about sources.</summary>
    public SourceOptions Sources => new()
    {
        GraphData = GraphData,
        GraphDataKeys = GraphDataKeys,
        GraphDataSignatures = GraphDataSignatures,
        Releases = Releases,
        Publish = Publish,
        Follow = Follow,
        Lenient = Lenient,
        AllowLinksTo = AllowLinksTo,
        Limits = RevisionLimits,
        RegistryAuth = RegistryAuth,
        RegistryCa = RegistryCa,
        RegistryConcurrency = RegistryConcurrency,
        InsecureRegistry = InsecureRegistry,
        Offline = Offline,
        OfflineHosts = OfflineHosts,
    };
}

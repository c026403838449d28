using System.Collections.Immutable;

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

    /// <summary>The graph-data folder.</summary>
    public required string GraphData { get; init; }

    /// <summary>Catalogues, the first hit wins; empty: those inside the graph-data.</summary>
    public required ImmutableArray<string> Releases { get; init; }

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

    /// <summary>The share, 0 to 1, that a revision may lose.</summary>
    public required double LossLimit { get; init; }

    /// <summary>After how much silence a connection is closed.</summary>
    public required TimeSpan KeepAlive { get; init; }

    /// <summary>The PEM file of the certificate for <c>https://</c> addresses; null where there are none.</summary>
    public required string? Certificate { get; init; }

    /// <summary>The PEM file of its key.</summary>
    public required string? CertificateKey { get; init; }

    /// <summary>Whether the log is JSON lines.</summary>
    public required bool JsonLog { get; init; }

    /// <summary>Whether the data are those that ship with the service.</summary>
    public required bool IsShippedData { get; init; }
}

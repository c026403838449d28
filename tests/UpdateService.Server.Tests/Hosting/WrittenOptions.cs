using Microsoft.Extensions.Configuration;
using UpdateService.Server.Hosting;

namespace UpdateService.Server.Tests.Hosting;

/// <summary>Options as they are written and as they are read.</summary>
internal static class WrittenOptions
{
    /// <summary>Reads options of three layers: switches, environment variables and settings, the latter two by their keys.</summary>
    public static ServiceOptions Read(string[] switches, (string Key, string Value)[]? environment = null, (string Key, string Value)[]? settings = null) =>
        OptionReader.Read(OptionLayers.Read(switches, Configuration(environment ?? []), Configuration(settings ?? [])));

    /// <summary>All options, a line each, so that whole sets compare.</summary>
    public static string Text(ServiceOptions options) =>
        $"""
        listen {string.Join(' ', options.Listen.Select(address => address.Text))}
        status-listen {string.Join(' ', options.StatusListen.Select(address => address.Text))}
        path-prefix {options.PathPrefix}
        base-path {options.BasePath}
        graph-data {options.GraphData}
        keys {options.GraphDataKeys} {options.GraphDataSignatures}
        releases {string.Join(' ', options.Releases)}
        publish {options.Publish}
        follow {options.Follow}
        signatures {options.Signatures}
        refresh {options.Refresh}
        state {options.State}
        keep {options.Keep}
        auth {options.RegistryAuth}
        ca {string.Join(' ', options.RegistryCa)}
        concurrency {options.RegistryConcurrency}
        insecure {string.Join(' ', options.InsecureRegistry)}
        offline {options.Offline} {string.Join(' ', options.OfflineHosts)}
        mandatory {string.Join(' ', options.Mandatory)}
        lenient {options.Lenient}
        links {string.Join(' ', options.AllowLinksTo)}
        limits {options.RevisionLimits}
        loss-limit {options.GuardLimits.Loss}
        open-limit {options.GuardLimits.Open}
        weaken-limit {options.GuardLimits.Weaken}
        admin-token-file {options.AdminTokenFile}
        keep-alive {options.KeepAlive}
        max-connections {options.MaxConnections}
        per-address {options.ConnectionsPerAddress?.Connections} {options.ConnectionsPerAddress?.Share} {string.Join(' ', options.ProxyAddresses)}
        rate-limit {options.RateLimit}
        certificate {options.Certificate}
        certificate-key {options.CertificateKey}
        traces {options.TracesTo} {options.TraceShare}
        json-log {options.JsonLog}
        shipped {options.IsShippedData}
        """;

    private static IConfigurationRoot Configuration((string Key, string Value)[] entries) => new ConfigurationBuilder()
        .AddInMemoryCollection(entries.Select(entry => KeyValuePair.Create<string, string?>(entry.Key, entry.Value)))
        .Build();
}

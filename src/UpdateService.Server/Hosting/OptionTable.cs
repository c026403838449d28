using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace UpdateService.Server.Hosting;

/// <summary>How an option takes values.</summary>
internal enum OptionForm
{
    /// <summary>One value.</summary>
    Single,

    /// <summary>Several: the switch is repeated, or the values are separated by commas.</summary>
    List,

    /// <summary>On where it stands alone.</summary>
    Flag,
}

/// <summary>One option.</summary>
/// <param name="Name">The switch without its dashes; the key is the same in capitals: <c>graph-data</c>, <c>GraphData</c>.</param>
/// <param name="Form">How it takes values.</param>
/// <param name="Default">As it would be written; null where there is none.</param>
/// <param name="Meaning">One sentence for people.</param>
internal sealed record Option(string Name, OptionForm Form, string? Default, string Meaning)
{
    /// <summary>The key under <c>UpdateService</c> in the environment and in appsettings.</summary>
    public string Key { get; } = string.Concat(Name.Split('-').Select(word => string.Concat(word[..1].ToUpperInvariant(), word[1..])));
}

/// <summary>All options of the service: the one place for their names, defaults and meanings.</summary>
internal static class OptionTable
{
    public const string Section = "UpdateService";

    public static readonly Option Listen = new("listen", OptionForm.List, "http://localhost:8080", "Addresses of the protocol; http:// or https://.");
    public static readonly Option StatusListen = new("status-listen", OptionForm.List, "http://localhost:9080", "Addresses of health, metrics and administration.");
    public static readonly Option PathPrefix = new("path-prefix", OptionForm.Single, "/api/upgrades_info", "What stands before all protocol paths.");
    public static readonly Option BasePath = new("base-path", OptionForm.Single, null, "The path under which a reverse proxy serves this service, such as /osus: links of pages begin with it. The proxy may strip it or not.");
    public static readonly Option GraphData = new("graph-data", OptionForm.Single, null, "A folder, a .tar.gz (file or https:// address), or oci://host/repository:tag or @digest; without it the data set that ships with the service.");
    public static readonly Option Releases = new("releases", OptionForm.List, null, "Catalogues (.jsonl, .jsonl.gz) or repositories (oci://host/repository) of releases, the first hit wins; without it the releases/ folder inside the graph-data.");
    public static readonly Option GraphDataKeys = new("graph-data-keys", OptionForm.Single, null, "A folder of OpenPGP public keys: a graph-data image without a good signature is refused.");
    public static readonly Option GraphDataSignatures = new("graph-data-signatures", OptionForm.Single, null, "Where signatures of graph-data images are: a folder or an https:// address.");
    public static readonly Option Signatures = new("signatures", OptionForm.Single, null, "A folder of signatures that are served besides those of the graph-data.");
    public static readonly Option Refresh = new("refresh", OptionForm.Single, "5m", "How often sources are asked; folders and files are watched as well.");
    public static readonly Option State = new("state", OptionForm.Single, null, "The folder where revisions and what registries gave are kept; without it they end with the process.");
    public static readonly Option Keep = new("keep", OptionForm.Single, "20", "How many revisions are kept.");
    public static readonly Option Mandatory = new("mandatory", OptionForm.List, "channel", "Query parameters a client must send; 'none' for none.");
    public static readonly Option Lenient = new("lenient", OptionForm.Flag, "off", "Put something safe in place of unreadable files and lines instead of refusing the revision.");
    public static readonly Option AllowLinksTo = new("allow-links-to", OptionForm.List, null, "Folders outside the graph-data folder that links in it may lead into; other links that leave the folder are not followed.");
    public static readonly Option RevisionLimit = new("limit", OptionForm.List, "patterns=20000,risks=10000,pairs=5000000,text=67108864", "How much a revision may be made of: different patterns and risks, updates between releases, and bytes of graph-data. Inputs with more are refused.");
    public static readonly Option LossLimit = new("loss-limit", OptionForm.Single, "5%", "The share of a channel's edges that errors may cost a revision; of releases a half may go, or this if it is more.");
    public static readonly Option OpenLimit = new("open-limit", OptionForm.Single, "5%", "The share of the blocked and conditional updates that a revision may open, within seven days, before it waits for an administrator.");
    public static readonly Option WeakenLimit = new("weaken-limit", OptionForm.Single, "30%", "The share of them that may lose a risk, and of which a risk may get other matching rules, before it waits for an administrator.");
    public static readonly Option RegistryAuth = new("registry-auth", OptionForm.Single, null, "A .dockerconfigjson with credentials of registries.");
    public static readonly Option RegistryCa = new("registry-ca", OptionForm.List, null, "PEM files or folders of authorities that are trusted besides the system's.");
    public static readonly Option RegistryConcurrency = new("registry-concurrency", OptionForm.Single, "16", "Requests at once to one registry.");
    public static readonly Option InsecureRegistry = new("insecure-registry", OptionForm.List, null, "Hosts that may be asked over plain HTTP.");
    public static readonly Option Offline = new("offline", OptionForm.Flag, "off", "No request to any host that is not configured as a source.");
    public static readonly Option OfflineHost = new("offline-host", OptionForm.List, null, "Further hosts that may be asked offline: a token service, or where a registry redirects to.");
    public static readonly Option AdminTokenFile = new("admin-token-file", OptionForm.Single, null, "The file of the administrator's token; without it administration is off.");
    public static readonly Option Publish = new("publish", OptionForm.Single, null, "Where this service publishes its revisions for followers: oci://host/repository:tag.");
    public static readonly Option Follow = new("follow", OptionForm.Single, null, "Serves what a builder publishes there (oci://host/repository:tag) instead of building; asked every 15s unless --refresh says otherwise.");
    public static readonly Option KeepAlive = new("keep-alive", OptionForm.Single, "5s", "Closes a connection after this much silence: clusters open a new one for each poll and leave it open.");
    public static readonly Option MaxConnections = new("max-connections", OptionForm.Single, "20000", "How many connections of clients may be open at once; one more is closed. 'none' for no limit but those of open files and memory.");
    public static readonly Option ConnectionsPerAddress = new("connections-per-address", OptionForm.Single, "75%", "How many of these one client address may hold, as a number or as a share; one more is closed. 'none' for no limit.");
    public static readonly Option ProxyAddress = new("proxy-address", OptionForm.List, null, "Addresses or networks (10.0.0.0/8) of proxies and load balancers, which may hold any number of connections.");
    public static readonly Option RateLimit = new("rate-limit", OptionForm.Single, "none", "How many requests a second one client address may send, for a moment twice as many; more are answered 429. 'none' for no limit.");
    public static readonly Option Certificate = new("certificate", OptionForm.Single, null, "The PEM file of the certificate for https:// addresses; read again when it changes.");
    public static readonly Option CertificateKey = new("certificate-key", OptionForm.Single, null, "The PEM file of its private key.");
    public static readonly Option TracesTo = new("traces-to", OptionForm.Single, null, "The http:// or https:// address of an OpenTelemetry collector (OTLP over HTTP) that traces are sent to, such as http://collector:4318.");
    public static readonly Option TraceShare = new("trace-share", OptionForm.Single, "1%", "The share of requests that are traced; refreshes always are.");
    public static readonly Option LogFormat = new("log-format", OptionForm.Single, "text", "text or json.");

    public static ImmutableArray<Option> All { get; } =
    [
        Listen, StatusListen, PathPrefix, BasePath, GraphData, GraphDataKeys, GraphDataSignatures, Releases, Publish, Follow, Signatures, Refresh, State, Keep,
        RegistryAuth, RegistryCa, RegistryConcurrency, InsecureRegistry, Offline, OfflineHost, Mandatory, Lenient, AllowLinksTo, RevisionLimit, LossLimit, OpenLimit, WeakenLimit, AdminTokenFile,
        KeepAlive, MaxConnections, ConnectionsPerAddress, ProxyAddress, RateLimit, Certificate, CertificateKey, TracesTo, TraceShare, LogFormat,
    ];

    /// <summary>What <c>--help</c> prints.</summary>
    public static string Help()
    {
        var help = new StringBuilder();
        _ = help.AppendLine("update-service: tells OpenShift clusters which versions they may update to.").AppendLine()
            .AppendLine("Usage: update-service [options]").AppendLine();
        foreach (var option in All)
        {
            var value = option.Form == OptionForm.Flag ? "" : option.Form == OptionForm.List ? " VALUE …" : " VALUE";
            _ = help.AppendLine(CultureInfo.InvariantCulture, $"  --{option.Name}{value}").AppendLine(CultureInfo.InvariantCulture, $"      {option.Meaning}{(option.Default is null ? "" : $" Default: {option.Default}.")}");
        }

        return help
            .AppendLine("  --check").AppendLine("      Ask the running service whether it is ready: exit status 0 or 1.")
            .AppendLine("  --version").AppendLine("      Say which build this is.")
            .AppendLine("  --help").AppendLine("      This text.").AppendLine()
            .AppendLine("Each option can also be set as an environment variable (UpdateService__GraphData; UpdateService__Listen__0 for lists)")
            .AppendLine("or as the same key in appsettings.json; the switch wins, then the environment.")
            .ToString();
    }
}

using System.Collections.Immutable;
using UpdateService.Builder.Sources;
using UpdateService.Cli.Doctoring.Data;
using UpdateService.Cli.Doctoring.Hosts;
using UpdateService.Cli.Doctoring.Machine;
using UpdateService.Cli.Doctoring.Registries;
using UpdateService.Cli.Doctoring.Services;
using UpdateService.Registry;
using UpdateService.Registry.Inspections;
using UpdateService.Registry.Proxies;

namespace UpdateService.Cli.Doctoring;

/// <summary>All checks of a set-up, in the order in which they are made.</summary>
internal sealed class Examination : IDisposable
{
    private const string ThisMachine = "this machine";

    /// <summary>A registry that is read from nothing takes a minute or two.</summary>
    private static readonly TimeSpan LeastLimitOfReading = TimeSpan.FromMinutes(5);

    private readonly Setup setup;
    private readonly ProxySettings proxies;
    private readonly HostInspector inspector;
    private readonly RegistryConnections probes;
    private readonly RegistryConnections reads;
    private readonly ServiceCase? service;
    private readonly List<HostCase> hosts = [];
    private readonly List<CheckChain> chains = [];

    /// <summary>Lays out the checks; none is made yet.</summary>
    /// <exception cref="CommandException">The address of the service is none.</exception>
    public Examination(Setup setup)
    {
        this.setup = setup;
        proxies = ProxySettings.From(setup.Around.Variable);
        var time = setup.Around.Time;
        var options = setup.Sources.Registry with { Proxies = proxies };
        var impatient = options with { RequestTimeout = RequestLimit, TransferTimeout = setup.Limit, Retries = 0 };
        inspector = new HostInspector(impatient, time);
        probes = new RegistryConnections(impatient, time);
        reads = new RegistryConnections(options, time);
        service = setup.Server is null ? null : new ServiceCase(setup.Server, setup.ServerCa, RequestLimit);
        LayOut();
    }

    /// <summary>The checks.</summary>
    public IReadOnlyList<CheckChain> Chains => chains;

    /// <summary>A request ends before its check does, so that the check can say which request it was.</summary>
    private TimeSpan RequestLimit => setup.Limit * 0.8;

    /// <inheritdoc/>
    public void Dispose()
    {
        probes.Dispose();
        reads.Dispose();
        service?.Dispose();
    }

    private void LayOut()
    {
        var ofGraphData = AddSource(setup.Sources.GraphData, "--graph-data");
        AddSignatures();
        var ofReleases = setup.Sources.Releases.Distinct().SelectMany(location => AddSource(location, "--releases")).ToImmutableArray();
        AddData(ofGraphData, ofReleases);
        var onService = service is null ? null : AddHost(new HostCase(InspectorOfService(service), service.Origin, "--server", isRegistry: false));
        Add(ThisMachine, new ClockCheck(hosts));
        Add(ThisMachine, new DiskCheck(setup.State));
        Add(ThisMachine, new MemoryCheck(setup.Around.SystemFolder));
        if (service is not null)
        {
            Add($"the service at {service.Origin.Authority}", [onService!], new ServedGraphCheck(service), new RevisionCheck(service, setup.Around.Time));
        }
    }

    private void AddData(ImmutableArray<CheckChain> ofGraphData, ImmutableArray<CheckChain> ofReleases)
    {
        var limit = setup.Limit > LeastLimitOfReading ? setup.Limit : LeastLimitOfReading;
        var data = new DataCase(setup.Sources, reads, setup.Around.Time);
        var graphData = new CheckChain(Named(setup.Sources.GraphData), limit, [new GraphDataCheck(data)], ofGraphData);
        chains.Add(graphData);
        chains.Add(new CheckChain(Named(setup.Sources.GraphData), limit, [new GraphCheck(data)], [graphData, .. ofReleases]));
        Add(Named(setup.Sources.GraphData), new SignaturesCheck(data));
    }

    /// <summary>The chains that must be whole before the source can be read.</summary>
    private ImmutableArray<CheckChain> AddSource(SourceLocation location, string option)
    {
        if (location.Host is not { } name)
        {
            return [];
        }

        if (location.Reference is not { } reference)
        {
            return [ChainOf(Origin(location.Text), option, isRegistry: false)];
        }

        var host = ChainOf(inspector.AddressOf(name), option, isRegistry: true);
        var repository = new RepositoryCase(probes.OpenRepository(reference.Repository), reference.Reference, setup.Sources.RegistryAuth, HostOf(inspector.AddressOf(name)));
        ImmutableArray<ICheck> checks = repository.Reference is null
            ? [new CredentialCheck(repository), new TagCheck(repository), new ReleaseCheck(repository)]
            : [new CredentialCheck(repository), new ImageCheck(repository)];
        var chain = new CheckChain($"{reference.Repository}{(repository.Reference is null ? "" : $", {repository.Reference}")}", setup.Limit, checks, host);
        chains.Add(chain);
        return [chain];
    }

    private void AddSignatures()
    {
        if (setup.Sources.GraphDataSignatures is { } place && place.Contains("://", StringComparison.Ordinal))
        {
            _ = ChainOf(Origin(place), "--graph-data-signatures", isRegistry: false);
        }
    }

    private HostCase? HostOf(Uri address) => hosts.Find(host => host.Address.Authority == address.Authority);

    /// <summary>The chain of a host: one for all sources that lie there.</summary>
    private CheckChain ChainOf(Uri address, string option, bool isRegistry) =>
        HostOf(address) is { } known && (known.IsRegistry || !isRegistry)
            ? chains.Find(chain => chain.Subject == known.Name)!
            : AddHost(new HostCase(inspector, address, option, isRegistry));

    private CheckChain AddHost(HostCase host)
    {
        hosts.Add(host);
        ImmutableArray<ICheck> checks = [new WayCheck(host), new DnsCheck(host), new ConnectionCheck(host, setup.Around.Time), new TlsCheck(host, setup.Around.Time)];
        var chain = new CheckChain(host.Name, setup.Limit, host.IsRegistry ? [.. checks, new ApiCheck(host)] : checks);
        chains.Add(chain);
        return chain;
    }

    private HostInspector InspectorOfService(ServiceCase asked) => new(
        new RegistryOptions
        {
            AuthorityPaths = setup.ServerCa is null ? [] : [setup.ServerCa],
            InsecureHosts = asked.Origin.Scheme == Uri.UriSchemeHttp ? [asked.Origin.Authority] : [],
            Proxies = proxies,
            RequestTimeout = RequestLimit,
        },
        setup.Around.Time,
        "--ca");

    private void Add(string subject, params ImmutableArray<ICheck> checks) => Add(subject, [], checks);

    private void Add(string subject, ImmutableArray<CheckChain> needs, params ImmutableArray<ICheck> checks) =>
        chains.Add(new CheckChain(subject, setup.Limit, checks, needs));

    private string Named(SourceLocation graphData) => graphData.Text == Path.GetFullPath(setup.Around.ShippedData) ? "the graph-data that ship with updatectl" : $"graph-data {graphData}";

    private static Uri Origin(string address) => new(new Uri(address).GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped));
}

using System.Collections.Immutable;
using UpdateService.Registry.Protocol.Authentication;
using UpdateService.Registry.Proxies;
using UpdateService.Registry.Trust;

namespace UpdateService.Registry;

/// <summary>How registries and addresses are asked.</summary>
public sealed record RegistryOptions
{
    /// <summary>A <c>.dockerconfigjson</c> with credentials; read again whenever credentials are needed.</summary>
    public string? AuthFile { get; init; }

    /// <summary>PEM files, and folders of them, with authorities that are trusted besides the system's; read again when they change.</summary>
    public ImmutableArray<string> AuthorityPaths { get; init; } = [];

    /// <summary>Requests at once to one host, 1 to 256.</summary>
    public int Concurrency { get; init; } = 16;

    /// <summary>Hosts (<c>host</c> or <c>host:port</c>) that are asked over plain HTTP.</summary>
    public ImmutableArray<string> InsecureHosts { get; init; } = [];

    /// <summary>Whether only <see cref="ConfiguredHosts"/> and <see cref="OfflineHosts"/> may be asked; redirects and token services are hosts too.</summary>
    public bool Offline { get; init; }

    /// <summary>Hosts (<c>host</c> or <c>host:port</c>) that are configured as sources.</summary>
    public ImmutableArray<string> ConfiguredHosts { get; init; } = [];

    /// <summary>Further hosts (<c>host</c> or <c>host:port</c>) that may be asked offline.</summary>
    public ImmutableArray<string> OfflineHosts { get; init; } = [];

    /// <summary>How long the beginning of an answer, and each further part of it, may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an answer may take as a whole.</summary>
    public TimeSpan TransferTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How often a request that failed for now (no connection, 429, 5xx) is tried again.</summary>
    public int Retries { get; init; } = 4;

    /// <summary>The wait before the first retry; each further one is twice as long, with chance mixed in.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait before a retry, even if Retry-After asks for more.</summary>
    public TimeSpan LongestRetryDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The proxies; those of the environment unless others are given.</summary>
    public ProxySettings Proxies { get; init; } = ProxySettings.FromEnvironment();

    /// <summary>All problems of the options and the files they name, one sentence each; empty if there are none.</summary>
    public IEnumerable<string> Problems()
    {
        if (Concurrency is < 1 or > 256)
        {
            yield return $"--registry-concurrency is {Concurrency}; it must be 1 to 256.";
        }

        foreach (var problem in ProblemsOf("--insecure-registry", InsecureHosts).Concat(ProblemsOf("--offline-host", OfflineHosts)))
        {
            yield return problem;
        }

        if (AuthFile is not null && CredentialFile.ProblemOf(AuthFile) is { } unusable)
        {
            yield return unusable;
        }

        foreach (var unreadable in AuthorityPaths.Select(path => AuthorityFiles.ProblemOf(path)).OfType<string>())
        {
            yield return unreadable;
        }
    }

    /// <summary>What is no host may be user:password@host, so that what stands before the @ is not repeated.</summary>
    private static IEnumerable<string> ProblemsOf(string option, ImmutableArray<string> hosts) => hosts
        .Where(host => !RepositoryGrammar.IsHost(host))
        .Select(host => $"{option} '{Excerpt.Of(host.Contains('@', StringComparison.Ordinal) ? $"…{host[host.LastIndexOf('@')..]}" : host)}' is no host: it is written as host or host:port.");
}

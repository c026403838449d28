using System.Collections.Immutable;
using UpdateService.Graph.Building;
using UpdateService.Registry;

namespace UpdateService.Builder.Sources;

/// <summary>Which graph-data and releases are read, and how registries and addresses are asked for them.</summary>
public sealed record SourceOptions
{
    /// <summary>Where graph-data come from.</summary>
    public required SourceLocation GraphData { get; init; }

    /// <summary>The folder of keys that a graph-data image must be signed with; null: it need not be signed.</summary>
    public string? GraphDataKeys { get; init; }

    /// <summary>The folder or address of the signatures; required if keys are given.</summary>
    public string? GraphDataSignatures { get; init; }

    /// <summary>Where releases come from, the first hit wins; empty: catalogues inside the graph-data.</summary>
    public ImmutableArray<SourceLocation> Releases { get; init; } = [];

    /// <summary>Where revisions are published; null: nowhere.</summary>
    public ImageReference? Publish { get; init; }

    /// <summary>Where revisions are followed; null: they are built of the sources.</summary>
    public ImageReference? Follow { get; init; }

    /// <summary>Whether something safe may stand in for a file that cannot be understood.</summary>
    public bool Lenient { get; init; }

    /// <summary>Folders outside a graph-data folder that links in it may lead into.</summary>
    public ImmutableArray<string> AllowLinksTo { get; init; } = [];

    /// <summary>How much a revision may be made of.</summary>
    public RevisionLimits Limits { get; init; } = new();

    /// <summary>A <c>.dockerconfigjson</c>; null: no credentials.</summary>
    public string? RegistryAuth { get; init; }

    /// <summary>PEM files or folders of authorities, added to the system's.</summary>
    public ImmutableArray<string> RegistryCa { get; init; } = [];

    /// <summary>Requests at once to one registry.</summary>
    public int RegistryConcurrency { get; init; } = 16;

    /// <summary>Hosts that may be asked over plain HTTP.</summary>
    public ImmutableArray<string> InsecureRegistry { get; init; } = [];

    /// <summary>Whether only configured hosts may be asked.</summary>
    public bool Offline { get; init; }

    /// <summary>Further hosts that may be asked offline.</summary>
    public ImmutableArray<string> OfflineHosts { get; init; } = [];

    /// <summary>How registries and addresses are asked.</summary>
    public RegistryOptions Registry => new()
    {
        AuthFile = RegistryAuth,
        AuthorityPaths = RegistryCa,
        Concurrency = RegistryConcurrency,
        InsecureHosts = InsecureRegistry,
        Offline = Offline,
        ConfiguredHosts = [.. Releases.Prepend(GraphData).Select(source => source.Host).Append(SignatureHost).Append(Publish?.Repository.Host).Append(Follow?.Repository.Host).OfType<string>()],
        OfflineHosts = OfflineHosts,
    };

    private string? SignatureHost =>
        GraphDataSignatures is { } address && address.Contains("://", StringComparison.Ordinal) ? new Uri(address).Authority : null;

    /// <summary>What does not go together, one sentence each with the options' names; empty where all is well.</summary>
    public IEnumerable<string> Problems()
    {
        if (GraphDataKeys is null != GraphDataSignatures is null)
        {
            yield return "--graph-data-keys and --graph-data-signatures go together: the keys that count, and where the signatures are.";
        }
        else if (GraphDataKeys is not null && GraphData.Kind != SourceKind.Image)
        {
            yield return "--graph-data-keys checks images only, and --graph-data names none (oci://host/repository:tag).";
        }

        if (Releases.IsEmpty && GraphData.Kind == SourceKind.Folder && Directory.Exists(GraphData.Text) && !Directory.Exists(Path.Combine(GraphData.Text, "releases")))
        {
            yield return $"The graph-data folder '{GraphData}' holds no releases/ folder, so --releases must name a catalogue (.jsonl, .jsonl.gz) or a repository (oci://host/repository) of releases.";
        }
    }
}

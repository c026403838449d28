using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using UpdateService.Builder.Sources;
using UpdateService.Cli.Commands;
using UpdateService.Registry;

namespace UpdateService.Cli.Graphs;

/// <summary>The switches that say where the graph comes from, and what they add up to.</summary>
internal sealed class SourceSwitches
{
    /// <summary>The environment variable that replaces <see cref="Server"/>.</summary>
    public const string ServerVariable = "UPDATECTL_SERVER";

    private static readonly TimeSpan UsualLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestLimit = TimeSpan.FromHours(1);

    /// <summary>A service to ask.</summary>
    public TextOption Server { get; } = new("--server", "URL", $"A running update service is asked, such as http://localhost:8080; {ServerVariable} in the environment says the same.") { IsOfSource = true };

    /// <summary>The authority of the service's certificate.</summary>
    public TextOption Ca { get; } = new("--ca", "FILE", "PEM file (or folder of them) of the authority of the server's certificate, added to the system's.") { IsOfSource = true, Kind = ValueKind.File };

    /// <summary>How long the service may take.</summary>
    public TextOption Limit { get; } = new("--timeout", "TIME", "How long the server may take for an answer, such as 500ms, 30s or 2m. Default: 30s.") { IsOfSource = true };

    /// <summary>Which revision of the service.</summary>
    public TextOption Revision { get; } = new("--revision", "N", "An earlier revision of the server: its number, or the beginning of its hash.") { IsOfSource = true };

    /// <summary>Graph-data.</summary>
    public TextOption GraphData { get; } = new("--graph-data", "PLACE", "A folder, a .tar.gz (file or https:// address), or an image: oci://host/repository:tag.") { IsOfSource = true, Kind = ValueKind.File };

    /// <summary>Releases.</summary>
    public TextOption Releases { get; } = new("--releases", "PLACE", "Catalogues (.jsonl, .jsonl.gz) or repositories (oci://host/repository), the first hit wins. Default: releases/ inside the graph-data.") { IsOfSource = true, Kind = ValueKind.File };

    /// <summary>A stored answer.</summary>
    public TextOption Graph { get; } = new("--graph", "FILE", "A stored answer of an update service (Cincinnati JSON, also .gz); - reads it from standard input.") { IsOfSource = true, Kind = ValueKind.File };

    /// <summary>Credentials of registries.</summary>
    public TextOption RegistryAuth { get; } = new("--registry-auth", "FILE", "A .dockerconfigjson with credentials of registries.") { IsOfSource = true, Kind = ValueKind.File };

    /// <summary>Authorities of registries.</summary>
    public TextOption RegistryCa { get; } = new("--registry-ca", "FILE", "PEM files or folders of authorities of registries, added to the system's.") { IsOfSource = true, Kind = ValueKind.File };

    /// <summary>Registries without encryption.</summary>
    public TextOption InsecureRegistry { get; } = new("--insecure-registry", "HOST", "Hosts that may be asked over plain HTTP.") { IsOfSource = true };

    /// <summary>Those of commands that read graph-data.</summary>
    public ImmutableArray<Option> OfData => [GraphData, .. OfReleases];

    /// <summary>Those of commands that read releases beside graph-data that are named otherwise.</summary>
    public ImmutableArray<Option> OfReleases => [Releases, RegistryAuth, RegistryCa, InsecureRegistry];

    /// <summary>All of them.</summary>
    public ImmutableArray<Option> All => [Server, Ca, Limit, Revision, Graph, .. OfData];

    /// <summary>The service that is to be asked; null if the graph comes from somewhere else.</summary>
    /// <exception cref="CommandException">The switches do not go together.</exception>
    public string? ServerOf(Call call)
    {
        string[] given = [.. new[] { Server, GraphData, Graph }.Where(option => call.All(option).Length > 0).Select(option => option.Name)];
        if (given.Length > 1 || (given is ["--server"] or ["--graph"] && call.All(Releases).Length > 0))
        {
            throw CommandException.BadInput($"The graph comes from one place: {string.Join(" and ", given.Length > 1 ? given : [.. given, Releases.Name])} name two. Leave one out.");
        }

        var isElsewhere = given.Length > 0 || call.All(Releases).Length > 0;
        return call.Single(Server) ?? (isElsewhere || call.Around.Variable(ServerVariable) is not { Length: > 0 } server ? null : server);
    }

    /// <summary>Where graph-data and releases come from.</summary>
    /// <param name="call">What was typed.</param>
    /// <param name="place">The graph-data; null for those of the switch, or the shipped ones.</param>
    /// <exception cref="CommandException">A switch cannot be used.</exception>
    public SourceOptions Read(Call call, string? place = null)
    {
        var isArgument = place is not null;
        place ??= call.Single(GraphData) ?? call.Around.ShippedData;
        if (!SourceLocation.TryParseGraphData(place, out var graphData, out var reason))
        {
            throw CommandException.BadInput(isArgument ? reason.Replace(" of --graph-data", "", StringComparison.Ordinal) : reason);
        }

        var options = new SourceOptions
        {
            GraphData = graphData,
            Releases = [.. call.Items(Releases).Select(ReadReleases)],
            RegistryAuth = call.Single(RegistryAuth) is { } file ? Existing(RegistryAuth, file) : null,
            RegistryCa = [.. call.Items(RegistryCa).Select(Path.GetFullPath)],
            InsecureRegistry = call.Items(InsecureRegistry),
        };
        return options.Registry.Problems().FirstOrDefault() is { } problem ? throw CommandException.BadInput(problem) : options;
    }

    /// <summary>How long a server may take.</summary>
    /// <exception cref="CommandException">It is no time.</exception>
    public TimeSpan ReadLimit(Call call) => ReadLimit(call, Limit, UsualLimit);

    /// <summary>A time that an option gives.</summary>
    /// <param name="call">What was typed.</param>
    /// <param name="option">The option.</param>
    /// <param name="usual">Where it is not given.</param>
    /// <exception cref="CommandException">It is no time.</exception>
    public static TimeSpan ReadLimit(Call call, TextOption option, TimeSpan usual)
    {
        if (call.Single(option) is not { } text)
        {
            return usual;
        }

        var unit = text.AsSpan().TrimStart("0123456789.");
        double seconds = unit switch
        {
            "ms" => 0.001,
            "s" => 1,
            "m" => 60,
            _ => double.NaN,
        };
        return double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number * seconds is > 0 and var limit && limit <= LongestLimit.TotalSeconds
            ? TimeSpan.FromSeconds(limit)
            : throw CommandException.BadInput($"The value '{Excerpt.Of(text)}' of {option.Name} cannot be used: write a time up to 60m, such as 500ms, 30s or 2m.");
    }

    /// <summary>The file with the server's authority.</summary>
    /// <exception cref="CommandException">There is no certificate in it.</exception>
    public string? ReadCa(Call call) => call.Single(Ca) is not { } path ? null : TrustedTransport.ProblemOf(Ca.Name, path) is { } problem ? throw CommandException.BadInput(problem) : path;

    private static SourceLocation ReadReleases(string value) =>
        SourceLocation.TryParseReleases(value, out var location, out var reason) ? location : throw CommandException.BadInput(reason);

    private static string Existing(TextOption option, string path) =>
        File.Exists(path) ? path : throw CommandException.BadInput($"The value '{Excerpt.Of(path)}' of {option.Name} cannot be used: the file does not exist.");
}

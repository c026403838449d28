using System.Collections.Immutable;
using System.CommandLine;
using UpdateService.Builder.Sources;
using UpdateService.Cli.Commands;
using UpdateService.Cli.Graphs;

namespace UpdateService.Cli.Doctoring;

/// <summary>The switches of a service, as far as they say what it reads and writes; and what they add up to.</summary>
internal sealed class DoctorSwitches(SourceSwitches sources)
{
    private static readonly TimeSpan UsualLimit = TimeSpan.FromSeconds(30);

    private readonly Option<bool> offline = new("--offline") { Description = "As the service would with --offline: no host is asked but the sources." };
    private readonly TextOption offlineHost = new("--offline-host", "HOST", "Further hosts that may be asked offline: a token service, or where a registry redirects to.");
    private readonly TextOption keys = new("--graph-data-keys", "DIR", "A folder of OpenPGP public keys that an image of graph-data must be signed with.") { Kind = ValueKind.Folder };
    private readonly TextOption signatures = new("--graph-data-signatures", "PLACE", "The folder or https:// address of the signatures of graph-data.") { Kind = ValueKind.Folder };
    private readonly TextOption state = new("--state", "DIR", "The folder that the service keeps its state in.") { Kind = ValueKind.Folder };
    private readonly TextOption limit = new("--timeout", "TIME", "How long each check may take, such as 500ms, 30s or 2m. Default: 30s; reading all graph-data and releases may take 5m at least.");

    /// <summary>All of them.</summary>
    public ImmutableArray<Option> All => [.. sources.OfData, sources.Server, sources.Ca, offline, offlineHost, keys, signatures, state, limit];

    /// <summary>What is checked.</summary>
    /// <exception cref="CommandException">A switch cannot be used, or some do not go together.</exception>
    public Setup Read(Call call)
    {
        var options = sources.Read(call) with
        {
            GraphDataKeys = call.Single(keys) is { } folder ? Folder(keys, folder) : null,
            GraphDataSignatures = call.Single(signatures) is { } place ? SignaturePlace(place) : null,
            Offline = call.Parsed.GetValue(offline),
            OfflineHosts = call.Items(offlineHost),
        };
        if (options.Problems().Concat(options.Registry.Problems()).FirstOrDefault() is { } problem)
        {
            throw CommandException.BadInput(problem);
        }

        return new Setup(options, call.Around)
        {
            State = call.Single(state),
            Server = call.Single(sources.Server) ?? (call.Around.Variable(SourceSwitches.ServerVariable) is { Length: > 0 } server ? server : null),
            ServerCa = sources.ReadCa(call),
            Limit = SourceSwitches.ReadLimit(call, limit, UsualLimit),
        };
    }

    private static string Folder(TextOption option, string path) => Directory.Exists(path) ? path : throw Refused(option, path, "the folder does not exist");

    private string SignaturePlace(string value) => !value.Contains("://", StringComparison.Ordinal)
        ? Folder(signatures, value)
        : Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps && address.UserInfo.Length == 0
            ? value
            : throw Refused(signatures, value, "name a folder or an https:// address");

    private static CommandException Refused(TextOption option, string value, string why) =>
        CommandException.BadInput($"The value '{Excerpt.OfAddress(value)}' of {option.Name} cannot be used: {why}.");
}

/// <summary>What is checked, and from where.</summary>
/// <param name="Sources">What a service reads.</param>
/// <param name="Around">Where the check is made.</param>
internal sealed record Setup(SourceOptions Sources, Surroundings Around)
{
    /// <summary>The folder of the service's state; null if it keeps none.</summary>
    public string? State { get; init; }

    /// <summary>A running service, perhaps with a password in its address; null if none is checked.</summary>
    public string? Server { get; init; }

    /// <summary>The authority of the service's certificate; null for the system's.</summary>
    public string? ServerCa { get; init; }

    /// <summary>How long a check may take.</summary>
    public TimeSpan Limit { get; init; }
}

using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using UpdateService.Builder.Guarding;
using UpdateService.Builder.Sources;
using UpdateService.Registry;

namespace UpdateService.Server.Hosting;

/// <summary>Makes checked options of what was written.</summary>
internal static class OptionReader
{
    private static readonly SearchValues<char> NotInPaths = SearchValues.Create(" ?#%\"\\{}<>");
    private static readonly TimeSpan FollowersRefresh = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestDuration = TimeSpan.FromDays(1);

    /// <summary>Checks all options.</summary>
    /// <exception cref="OptionException">One cannot be used.</exception>
    public static ServiceOptions Read(OptionLayers layers)
    {
        var listen = layers.Values(OptionTable.Listen).SelectMany(Split).Select(text => ListenAddress.Parse(OptionTable.Listen, text)).ToImmutableArray();
        var statusListen = layers.Values(OptionTable.StatusListen).SelectMany(Split).Select(text => ListenAddress.Parse(OptionTable.StatusListen, text)).ToImmutableArray();
        var options = new ServiceOptions
        {
            Listen = listen.IsEmpty ? throw new OptionException("The option --listen needs an address.") : listen,
            StatusListen = statusListen,
            PathPrefix = Prefix(OptionTable.PathPrefix, Single(layers, OptionTable.PathPrefix)!, "/api/upgrades_info"),
            BasePath = Prefix(OptionTable.BasePath, Single(layers, OptionTable.BasePath) ?? "", "/osus"),
            GraphData = GraphData(Single(layers, OptionTable.GraphData) ?? Path.Combine(AppContext.BaseDirectory, "graph-data")),
            GraphDataKeys = ExistingFolder(layers, OptionTable.GraphDataKeys),
            GraphDataSignatures = SignaturePlace(layers),
            Releases = [.. layers.Values(OptionTable.Releases).SelectMany(Split).Select(Releases)],
            Publish = Artifact(layers, OptionTable.Publish),
            Follow = Artifact(layers, OptionTable.Follow),
            Signatures = ExistingFolder(layers, OptionTable.Signatures),
            RegistryAuth = ExistingFile(layers, OptionTable.RegistryAuth),
            RegistryCa = [.. layers.Values(OptionTable.RegistryCa).SelectMany(Split).Select(Path.GetFullPath)],
            RegistryConcurrency = Count(layers, OptionTable.RegistryConcurrency, 1, 256),
            InsecureRegistry = [.. layers.Values(OptionTable.InsecureRegistry).SelectMany(Split)],
            Offline = Flag(layers, OptionTable.Offline),
            OfflineHosts = [.. layers.Values(OptionTable.OfflineHost).SelectMany(Split)],
            Refresh = layers.IsSet(OptionTable.Follow) && !layers.IsSet(OptionTable.Refresh) ? FollowersRefresh : Duration(layers, OptionTable.Refresh, TimeSpan.FromSeconds(1)),
            State = Single(layers, OptionTable.State) is { Length: > 0 } state ? Path.GetFullPath(state) : null,
            Keep = Count(layers, OptionTable.Keep, 1, 10_000),
            AdminTokenFile = ExistingFile(layers, OptionTable.AdminTokenFile),
            Mandatory = [.. layers.Values(OptionTable.Mandatory).SelectMany(Split).Where(name => name != "none").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Lenient = Flag(layers, OptionTable.Lenient),
            AllowLinksTo = [.. layers.Values(OptionTable.AllowLinksTo).SelectMany(Split).Select(Path.GetFullPath)],
            RevisionLimits = RevisionLimitOption.Read(layers.Values(OptionTable.RevisionLimit).SelectMany(Split), OptionTable.RevisionLimit),
            GuardLimits = new GuardLimits(Share(layers, OptionTable.LossLimit), Share(layers, OptionTable.OpenLimit), Share(layers, OptionTable.WeakenLimit)),
            KeepAlive = Duration(layers, OptionTable.KeepAlive, TimeSpan.FromMilliseconds(100)),
            MaxConnections = Limit(layers, OptionTable.MaxConnections, 10, 10_000_000),
            ConnectionsPerAddress = AddressLimit.Read(layers, OptionTable.ConnectionsPerAddress),
            ProxyAddresses = [.. layers.Values(OptionTable.ProxyAddress).SelectMany(Split).Select(ProxyNetwork)],
            RateLimit = Limit(layers, OptionTable.RateLimit, 1, 1_000_000),
            Certificate = ExistingFile(layers, OptionTable.Certificate),
            CertificateKey = ExistingFile(layers, OptionTable.CertificateKey),
            TracesTo = WebAddress(layers, OptionTable.TracesTo),
            TraceShare = Share(layers, OptionTable.TraceShare),
            JsonLog = Choice(layers, OptionTable.LogFormat, ["text", "json"]) == "json",
            IsShippedData = !layers.IsSet(OptionTable.GraphData) && !layers.IsSet(OptionTable.Releases) && !layers.IsSet(OptionTable.Follow),
        };
        CheckFollower(layers);
        CheckTogether(options);
        return options;
    }

    /// <summary>A follower has no sources; what guards and keeps them is its builder's business, and means nothing here.</summary>
    private static void CheckFollower(OptionLayers layers)
    {
        Option[] sources = [OptionTable.GraphData, OptionTable.GraphDataKeys, OptionTable.GraphDataSignatures, OptionTable.Releases, OptionTable.Publish];
        if (layers.IsSet(OptionTable.Follow) && sources.FirstOrDefault(layers.IsSet) is { } other)
        {
            throw new OptionException($"--follow and --{other.Name} exclude each other: a follower serves what its builder publishes, and nothing of its own.");
        }
    }

    private static void CheckTogether(ServiceOptions options)
    {
        if (options.Listen.Concat(options.StatusListen).Any(address => address.IsSecure) && (options.Certificate is null || options.CertificateKey is null))
        {
            throw new OptionException("An https:// address needs --certificate and --certificate-key.");
        }

        if (options.Certificate is null != options.CertificateKey is null)
        {
            throw new OptionException("--certificate and --certificate-key go together: the certificate, and its private key; one file that holds both is named twice.");
        }

        var shared = options.Listen.FirstOrDefault(address => address.Port != 0 && options.StatusListen.Any(status => status.Port == address.Port && status.Host == address.Host));
        if (shared is not null)
        {
            throw new OptionException($"The address {shared.Text} stands in both --listen and --status-listen; they must differ.");
        }

        if (options.Sources.Problems().FirstOrDefault() is { } problem)
        {
            throw new OptionException(problem);
        }
    }

    private static SourceLocation GraphData(string value) =>
        SourceLocation.TryParseGraphData(value, out var location, out var reason) ? location : throw new OptionException(reason);

    private static SourceLocation Releases(string value) =>
        SourceLocation.TryParseReleases(value, out var location, out var reason) ? location : throw new OptionException(reason);

    private static ImageReference? Artifact(OptionLayers layers, Option option)
    {
        if (Single(layers, option) is not { } value)
        {
            return null;
        }

        if (!ImageReference.TryParse(value, out var reference, out var reason))
        {
            throw new OptionException($"The value of --{option.Name} cannot be used: {reason}");
        }

        return reference is { Tag: not null, Digest: null } ? reference : throw Refuse(option, value, "name a tag: oci://host/repository:tag");
    }

    private static IEnumerable<string> Split(string value) => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string? Single(OptionLayers layers, Option option) => layers.Values(option).LastOrDefault();

    public static OptionException Refuse(Option option, string value, string remedy) =>
        new($"The value '{Excerpt.OfAddress(value)}' of --{option.Name} cannot be used: {remedy}.");

    private static string Prefix(Option option, string value, string example)
    {
        var prefix = value.TrimEnd('/');
        return prefix.Length == 0 || (prefix[0] == '/' && prefix.Split('/').Skip(1).All(IsSegment))
            ? prefix
            : throw Refuse(option, value, $"write a path such as {example}");
    }

    /// <summary>Whether requests can have it in their path as it is written here; dots alone are resolved before.</summary>
    private static bool IsSegment(string segment) =>
        segment is not ("" or "." or "..") && !segment.AsSpan().ContainsAny(NotInPaths) && !segment.Any(char.IsControl);

    private static IPNetwork ProxyNetwork(string value) =>
        IPNetwork.TryParse(value, out var network) ? network
        : IPAddress.TryParse(value, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : throw Refuse(OptionTable.ProxyAddress, value, "write an address such as 10.0.0.7, or a network such as 10.128.0.0/14");

    private static string? SignaturePlace(OptionLayers layers)
    {
        var value = Single(layers, OptionTable.GraphDataSignatures);
        return value is null || !value.Contains("://", StringComparison.Ordinal)
            ? ExistingFolder(layers, OptionTable.GraphDataSignatures)
            : Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps && address.UserInfo.Length == 0
                ? value
                : throw Refuse(OptionTable.GraphDataSignatures, value, "name a folder or an https:// address");
    }

    private static Uri? WebAddress(OptionLayers layers, Option option)
    {
        var value = Single(layers, option);
        return value is null ? null
            : Uri.TryCreate(value, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) && address.UserInfo.Length == 0 ? address
            : throw Refuse(option, value, "write an address such as http://collector:4318");
    }

    private static string? ExistingFolder(OptionLayers layers, Option option)
    {
        var value = Single(layers, option);
        return value is null || Directory.Exists(value) ? value : throw Refuse(option, value, "the folder does not exist");
    }

    private static string? ExistingFile(OptionLayers layers, Option option)
    {
        var value = Single(layers, option);
        return value is null || File.Exists(value) ? value : throw Refuse(option, value, "the file does not exist");
    }

    private static bool Flag(OptionLayers layers, Option option) => Single(layers, option)!.ToUpperInvariant() switch
    {
        "ON" or "TRUE" or "1" or "YES" => true,
        "OFF" or "FALSE" or "0" or "NO" => false,
        _ => throw Refuse(option, Single(layers, option)!, "write on or off"),
    };

    private static string Choice(OptionLayers layers, Option option, string[] choices)
    {
        var value = Single(layers, option)!;
        return choices.Contains(value, StringComparer.Ordinal)
            ? value
            : throw Refuse(option, value, $"the nearest is '{NearNames.Nearest(value, choices)}' of {string.Join(", ", choices)}");
    }

    private static int Count(OptionLayers layers, Option option, int least, int most)
    {
        var value = Single(layers, option)!;
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= least && count <= most
            ? count
            : throw Refuse(option, value, $"write a number from {least} to {most}");
    }

    private static int? Limit(OptionLayers layers, Option option, int least, int most)
    {
        var value = Single(layers, option)!;
        return value == "none" ? null
            : int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= least && count <= most ? count
            : throw Refuse(option, value, $"write a number from {least} to {most}, or none");
    }

    private static double Share(OptionLayers layers, Option option)
    {
        var value = Single(layers, option)!;
        var isPercent = value.EndsWith('%');
        var number = isPercent ? value.AsSpan(0, value.Length - 1) : value;
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var parsed) && (isPercent ? parsed / 100 : parsed) is >= 0 and <= 1 and var share
            ? share
            : throw Refuse(option, value, "write a share from 0% to 100%");
    }

    private static TimeSpan Duration(OptionLayers layers, Option option, TimeSpan shortest)
    {
        var value = Single(layers, option)!;
        var unit = value.AsSpan().TrimStart("0123456789.");
        var seconds = unit switch
        {
            "ms" => 0.001,
            "s" => 1,
            "m" => 60,
            "h" => 3600,
            _ => double.NaN,
        };
        return double.TryParse(value.AsSpan(0, value.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number * seconds <= LongestDuration.TotalSeconds
            && TimeSpan.FromSeconds(number * seconds) is var duration && duration >= shortest
            ? duration
            : throw Refuse(option, value, $"write a duration from {shortest.TotalSeconds}s to 24h, such as 30s, 5m or 1h");
    }
}

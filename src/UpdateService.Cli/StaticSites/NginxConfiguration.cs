using System.Globalization;
using System.Net;

namespace UpdateService.Cli.StaticSites;

/// <summary>The configuration by which nginx serves the files as the service answers.</summary>
internal static class NginxConfiguration
{
    /// <summary>The configuration.</summary>
    /// <param name="listen">A port, or an address with a port.</param>
    /// <exception cref="CommandException">It is no such thing.</exception>
    public static string For(string listen)
    {
        var isPort = int.TryParse(listen, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue;
        if (!isPort && !(IPEndPoint.TryParse(listen, out var address) && address.Port > 0))
        {
            throw CommandException.BadInput($"The value '{Excerpt.Of(listen)}' of --listen cannot be used: write a port, or an address and a port such as 127.0.0.1:8080.");
        }

        using var reader = new StreamReader(typeof(NginxConfiguration).Assembly.GetManifestResourceStream("nginx.conf")!);
        return reader.ReadToEnd().Replace("@VERSION@", Tool.Version, StringComparison.Ordinal).Replace("@LISTEN@", listen, StringComparison.Ordinal);
    }
}

namespace UpdateService.Registry.Protocol.Transport;

/// <summary>Which hosts may be asked, and how.</summary>
/// <param name="options">The options.</param>
internal sealed class AllowedHosts(RegistryOptions options)
{
    private readonly HostList insecure = new(options.InsecureHosts);
    private readonly HostList configured = new(options.ConfiguredHosts.Concat(options.OfflineHosts).Select(RegistryAddress.ServingHost));

    /// <summary>Whether the host, as repositories name it, is asked over plain HTTP.</summary>
    internal bool IsInsecure(string host) => insecure.Contains(host);

    /// <summary>Whether the address may be asked over plain HTTP.</summary>
    internal bool IsInsecure(Uri address) => insecure.Contains(address);

    /// <summary>Lets a request pass that may be made.</summary>
    /// <exception cref="RegistryException">It may not.</exception>
    internal void Check(Inquiry inquiry)
    {
        var address = inquiry.Address;
        if (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
        {
            throw new RegistryException(RegistryFault.Forbidden, $"{inquiry.Method}: only https addresses are asked, not {Excerpt.Of(address.Scheme)}.");
        }

        if (options.Offline && !configured.Contains(address))
        {
            throw new RegistryException(
                RegistryFault.Forbidden,
                $"{inquiry}: {address.Authority} is not configured as a source, and --offline forbids all other hosts.")
            {
                Remedy = $"Where it is a token service, or where a registry redirects to, --offline-host {address.Authority} allows it.",
            };
        }

        if (address.Scheme == Uri.UriSchemeHttp && !inquiry.MayBePlain && !insecure.Contains(address))
        {
            throw new RegistryException(RegistryFault.Forbidden, $"{inquiry}: only https is asked.")
            {
                Remedy = $"A host that may be asked over plain HTTP is named by --insecure-registry {address.Authority}.",
            };
        }
    }
}

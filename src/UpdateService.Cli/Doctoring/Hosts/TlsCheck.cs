using System.Globalization;
using UpdateService.Registry.Inspections;
using UpdateService.Registry.Protocol;

namespace UpdateService.Cli.Doctoring.Hosts;

/// <summary>Whether a host is who it says, and for how long.</summary>
internal sealed class TlsCheck(HostCase host, TimeProvider time) : ICheck
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    /// <inheritdoc/>
    public string Name => "TLS";

    /// <inheritdoc/>
    public async Task<Finding> MakeAsync(CancellationToken cancellationToken)
    {
        var seen = host.Inspection = await host.InspectAsync(host.Address, cancellationToken);
        return host.IsTls ? OfTls(seen) : OfPlain(seen);
    }

    private Finding OfPlain(HostInspection seen) =>
        seen.SpeaksOtherwise ? Finding.Broken($"{host.Name} speaks TLS, and is asked over plain HTTP.", host.IsRegistry
            ? "Take it out of --insecure-registry; if its authority is a private one, name that by --registry-ca."
            : $"Write https:// in {host.Option}.")
        : host.IsRegistry ? Finding.Notable("None: plain HTTP, as --insecure-registry says. Nobody checks who answers.")
        : Finding.Fine($"None: plain HTTP, as {host.Option} says.");

    private Finding OfTls(HostInspection seen)
    {
        if (seen.SpeaksOtherwise)
        {
            return Finding.Broken($"{host.Name} answers plain HTTP where TLS was expected.", host.IsRegistry
                ? $"If that is meant, say --insecure-registry {host.Name}; if not, check the port and the registry's certificate."
                : $"If that is meant, write http:// in {host.Option}; if not, check the port.");
        }

        if (seen.Failure is { } failure && (failure.Fault == RegistryFault.Untrusted || seen.TlsVersion is null))
        {
            return Finding.Broken(failure, host.Route.Proxy is null
                ? "Check the port, and whether something on the way (a firewall, a router by SNI) ends connections."
                : $"Check the proxy in {host.ProxyVariable}: its log, its credentials, and which hosts it lets through.");
        }

        return seen is { TlsVersion: { } version, Certificate: { } certificate }
            ? OfCertificate(version, certificate, seen.TrustedBy is null ? "the system trusts it" : $"it is trusted by {seen.TrustedBy}")
            : Finding.NotMade("The host showed no certificate.");
    }

    private Finding OfCertificate(string version, ServerCertificate certificate, string trust)
    {
        var found = string.Create(CultureInfo.InvariantCulture, $"{version}; the certificate of '{certificate.Subject}' comes from '{certificate.Issuer}' and is good until {certificate.GoodUntil.UtcDateTime:yyyy-MM-dd}; {trust}.");
        return certificate.GoodUntil - time.GetUtcNow() < Soon
            ? Finding.Notable(found, "It ends soon; renew it in time.")
            : Finding.Fine(found);
    }
}

using System.Net;
using UpdateService.Registry.Inspections;
using UpdateService.Registry.Protocol;

namespace UpdateService.Cli.Doctoring.Hosts;

/// <summary>Whether a registry answers, and how it wants to be asked: <see href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#determining-support"/>.</summary>
internal sealed class ApiCheck(HostCase host) : ICheck
{
    /// <inheritdoc/>
    public string Name => "API";

    /// <inheritdoc/>
    public async Task<Finding> MakeAsync(CancellationToken cancellationToken) => host.Inspection switch
    {
        null => Finding.NotMade("The host was not asked."),
        { Failure: { } failure } => Finding.Broken(failure, failure.Fault == RegistryFault.Timeout
            ? "It accepted the connection, and does not answer: check the registry's log, storage and database."
            : "Check the registry's log, and any proxy before it."),
        { Status: HttpStatusCode.OK } => Finding.Fine("/v2/ answers 200: no login is asked for."),
        { Status: HttpStatusCode.Unauthorized } seen => await OfLoginAsync(seen, cancellationToken),
        { Status: HttpStatusCode.NotFound } => Finding.Broken("/v2/ answers 404: there is no registry at this host.", $"Check host and port in {host.Option}; a web page of a registry may be at another host than its API."),
        { Status: >= HttpStatusCode.InternalServerError and var status } => Finding.Broken($"/v2/ answers {(int)status}.", "The registry, or a proxy before it, has an internal error: check its log."),
        { Status: { } status } => Finding.Notable($"/v2/ answers {(int)status}, which is neither 200 nor 401.", "Check what stands before the registry: a proxy or a login page may answer in its place."),
        _ => Finding.NotMade("The host was not asked."),
    };

    private async Task<Finding> OfLoginAsync(HostInspection seen, CancellationToken cancellationToken)
    {
        if (seen.Logins.FirstOrDefault(login => login.Scheme == "bearer") is { } bearer)
        {
            return await OfTokensAsync(bearer.Realm, cancellationToken);
        }

        return seen.Logins.Any(login => login.Scheme == "basic")
            ? Finding.Fine("/v2/ answers 401 (Basic): it wants a user and a password.")
            : Finding.Broken("/v2/ answers 401, and asks for a login that is neither Basic nor Bearer.", "Check what stands before the registry: a login page may answer in its place.");
    }

    private async Task<Finding> OfTokensAsync(string? realm, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(realm, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            return Finding.Broken("/v2/ answers 401 (Bearer), and names no token service that can be asked.", "Correct the realm in the registry's configuration.");
        }

        var tokens = await host.InspectAsync(new Uri(address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)), cancellationToken);
        var told = $"/v2/ answers 401 (Bearer): tokens come from {address.Authority}";
        return tokens.Failure switch
        {
            null => Finding.Fine($"{told}, which answers."),
            { } failure => Finding.Broken($"{told}, which cannot be asked: {failure.Finding}", failure.Remedy ?? $"Check {address.Authority}: name, port, firewall."),
        };
    }
}

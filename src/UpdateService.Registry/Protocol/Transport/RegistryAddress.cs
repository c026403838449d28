namespace UpdateService.Registry.Protocol.Transport;

/// <summary>Where a registry is asked.</summary>
internal static class RegistryAddress
{
    private const string DockerHub = "docker.io";
    private const string DockerHubServer = "registry-1.docker.io";

    /// <summary>The host that serves a registry: Docker Hub's is another one than its name says.</summary>
    internal static string ServingHost(string host) => Name(host) == DockerHub ? DockerHubServer : host;

    /// <summary>A registry's name, if it has several spellings.</summary>
    internal static string Name(string host) => host.ToLowerInvariant() is var lower && lower is "index.docker.io" or DockerHubServer ? DockerHub : lower;

    /// <summary>The address of a repository: <c>https://host/v2/path/</c>.</summary>
    internal static Uri Of(RepositoryName repository, bool insecure) =>
        new($"{(insecure ? Uri.UriSchemeHttp : Uri.UriSchemeHttps)}://{ServingHost(repository.Host)}/v2/{repository.Path}/");
}

namespace UpdateService.Registry;

/// <summary>A repository of a registry.</summary>
/// <param name="Host">The registry: a name or address, with its port if it is not the default: <c>quay.io</c>, <c>[::1]:5000</c>.</param>
/// <param name="Path">The repository in it: <c>openshift-release-dev/ocp-release</c>.</param>
public sealed record RepositoryName(string Host, string Path)
{
    /// <summary><c>host/path</c>, as pull specs begin.</summary>
    public override string ToString() => $"{Host}/{Path}";
}

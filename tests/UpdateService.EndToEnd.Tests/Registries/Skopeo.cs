namespace UpdateService.EndToEnd.Tests.Registries;

/// <summary>Debian's <c>skopeo</c>: a client of registries that others wrote, and that clusters' administrators use.</summary>
internal static class Skopeo
{
    /// <summary>Reads an image's manifest and configuration.</summary>
    /// <param name="registry">The registry; skopeo is told to trust its authority.</param>
    /// <param name="reference"><c>repository:tag</c>, or <c>repository@sha256:…</c>.</param>
    /// <param name="account">Credentials.</param>
    /// <param name="more">More options, such as <c>--raw</c>.</param>
    public static Task<CommandResult> InspectAsync(RealRegistry registry, string reference, RegistryAccount? account = null, params string[] more) => RunAsync(
        registry, ["inspect", .. Trust(registry, ""), .. account is null ? (string[])["--no-creds"] : ["--creds", account.Pair], .. more, $"docker://{registry.Host}/{reference}"]);

    /// <summary>Pulls an image, of a list or index all of them, and checks the digests.</summary>
    /// <param name="registry">The registry; skopeo is told to trust its authority.</param>
    /// <param name="reference"><c>repository:tag</c>, or <c>repository@sha256:…</c>.</param>
    /// <param name="folder">Where to, a file for each blob.</param>
    /// <param name="account">Credentials.</param>
    public static Task<CommandResult> PullAsync(RealRegistry registry, string reference, string folder, RegistryAccount? account = null) => RunAsync(
        registry, ["copy", "--all", "--quiet", .. Trust(registry, "src-"), .. account is null ? (string[])["--src-no-creds"] : ["--src-creds", account.Pair], $"docker://{registry.Host}/{reference}", $"dir:{folder}"]);

    /// <summary>Copies an image to another registry, both of plain HTTP, its layers packed anew.</summary>
    /// <param name="source">Where it is; another registry than the target, which would take the layers over as they are.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="reference"><c>repository:tag</c>, in both.</param>
    /// <param name="compression"><c>gzip</c>, <c>zstd</c> or <c>zstd:chunked</c>.</param>
    public static Task<CommandResult> RepackAsync(RealRegistry source, RealRegistry target, string reference, string compression) => RunAsync(target,
    [
        "copy", "--quiet", "--format", "oci", "--src-tls-verify=false", "--src-no-creds", "--dest-tls-verify=false", "--dest-no-creds",
        "--dest-compress-format", compression, $"docker://{source.Host}/{reference}", $"docker://{target.Host}/{reference}",
    ]);

    /// <summary>Runs it.</summary>
    public static Task<CommandResult> RunAsync(RealRegistry registry, IEnumerable<string> arguments) =>
        InstalledCommand.RunAsync("skopeo", ["skopeo", "--insecure-policy", "--override-os", "linux", "--override-arch", "amd64", .. arguments], home: registry.ClientHome);

    private static string[] Trust(RealRegistry registry, string side) => registry.Setup.Authority is null
        ? [$"--{side}tls-verify=false"]
        : [$"--{side}tls-verify=true", $"--{side}cert-dir", Path.GetDirectoryName(registry.AuthorityFile)!];
}

using System.Security.Cryptography;
using System.Text;
using UpdateService.Registry.Protocol;
using UpdateService.Registry.Proxies;
using UpdateService.Testing.Registries;

namespace UpdateService.Registry.Tests.Protocol;

/// <summary>The door to fake registries, and a clock by which waits before retries are over at once and time limits never.</summary>
internal sealed class Door : IDisposable
{
    internal const string Path = "mirror/release-images";

    private readonly RegistryConnections connections;

    internal Door(RegistryOptions options)
    {
        Time = new HastyTime(options.LongestRetryDelay);
        connections = new RegistryConnections(options with { RequestTimeout = 2 * options.LongestRetryDelay }, Time);
    }

    internal HastyTime Time { get; }

    internal RegistryConnections Connections => connections;

    internal RegistryTrafficCounts Counts => connections.Traffic.Counts;

    public void Dispose() => connections.Dispose();

    /// <summary>The door that is open to these registries over HTTP.</summary>
    internal static Door To(params FakeRegistry[] registries) => new(OptionsFor(registries));

    internal static RegistryOptions OptionsFor(params FakeRegistry[] registries) => new()
    {
        InsecureHosts = [.. registries.Select(registry => registry.Host)],
        Proxies = ProxySettings.None,
    };

    internal static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    internal static byte[] Random(int length) => RandomNumberGenerator.GetBytes(length);

    internal static Digest Digest(string text) => Registry.Digest.TryParse(text, out var digest) ? digest : throw new ArgumentException(text, nameof(text));

    internal static async Task<byte[]> ReadAsync(Stream stream)
    {
        using var content = new MemoryStream();
        await using (stream)
        {
            await stream.CopyToAsync(content);
        }

        return content.ToArray();
    }

    /// <summary>The failure of an action.</summary>
    internal static async Task<RegistryException> FailureAsync(Func<Task> action, RegistryFault fault)
    {
        var exception = await Assert.ThrowsAsync<RegistryException>(action);
        Assert.True(exception.Fault == fault, exception.ToString());
        return exception;
    }

    internal IRepository Repository(FakeRegistry registry, string path = Path) => connections.OpenRepository(new RepositoryName(registry.Host, path));

    internal Task<Digest?> ResolveAsync(FakeRegistry registry, string tag = "4.16.1-x86_64") => Repository(registry).ResolveAsync(tag, CancellationToken.None);

    internal Task<ManifestContent?> ReadManifestAsync(FakeRegistry registry, string reference = "4.16.1-x86_64") =>
        Repository(registry).ReadManifestAsync(reference, CancellationToken.None);

    internal Task<Stream> OpenBlobAsync(FakeRegistry registry, string digest, long? firstBytes = null) =>
        Repository(registry).OpenBlobAsync(Digest(digest), firstBytes, CancellationToken.None);

    internal async Task<List<string>> ListTagsAsync(FakeRegistry registry)
    {
        var tags = new List<string>();
        await foreach (var tag in Repository(registry).ListTagsAsync(CancellationToken.None))
        {
            tags.Add(tag);
        }

        return tags;
    }
}

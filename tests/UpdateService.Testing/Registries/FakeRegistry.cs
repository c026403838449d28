using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace UpdateService.Testing.Registries;

/// <summary>
/// A registry in memory on a free port of the loopback, over HTTP or TLS, that counts what it is asked and fails as a test wants it.
/// All members may be used while it serves.
/// </summary>
public sealed partial class FakeRegistry : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, SortedDictionary<string, string>> tags = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (byte[] Content, string MediaType)> manifests = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte[]> blobs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte[]> files = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<FakeRequest> requests = new();
    private readonly IPAddress address;
    private WebApplication? application;
    private int now;
    private int most;

    private FakeRegistry(IPAddress address) => this.address = address;

    /// <summary>Its host and port: <c>127.0.0.1:40123</c>.</summary>
    public string Host { get; private set; } = "";

    /// <summary>Its address: <c>http://127.0.0.1:40123</c>.</summary>
    public string Address { get; private set; } = "";

    /// <summary>What goes wrong.</summary>
    public FakeFaults Faults { get; } = new();

    /// <summary>How it wants to be asked; null: by anybody.</summary>
    public FakeLogin? Login { get; set; }

    /// <summary>All requests so far, in order.</summary>
    public IReadOnlyList<FakeRequest> Requests => [.. requests];

    /// <summary>The most requests that were served at once.</summary>
    public int MostAtOnce => Volatile.Read(ref most);

    /// <summary>Starts one.</summary>
    /// <param name="certificate">Makes it speak TLS; see <see cref="FakeAuthority"/>.</param>
    /// <param name="address">Where it listens; 127.0.0.1 where it is not said.</param>
    public static async Task<FakeRegistry> StartAsync(X509Certificate2? certificate = null, IPAddress? address = null)
    {
        var registry = new FakeRegistry(address ?? IPAddress.Loopback);
        await registry.ListenAsync(certificate, port: 0);
        registry.Address = registry.application!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        registry.Host = registry.Address[(registry.Address.IndexOf("//", StringComparison.Ordinal) + 2)..];
        return registry;
    }

    /// <summary>Nobody listens at its address any more; what it holds stays.</summary>
    public async Task StopAsync()
    {
        if (application is not null)
        {
            await application.DisposeAsync();
            application = null;
        }
    }

    /// <summary>Listens again after <see cref="StopAsync"/>, at the same address.</summary>
    /// <param name="certificate">Makes it speak TLS, as <see cref="StartAsync"/> does.</param>
    public async Task StartAgainAsync(X509Certificate2? certificate = null)
    {
        var port = new Uri(Address).Port;
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    await ListenAsync(certificate, port);
                    return true;
                }
                catch (IOException)
                {
                    return false; // A passing connection has the port.
                }
            },
            $"the port {port} is free again");
    }

    /// <summary>How many requests of the kind there were.</summary>
    public int Count(FakeRequestKind kind) => requests.Count(request => request.Kind == kind);

    /// <summary>Adds a manifest under a tag, in place of what the tag named before.</summary>
    /// <returns>Its digest.</returns>
    public string Add(string repository, string tag, byte[] manifest, string mediaType)
    {
        var digest = Add(repository, manifest, mediaType);
        var names = tags[repository];
        lock (names)
        {
            names[tag] = digest;
        }

        return digest;
    }

    /// <summary>Adds a manifest without a tag.</summary>
    /// <returns>Its digest.</returns>
    public string Add(string repository, byte[] manifest, string mediaType)
    {
        var digest = DigestOf(manifest);
        manifests[digest] = (manifest, mediaType);
        _ = tags.GetOrAdd(repository, _ => new(StringComparer.Ordinal));
        return digest;
    }

    /// <summary>Adds a blob, to all repositories.</summary>
    /// <returns>Its digest.</returns>
    public string AddBlob(byte[] content)
    {
        var digest = DigestOf(content);
        blobs[digest] = content;
        return digest;
    }

    /// <summary>Adds a file at a path, for any client.</summary>
    public void AddFile(string path, byte[] content) => files[path] = content;

    /// <summary>Puts other bytes in the place of a blob, or of a manifest, that keeps its digest.</summary>
    public void Corrupt(string digest, byte[] content)
    {
        if (blobs.ContainsKey(digest))
        {
            blobs[digest] = content;
        }
        else
        {
            manifests[digest] = (content, manifests[digest].MediaType);
        }
    }

    /// <summary>The digest that a tag names; null where there is no such tag.</summary>
    public string? Find(string repository, string tag)
    {
        if (!tags.TryGetValue(repository, out var names))
        {
            return null;
        }

        lock (names)
        {
            return names.GetValueOrDefault(tag);
        }
    }

    /// <summary>The bytes of a manifest.</summary>
    public byte[] ReadManifest(string digest) => manifests[digest].Content;

    /// <summary>The bytes of a blob.</summary>
    public byte[] ReadBlob(string digest) => blobs[digest];

    /// <summary>Removes a tag.</summary>
    public void Remove(string repository, string tag)
    {
        var names = tags[repository];
        lock (names)
        {
            _ = names.Remove(tag);
        }
    }

    /// <summary>Removes a repository.</summary>
    public void Remove(string repository) => tags.TryRemove(repository, out _);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task ListenAsync(X509Certificate2? certificate, int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        _ = builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Listen(address, port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                if (certificate is not null)
                {
                    _ = listen.UseHttps(certificate);
                }
                else
                {
                    listen.Protocols = HttpProtocols.Http1;
                }
            });
        });
        if (certificate is not null)
        {
            _ = builder.WebHost.UseKestrelHttpsConfiguration();
        }

        var next = builder.Build();
        next.Run(ServeAsync);
        try
        {
            await next.StartAsync();
            application = next;
        }
        catch
        {
            await next.DisposeAsync();
            throw;
        }
    }

    private static string DigestOf(byte[] content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));

    private async Task ServeAsync(HttpContext context)
    {
        var (kind, repository, reference) = Understand(context.Request);
        using var content = new MemoryStream();
        await context.Request.Body.CopyToAsync(content, context.RequestAborted);
        var body = content.ToArray();
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        requests.Enqueue(new(kind, context.Request.Method, context.Request.Path, context.Request.QueryString.Value ?? "", headers, kind is FakeRequestKind.Upload or FakeRequestKind.Push ? "" : Encoding.UTF8.GetString(body)));
        var atOnce = Interlocked.Increment(ref now);
        for (var seen = Volatile.Read(ref most); atOnce > seen && Interlocked.CompareExchange(ref most, atOnce, seen) != seen; seen = Volatile.Read(ref most))
        {
        }

        try
        {
            await (Faults.Take(kind, reference) is { } fault ? fault(context, Answer) : Answer());
        }
        finally
        {
            _ = Interlocked.Decrement(ref now);
        }

        Task Answer() => AnswerAsync(context, kind, repository, reference, body);
    }
}

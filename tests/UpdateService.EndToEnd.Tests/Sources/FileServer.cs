using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using UpdateService.EndToEnd.Tests.Registries;

namespace UpdateService.EndToEnd.Tests.Sources;

/// <summary>A web server with files and their entity tags, as archives lie on one. It tells how it was asked.</summary>
public sealed class FileServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, byte[]> files = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<FileRequest> requests = new();

    private FileServer(PrivateAuthority? authority)
    {
        var builder = WebApplication.CreateSlimBuilder();
        _ = builder.Logging.ClearProviders();
        _ = builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (authority is not null)
            {
                _ = listen.UseHttps(authority.Issue());
            }
        }));
        app = builder.Build();
        app.Run(AnswerAsync);
    }

    /// <summary>Who may read; null for everybody.</summary>
    public RegistryAccount? Account { get; init; }

    /// <summary>Its root.</summary>
    public Uri Address => new(app.Urls.Single().Replace("127.0.0.1", "localhost", StringComparison.Ordinal));

    /// <summary>The requests so far.</summary>
    public IReadOnlyCollection<FileRequest> Requests => requests;

    /// <summary>Starts one.</summary>
    /// <param name="authority">Serves TLS with a certificate of this authority; without, plain HTTP.</param>
    /// <param name="account">Who may read; null for everybody.</param>
    public static async Task<FileServer> StartAsync(PrivateAuthority? authority = null, RegistryAccount? account = null)
    {
        var server = new FileServer(authority) { Account = account };
        await server.app.StartAsync();
        return server;
    }

    /// <summary>Puts a file in place, or another content into it.</summary>
    public void Put(string path, byte[] content) => files[path] = content;

    /// <summary>Takes a file away.</summary>
    public void Remove(string path) => _ = files.TryRemove(path, out _);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var shown = context.Request.Headers.Authorization.ToString();
        var condition = context.Request.Headers.IfNoneMatch.ToString();
        var isAllowed = Account is null || shown == Account.Authorization;
        var content = isAllowed && files.TryGetValue(context.Request.Path.Value!, out var found) ? found : null;
        var entityTag = content is null ? "" : $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}\"";
        context.Response.StatusCode = !isAllowed ? 401 : content is null ? 404 : condition == entityTag ? 304 : 200;
        requests.Enqueue(new FileRequest(context.Request.Path.Value!, shown, condition, context.Response.StatusCode));
        context.Response.Headers.ETag = entityTag;
        if (context.Response.StatusCode == 200)
        {
            await context.Response.Body.WriteAsync(content);
        }
    }
}

/// <summary>A request to a <see cref="FileServer"/>.</summary>
/// <param name="Path">The path.</param>
/// <param name="Authorization">The header; empty where it was not sent.</param>
/// <param name="IfNoneMatch">The header; empty where it was not sent.</param>
/// <param name="Status">The answer's status.</param>
public sealed record FileRequest(string Path, string Authorization, string IfNoneMatch, int Status);

using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace UpdateService.Cli.Tests.Asking;

/// <summary>A service that says what a test tells it to, on a port of its own.</summary>
internal sealed class FakeService : IAsyncDisposable
{
    private readonly WebApplication app;

    private FakeService(WebApplication app, ConcurrentQueue<string> asked) => (this.app, Asked) = (app, asked);

    /// <summary>Its address.</summary>
    public string Address => app.Urls.First();

    /// <summary>Paths with queries, in order.</summary>
    public ConcurrentQueue<string> Asked { get; }

    /// <summary>Starts one.</summary>
    public static async Task<FakeService> StartAsync(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        _ = builder.Logging.ClearProviders();
        var service = new FakeService(builder.Build(), new ConcurrentQueue<string>());
        service.app.Urls.Add("http://127.0.0.1:0");
        service.app.Run(context =>
        {
            service.Asked.Enqueue($"{context.Request.Path}{context.Request.QueryString}");
            return answer(context);
        });
        await service.app.StartAsync();
        return service;
    }

    /// <summary>Answers.</summary>
    public static Task AnswerAsync(HttpContext context, int status, string mediaType, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = mediaType;
        return context.Response.WriteAsync(body);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => app.DisposeAsync();
}

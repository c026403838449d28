using System.Text;
using Microsoft.AspNetCore.Http;

namespace UpdateService.Testing.Registries;

/// <summary>Writes the answers of a fake registry, whole or broken.</summary>
internal static class FakeAnswer
{
    internal const string CutAfter = "cut";
    internal const string StallAfter = "stall";

    internal static Task ErrorAsync(HttpContext context, int status, string code)
    {
        context.Response.StatusCode = status;
        return JsonAsync(context, $"{{\"errors\":[{{\"code\":\"{code}\",\"message\":\"as the test wants it\"}}]}}");
    }

    internal static Task JsonAsync(HttpContext context, string body)
    {
        context.Response.ContentType ??= "application/json; charset=utf-8";
        return BodyAsync(context, Encoding.UTF8.GetBytes(body));
    }

    internal static async Task BodyAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        context.Response.ContentLength = body.Length;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        if (context.Items[CutAfter] is int cut)
        {
            await BeginAsync(context, body[..cut]); // Kestrel closes a connection whose answer is too short, after what was written is out.
        }
        else if (context.Items[StallAfter] is int stall)
        {
            await BeginAsync(context, body[..stall]);
            await UntilGoneAsync(context);
        }
        else
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    internal static async Task UntilGoneAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
        context.Abort();
    }

    private static async Task BeginAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}

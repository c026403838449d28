using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

namespace UpdateService.EndToEnd.Tests.Following;

/// <summary>
/// Several clients that ask for a graph all the time, each time on a new connection, as clusters do. nginx resets a kept one on which
/// a question comes just when it is told of other servers, whatever these do.
/// </summary>
internal sealed partial class SteadyClients : IAsyncDisposable
{
    private readonly ConcurrentQueue<SeenAnswer> seen = new();
    private readonly CancellationTokenSource ending = new();
    private readonly List<Task> clients;

    /// <summary>Starts them.</summary>
    public SteadyClients(Uri address, int count) =>
        clients = [.. Enumerable.Range(0, count).Select(_ => Task.Run(() => AskAllTheTimeAsync(address)))];

    /// <summary>The answers so far, in the order in which they came.</summary>
    public IReadOnlyList<SeenAnswer> Seen => [.. seen];

    /// <summary>Waits for that many further answers.</summary>
    public Task SeeAsync(int count)
    {
        var before = seen.Count;
        return Eventually.HoldsAsync(
            () =>
            {
                Assert.All(clients, client => Assert.False(client.IsFaulted, client.Exception?.ToString()));
                return seen.Count >= before + count;
            },
            "the clients are answered");
    }

    /// <summary>The marker of the revision that is served to a single question.</summary>
    public static int MarkerOf(WireAnswer answer) => int.Parse(MarkerText().Match(answer.Text).Groups["number"].Value, CultureInfo.InvariantCulture);

    /// <summary>Ends them; whatever one of them met is thrown.</summary>
    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await Task.WhenAll(clients);
        ending.Dispose();
    }

    private async Task AskAllTheTimeAsync(Uri address)
    {
        using var transport = new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero };
        using var client = new HttpClient(transport) { Timeout = Eventually.Deadline };
        var question = new Uri(address, "/api/upgrades_info/v1/graph?channel=stable-4.18&arch=amd64");
        while (!ending.IsCancellationRequested)
        {
            var asked = TimeProvider.System.GetTimestamp();
            using var answer = await client.GetAsync(question);
            var text = await answer.Content.ReadAsStringAsync();
            seen.Enqueue(new SeenAnswer(asked, (int)answer.StatusCode, answer.Headers.ETag?.Tag ?? "", MarkerText().Match(text).Groups["number"].Value));
        }
    }

    [GeneratedRegex("marker-(?<number>[0-9]+)[.]", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex MarkerText();
}

/// <summary>An answer as a client saw it.</summary>
/// <param name="Asked">When it was asked for, as a timestamp.</param>
/// <param name="Status">Its status.</param>
/// <param name="ETag">Its entity tag.</param>
/// <param name="Marker">What tells the revision.</param>
internal sealed record SeenAnswer(long Asked, int Status, string ETag, string Marker);

using System.Text.Json;
using UpdateService.Planning.Writing;

namespace UpdateService.Cli.Doctoring.Services;

/// <summary>Whether a service answers what clusters ask it.</summary>
internal sealed class ServedGraphCheck(ServiceCase service) : ICheck
{
    /// <inheritdoc/>
    public string Name => "/graph";

    /// <inheritdoc/>
    public async Task<Finding> MakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var channels = JsonDocument.Parse(await service.Client.GetAsync("channels", [], AnswerFormat.Json, cancellationToken));
            if (channels.RootElement.GetProperty("channels").EnumerateArray().Select(channel => channel.GetProperty("name").GetString()).FirstOrDefault() is not { Length: > 0 } channel)
            {
                return Finding.Notable("The service has no channel.", "Its graph-data have none: check /readyz on its status address.");
            }

            using var graph = JsonDocument.Parse(await service.Client.GetGraphAsync(channel, cancellationToken));
            var nodes = graph.RootElement.GetProperty("nodes").GetArrayLength();
            return nodes > 0
                ? Finding.Fine($"It answers for {Excerpt.Of(channel)}: {nodes} releases for amd64.")
                : Finding.Notable($"It answers for {Excerpt.Of(channel)}, without a release for amd64.", "Clusters of other architectures may find theirs; if none do, mirror releases of the channel.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return Finding.Broken("Its answer is not JSON of an update service.", "Check --server: is it the address of the service, and does nothing else answer in its place?");
        }
    }
}

using System.Globalization;
using System.Text.Json;
using UpdateService.Planning.Writing;

namespace UpdateService.Cli.Doctoring.Services;

/// <summary>Which revision a service serves, and how old it is.</summary>
internal sealed class RevisionCheck(ServiceCase service, TimeProvider time) : ICheck
{
    private static readonly TimeSpan Old = TimeSpan.FromDays(14);

    /// <inheritdoc/>
    public string Name => "revision";

    /// <inheritdoc/>
    public async Task<Finding> MakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var json = JsonDocument.Parse(await service.Client.GetAsync("revisions", [], AnswerFormat.Json, cancellationToken));
            return Judge(json.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return Finding.Broken("Its list of revisions is not JSON of an update service.", "Check --server: is it the address of the service, and of this version?");
        }
    }

    private Finding Judge(JsonElement root)
    {
        var served = root.GetProperty("served");
        if (served.ValueKind != JsonValueKind.Number)
        {
            return Finding.Broken("It serves no revision.", "Check /readyz on its status address: it names the source that fails.");
        }

        var number = served.GetInt32();
        var record = root.GetProperty("revisions").EnumerateArray().First(revision => revision.GetProperty("number").GetInt32() == number);
        var age = time.GetUtcNow() - record.GetProperty("builtAt").GetDateTimeOffset();
        var found = $"It serves revision {number}, built {Told(age)} ago";
        return root.GetProperty("pinned").ValueKind == JsonValueKind.Number ? Finding.Notable($"{found}; it is pinned.", "POST /admin/unpin once the reason is gone: nothing newer is served until then.")
            : age > Old ? Finding.Notable($"{found}.", "Graph-data rarely stay the same so long: check /readyz whether all sources are read, and mirror them anew.")
            : Finding.Fine($"{found}.");
    }

    private static string Told(TimeSpan age)
    {
        var (number, unit) = age.TotalMinutes < 2 ? (age.TotalSeconds, "s")
            : age.TotalHours < 2 ? (age.TotalMinutes, "minutes")
            : age.TotalDays < 2 ? (age.TotalHours, "hours")
            : (age.TotalDays, "days");
        return string.Create(CultureInfo.InvariantCulture, $"{number:0} {unit}");
    }
}

using System.Text.Json;
using UpdateService.Planning.Explanations;
using UpdateService.Planning.Questions;

namespace UpdateService.Cli.Asking;

/// <summary>The exit status that belongs to an answer. It is read off the JSON, so that a service's answer and one's own have the same.</summary>
internal static class AnswerStatus
{
    /// <summary>Reasons that say that there is nothing left to do.</summary>
    private static readonly string[] Reached = [nameof(ReasonKind.AlreadyThere), nameof(ReasonKind.UpToDate)];

    /// <summary>The status of an answer.</summary>
    /// <param name="kind">What was asked.</param>
    /// <param name="json">The answer.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static int Of(QuestionKind kind, ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return kind switch
        {
            QuestionKind.Path => OfPlans(document.RootElement),
            QuestionKind.Recommended => OfAdvice(document.RootElement),
            QuestionKind.Explain => OfReasons(document.RootElement),
            _ => ExitStatus.Fine,
        };
    }

    private static int OfPlans(JsonElement answer) => Items(answer, "plans") switch
    {
        [] => HasReason(answer, Reached) ? ExitStatus.Fine : ExitStatus.NoPath,
        [var best, ..] => Items(best, "unacceptedRisks").Length == 0 ? ExitStatus.Fine : ExitStatus.RisksToAccept,
    };

    private static int OfAdvice(JsonElement answer)
    {
        if (HasReason(answer, Reached)
            || (answer.TryGetProperty("recommended", out var recommended) && recommended.ValueKind == JsonValueKind.Object))
        {
            return ExitStatus.Fine;
        }

        return Items(answer, "conditionalUpdates").Length == 0 ? ExitStatus.NoPath : ExitStatus.RisksToAccept;
    }

    /// <summary>An explanation is an answer, unless a version is not there to be explained.</summary>
    private static int OfReasons(JsonElement answer) =>
        HasReason(answer, nameof(ReasonKind.FromUnknown), nameof(ReasonKind.ToUnknown), nameof(ReasonKind.NotMirrored), nameof(ReasonKind.ArchitectureMissing))
            ? ExitStatus.NoPath
            : ExitStatus.Fine;

    private static bool HasReason(JsonElement answer, params ReadOnlySpan<string> kinds)
    {
        foreach (var reason in Items(answer, "reasons"))
        {
            if (reason.ValueKind == JsonValueKind.Object
                && reason.TryGetProperty("kind", out var kind)
                && kind.ValueKind == JsonValueKind.String
                && kinds.Contains(kind.GetString()!))
            {
                return true;
            }
        }

        return false;
    }

    private static JsonElement[] Items(JsonElement answer, string name) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array ? [.. items.EnumerateArray()] : [];
}

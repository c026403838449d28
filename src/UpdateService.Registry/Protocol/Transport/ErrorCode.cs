using System.Text.Json;

namespace UpdateService.Registry.Protocol.Transport;

/// <summary>The code of a registry's error: <see href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes"/>.</summary>
internal static class ErrorCode
{
    /// <summary>The repository is not there.</summary>
    internal const string NameUnknown = "NAME_UNKNOWN";

    private const int Longest = 40;

    /// <summary>The first error's code; null if the body has none. Messages contain nothing else of the body: it may repeat what was sent.</summary>
    internal static string? Read(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("errors", out var errors)
                && errors.ValueKind == JsonValueKind.Array
                && errors.GetArrayLength() > 0
                && errors[0].ValueKind == JsonValueKind.Object
                && errors[0].TryGetProperty("code", out var code)
                && code.ValueKind == JsonValueKind.String
                && code.GetString() is { Length: > 0 and <= Longest } text
                && text.All(letter => char.IsAsciiLetterUpper(letter) || letter == '_')
                    ? text
                    : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}

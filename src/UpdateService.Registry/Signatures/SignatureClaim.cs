using System.Text.Json;

namespace UpdateService.Registry.Signatures;

/// <summary>The statement of a signature about an image.</summary>
/// <seealso href="https://github.com/containers/image/blob/main/docs/containers-signature.5.md#json-data-format"/>
internal static class SignatureClaim
{
    private const string Type = "atomic container signature";

    /// <summary>Why the claim does not name the image; null if it does.</summary>
    public static string? Refuse(ReadOnlyMemory<byte> content, Digest digest)
    {
        try
        {
            using var json = JsonDocument.Parse(content, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var type = Text(json.RootElement, "critical", "type");
            if (type != Type)
            {
                return $"it is not of the type '{Type}' but '{Excerpt.Of(type)}'";
            }

            if (Text(json.RootElement, "critical", "image", "docker-manifest-digest") is var named && named != digest.ToString())
            {
                return $"it is for another image: {Excerpt.Of(named)}";
            }

            return Text(json.RootElement, "critical", "identity", "docker-reference") is { Length: > 0 } ? null : "it names no image reference";
        }
        catch (JsonException)
        {
            return "what is signed is not the JSON of a container signature";
        }
        catch (InvalidOperationException)
        {
            return "what is signed holds text that is not UTF-8, or half a surrogate pair";
        }
    }

    private static string? Text(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
    }
}

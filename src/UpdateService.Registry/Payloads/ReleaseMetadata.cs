using System.Collections.Immutable;
using System.Text.Json;
using UpdateService.Graph.Versions;

namespace UpdateService.Registry.Payloads;

/// <summary>
/// Reads the file <c>release-manifests/release-metadata</c>:
/// <see href="https://github.com/openshift/cincinnati/blob/master/docs/design/openshift.md#update-image"/>. Unknown keys are
/// ignored; whatever else is wrong refuses the whole file, since half a list of sources would be a wrong graph.
/// </summary>
internal ref struct ReleaseMetadata
{
    private const string Kind = "cincinnati-metadata-v0";

    /// <summary>Versions in 'previous' and 'next' together; real releases have some hundred.</summary>
    private const int MostVersions = 5_000;

    /// <summary>Entries of the metadata; real releases have one or two.</summary>
    private const int MostEntries = 200;

    /// <summary>Letters of the metadata; real releases have some hundred.</summary>
    private const int MostText = 16_384;

    private string? kind;
    private ReleaseVersion? version;
    private ImmutableArray<ReleaseVersion> previous;
    private ImmutableArray<ReleaseVersion> next;
    private ImmutableArray<KeyValuePair<string, string>> metadata;

    /// <summary>Reads the file.</summary>
    /// <param name="content">UTF-8.</param>
    /// <param name="versions">Versions met before.</param>
    /// <param name="architecture">The architecture of the image.</param>
    /// <param name="facts">Its content; null if it is refused.</param>
    /// <returns>Why it is refused, as half a sentence, or null.</returns>
    public static string? Read(ReadOnlySpan<byte> content, VersionPool versions, Architecture architecture, out ReleaseFacts? facts)
    {
        facts = null;
        var file = default(ReleaseMetadata);
        try
        {
            var json = new Utf8JsonReader(content.StartsWith("\uFEFF"u8) ? content[3..] : content);
            var reason = ReadObject(ref json, versions, ref file) ?? file.Refuse();
            facts = reason is null ? file.ToFacts(architecture) : null;
            return reason;
        }
        catch (JsonException)
        {
            return "it is not JSON";
        }
        catch (InvalidOperationException)
        {
            return "a text is not UTF-8, or holds half a surrogate pair";
        }
    }

    private static string? ReadObject(ref Utf8JsonReader json, VersionPool versions, ref ReleaseMetadata file)
    {
        _ = json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return "it is no JSON object";
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (file.ReadField(ref json, versions) is { } reason)
            {
                return reason;
            }
        }

        _ = json.Read(); // Anything behind the object is an error that the reader reports.
        return null;
    }

    private string? ReadField(ref Utf8JsonReader json, VersionPool versions)
    {
        if (json.ValueTextEquals("kind"u8))
        {
            return kind is not null ? Twice("kind") : ReleaseJson.ReadText(ref json, "kind", out kind);
        }

        if (json.ValueTextEquals("version"u8))
        {
            return version is not null ? Twice("version") : ReleaseJson.ReadVersion(ref json, versions, out version);
        }

        if (json.ValueTextEquals("previous"u8))
        {
            return !previous.IsDefault ? Twice("previous") : ReleaseJson.ReadVersions(ref json, "previous", versions, out previous);
        }

        if (json.ValueTextEquals("next"u8))
        {
            return !next.IsDefault ? Twice("next") : ReleaseJson.ReadVersions(ref json, "next", versions, out next);
        }

        if (json.ValueTextEquals("metadata"u8))
        {
            return !metadata.IsDefault ? Twice("metadata") : ReleaseJson.ReadMetadata(ref json, out metadata);
        }

        _ = json.Read();
        json.Skip();
        return null;
    }

    private static string Twice(string key) => $"the key '{key}' stands twice";

    private readonly string? Refuse() =>
        kind is null ? "the key 'kind' is missing"
        : kind != Kind ? $"its kind is '{Excerpt.Of(kind)}', not {Kind}"
        : version is null ? "the key 'version' is missing"
        : Count(previous) + Count(next) is > MostVersions and var versions ? $"it names {versions} versions, more than the limit of {MostVersions}"
        : Count(metadata) is > MostEntries and var entries ? $"its metadata have {entries} entries, more than the limit of {MostEntries}"
        : Count(metadata) > 0 && metadata.Sum(entry => entry.Key.Length + entry.Value.Length) is > MostText and var letters ? $"its metadata have {letters} letters, more than the limit of {MostText}"
        : null;

    private static int Count<T>(ImmutableArray<T> list) => list.IsDefault ? 0 : list.Length;

    private readonly ReleaseFacts ToFacts(Architecture architecture) => new(version!, architecture)
    {
        Previous = previous.IsDefault ? [] : previous,
        Next = next.IsDefault ? [] : next,
        Metadata = metadata.IsDefault ? [] : metadata,
    };
}

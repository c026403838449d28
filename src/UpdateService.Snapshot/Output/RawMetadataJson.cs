using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace UpdateService.Snapshot.Output;

/// <summary>Writes <c>raw/metadata.json</c>.</summary>
internal static class RawMetadataJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Indented = true,
        NewLine = "\n",
    };

    /// <summary>The file. Entries of one version are together, in the given order.</summary>
    public static byte[] Write(IEnumerable<RawMetadata> entries)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            var versions = entries.GroupBy(entry => entry.Version.ToString(), StringComparer.Ordinal);
            foreach (var version in versions.OrderBy(group => group.Key, StringComparer.Ordinal))
            {
                json.WriteStartObject(version.Key);
                foreach (var entry in version)
                {
                    json.WriteString(entry.Key, entry.Value);
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }
}

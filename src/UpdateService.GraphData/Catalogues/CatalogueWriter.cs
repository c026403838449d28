using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using UpdateService.Graph.Versions;

namespace UpdateService.GraphData.Catalogues;

/// <summary>Writes a catalogue that <see cref="CatalogueReader"/> reads back as the same releases.</summary>
public static class CatalogueWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One line a release, in the given order.</summary>
    public static byte[] Write(IEnumerable<Release> releases)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Options);
        foreach (var release in releases)
        {
            json.Reset();
            WriteRelease(json, release);
            json.Flush();
            buffer.Write("\n"u8);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteRelease(Utf8JsonWriter json, Release release)
    {
        json.WriteStartObject();
        json.WriteString("version"u8, release.Version.Text);
        json.WriteString("arch"u8, release.Architecture.Name);
        json.WriteString("payload"u8, release.Payload);
        WriteVersions(json, "previous"u8, release.Previous.AsSpan());
        if (release.Next.Length > 0)
        {
            WriteVersions(json, "next"u8, release.Next.AsSpan());
        }

        json.WriteStartObject("metadata"u8);
        foreach (var (key, value) in release.Metadata)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteVersions(Utf8JsonWriter json, ReadOnlySpan<byte> key, ReadOnlySpan<ReleaseVersion> versions)
    {
        json.WriteStartArray(key);
        foreach (var version in versions)
        {
            json.WriteStringValue(version.Text);
        }

        json.WriteEndArray();
    }
}

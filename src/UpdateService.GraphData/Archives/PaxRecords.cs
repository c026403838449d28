using System.Globalization;
using System.Text;

namespace UpdateService.GraphData.Archives;

/// <summary>What the pax records before an entry say about it.</summary>
/// <param name="Name">Its name; null if they do not say.</param>
/// <param name="Target">The target of a link.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Modified">Seconds since 1970.</param>
/// <param name="IsSparse">Whether the content is a map and what stands there.</param>
internal sealed record PaxRecords(string? Name, string? Target, long? Size, long? Modified, bool IsSparse)
{
    /// <summary>No records.</summary>
    public static PaxRecords None { get; } = new(null, null, null, null, IsSparse: false);

    /// <summary>Reads <c>length key=value</c> lines.</summary>
    /// <returns>Null if they are not of that form.</returns>
    public static PaxRecords? Read(ReadOnlySpan<byte> content)
    {
        var records = None;
        while (!content.IsEmpty)
        {
            var blank = content.IndexOf((byte)' ');
            if (blank <= 0
                || !int.TryParse(content[..blank], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                || length <= blank + 1
                || length > content.Length
                || content[length - 1] != '\n'
                || content[(blank + 1)..(length - 1)] is var record && record.IndexOf((byte)'=') is var equals && equals <= 0
                || records.With(Encoding.UTF8.GetString(record[..equals]), Encoding.UTF8.GetString(record[(equals + 1)..])) is not { } next)
            {
                return null;
            }

            records = next;
            content = content[length..];
        }

        return records;
    }

    private PaxRecords? With(string key, string value) => key switch
    {
        "path" => this with { Name = value },
        "linkpath" => this with { Target = value },
        "size" => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? this with { Size = size } : null,
        "mtime" => long.TryParse(value.AsSpan(0, value.IndexOf('.', StringComparison.Ordinal) is var dot && dot < 0 ? value.Length : dot), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds)
            ? this with { Modified = seconds }
            : null,
        _ => key.StartsWith("GNU.sparse.", StringComparison.Ordinal) ? this with { IsSparse = true } : this,
    };
}

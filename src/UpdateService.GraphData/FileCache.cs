using System.Collections.Immutable;
using UpdateService.GraphData.Files;

namespace UpdateService.GraphData;

/// <summary>
/// Readings of the files of one kind: a file whose bytes are the same is not read again, and the last good reading of each
/// path is kept for lenient mode.
/// </summary>
internal sealed class FileCache<T>(Func<string, ReadOnlyMemory<byte>, FileReading<T>> read)
    where T : class
{
    private Dictionary<string, Entry> entries = new(StringComparer.Ordinal);

    /// <summary>Reads all the files; several at once. Files that are no longer there are forgotten.</summary>
    public ImmutableArray<(string Path, ReadOnlyMemory<byte> Content, FileReading<T> Reading, GoodReading<T>? LastGood)> ReadAll(
        IReadOnlyList<KeyValuePair<string, ReadOnlyMemory<byte>>> files)
    {
        var next = new Entry[files.Count];
        _ = Parallel.For(0, files.Count, index =>
        {
            var (path, content) = files[index];
            next[index] = entries.TryGetValue(path, out var known) && content.Span.SequenceEqual(known.Content.Span)
                ? known
                : Entry.Of(content, read(path, content), known);
        });

        entries = files.Zip(next).ToDictionary(pair => pair.First.Key, pair => pair.Second, StringComparer.Ordinal);
        return [.. files.Zip(next, (file, entry) => (file.Key, file.Value, entry.Reading, entry.LastGood))];
    }

    private sealed record Entry(ReadOnlyMemory<byte> Content, FileReading<T> Reading, GoodReading<T>? LastGood)
    {
        public static Entry Of(ReadOnlyMemory<byte> content, FileReading<T> reading, Entry? known) =>
            new(content, reading, reading.Value is { } value ? new GoodReading<T>(value, content) : known?.LastGood);
    }
}

/// <summary>What a file held when it could be understood.</summary>
internal sealed record GoodReading<T>(T Value, ReadOnlyMemory<byte> Content)
    where T : class;

using UpdateService.GraphData.Files;

namespace UpdateService.GraphData;

/// <summary>
/// Readings of the files of one kind: a file whose bytes are the same is not read again, and the last good reading of each
/// path is kept for lenient mode.
/// </summary>
internal sealed class FileCache<T>(Func<string, ReadOnlyMemory<byte>, FileReading<T>> read)
    where T : class
{
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);

    /// <summary>Reads all the files; several at once. Files that are no longer there are forgotten.</summary>
    public IReadOnlyList<(string Path, ReadOnlyMemory<byte> Content, FileReading<T> Reading, GoodReading<T>? LastGood)> ReadAll(
        IReadOnlyList<KeyValuePair<string, ReadOnlyMemory<byte>>> files)
    {
        var changed = files.Where(file => !entries.TryGetValue(file.Key, out var known) || !file.Value.Span.SequenceEqual(known.Content.Span)).ToArray();
        var readings = new FileReading<T>[changed.Length];
        _ = Parallel.For(0, changed.Length, Cores.OfThisThread, index => readings[index] = read(changed[index].Key, changed[index].Value));
        foreach (var ((path, content), reading) in changed.Zip(readings))
        {
            entries[path] = Entry.Of(content, reading, entries.GetValueOrDefault(path));
        }

        if (entries.Count > files.Count)
        {
            foreach (var path in entries.Keys.Except(files.Select(file => file.Key), StringComparer.Ordinal).ToList())
            {
                _ = entries.Remove(path);
            }
        }

        return [.. files.Select(file => entries[file.Key] is var entry ? (file.Key, file.Value, entry.Reading, entry.LastGood) : default)];
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

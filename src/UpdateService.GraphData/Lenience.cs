using UpdateService.GraphData.Files;

namespace UpdateService.GraphData;

/// <summary>
/// What stands in for a file that cannot be understood. It never opens an edge and never loses a version: where nothing
/// safe can stand in, the file still refuses the set.
/// </summary>
/// <param name="isOn">Off, every such file refuses the set.</param>
/// <param name="servedChannels">Channels that clusters may be in.</param>
internal sealed class Lenience(bool isOn, IReadOnlySet<string> servedChannels)
{
    public FileReading<Channel> ForChannel(string path, ReadOnlyMemory<byte> content, FileReading<Channel> reading, GoodReading<Channel>? lastGood)
    {
        if (!isOn || lastGood is not null)
        {
            return ForLastGoodOnly(path, content, reading, lastGood);
        }

        var name = ChannelFile.ReadNameOnly(content) ?? Path.GetFileNameWithoutExtension(path);
        return servedChannels.Contains(name)
            ? reading
            : Replaced(path, reading, null, null, $"The file cannot be understood; the channel '{Excerpt.Of(name)}', which was never served, is left out.");
    }

    public FileReading<BlockedEdge> ForBlockedEdge(string path, ReadOnlyMemory<byte> content, FileReading<BlockedEdge> reading, GoodReading<BlockedEdge>? lastGood)
    {
        if (!isOn || lastGood is not null)
        {
            return ForLastGoodOnly(path, content, reading, lastGood);
        }

        return BlockedEdgeFile.BlockAllInto(path, content) is { } block
            ? Replaced(path, reading, block, BlockedEdgeFile.WriteBlockAllInto(block.To), $"The file cannot be understood; every edge into {block.To} is blocked outright.")
            : reading;
    }

    public FileReading<T> ForLastGoodOnly<T>(string path, ReadOnlyMemory<byte> content, FileReading<T> reading, GoodReading<T>? lastGood)
        where T : class
        => isOn && lastGood is not null
            ? Replaced(path, reading, lastGood.Value, lastGood.Content, "The file cannot be understood; its last good content stays in use.")
            : reading;

    private static FileReading<T> Replaced<T>(string path, FileReading<T> reading, T? value, ReadOnlyMemory<byte>? content, string message)
        where T : class
    {
        var downgraded = reading.Problems.Select(problem =>
            problem.Severity == ProblemSeverity.Rejecting ? problem with { Severity = ProblemSeverity.Error } : problem);
        var replacement = new Problem(ProblemRule.LenientReplacement, ProblemSeverity.Error, new Place(path, 0), message);
        return new FileReading<T>(value, [.. downgraded, replacement]) { StandIn = new StandIn(content) };
    }
}

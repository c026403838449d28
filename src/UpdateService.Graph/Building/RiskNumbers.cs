namespace UpdateService.Graph.Building;

/// <summary>A list of risk numbers as a dictionary key, equal by content; looked up by span without allocation.</summary>
internal readonly struct RiskNumbers(int[] numbers) : IEquatable<RiskNumbers>
{
    public int[] Numbers { get; } = numbers;

    public static IEqualityComparer<RiskNumbers> Comparer { get; } = new ContentComparer();

    public bool Equals(RiskNumbers other) => Numbers.AsSpan().SequenceEqual(other.Numbers);

    public override bool Equals(object? obj) => obj is RiskNumbers other && Equals(other);

    public override int GetHashCode() => Hash(Numbers);

    private static int Hash(ReadOnlySpan<int> numbers)
    {
        var hash = default(HashCode);
        hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(numbers));
        return hash.ToHashCode();
    }

    private sealed class ContentComparer : IEqualityComparer<RiskNumbers>, IAlternateEqualityComparer<ReadOnlySpan<int>, RiskNumbers>
    {
        public bool Equals(RiskNumbers x, RiskNumbers y) => x.Equals(y);

        public int GetHashCode(RiskNumbers obj) => obj.GetHashCode();

        public bool Equals(ReadOnlySpan<int> alternate, RiskNumbers other) => alternate.SequenceEqual(other.Numbers);

        public int GetHashCode(ReadOnlySpan<int> alternate) => Hash(alternate);

        public RiskNumbers Create(ReadOnlySpan<int> alternate) => new(alternate.ToArray());
    }
}

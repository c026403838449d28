using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using UpdateService.Builder.Answers;
using UpdateService.Graph.Building;
using UpdateService.Graph.Risks;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Builder.Tests.Laws;

/// <summary>
/// Inputs of a build, as hostile as the readers let them be: few versions, architectures and names, so that they collide.
/// </summary>
public sealed record Scenario(
    ImmutableArray<Release> Releases,
    ImmutableArray<Channel> Channels,
    ImmutableArray<BlockedEdge> BlockedEdges,
    ImmutableArray<RawMetadata> RawMetadata,
    bool Lenient)
{
    private static readonly string[] Versions = ["4.1.0-rc.1", "4.1.0", "4.1.1", "4.1.2", "4.1.10", "4.2.11-s390x"];
    private static readonly string[] Architectures = ["amd64", "arm64", "multi", "s390x"];

    /// <summary>Patterns with a second way to say what they match.</summary>
    public static ImmutableDictionary<string, Func<string, bool>> Patterns { get; } = new Dictionary<string, Func<string, bool>>
    {
        [".*"] = _ => true,
        [""] = _ => true,
        [@"^4\.1\.0\+"] = source => source.StartsWith("4.1.0+", StringComparison.Ordinal),
        [@"4\.1\.1"] = source => source.Contains("4.1.1", StringComparison.Ordinal),
        ["[+](amd64|multi)$"] = source => source.EndsWith("+amd64", StringComparison.Ordinal) || source.EndsWith("+multi", StringComparison.Ordinal),
        ["rc"] = source => source.Contains("rc", StringComparison.Ordinal),
        ["never"] = _ => false,
    }.ToImmutableDictionary();

    /// <summary>With a way to make a scenario smaller that still fails.</summary>
    public static Arbitrary<Scenario> Arbitrary { get; } = Arb.From(Generator(), Smaller);

    /// <summary>As the builder takes it.</summary>
    public GraphInputs Inputs => new()
    {
        Releases = Releases,
        Channels = Channels,
        BlockedEdges = BlockedEdges,
        RawMetadata = RawMetadata,
        Lenient = Lenient,
    };

    /// <summary>Everything in another order.</summary>
    public Scenario Shuffled(int seed)
    {
        var random = new Random(seed);
        return this with
        {
            Releases = [.. Releases.Shuffle(random)],
            Channels = [.. Channels.Shuffle(random)],
            BlockedEdges = [.. BlockedEdges.Shuffle(random)],
            RawMetadata = [.. RawMetadata.Shuffle(random)],
        };
    }

    /// <summary>The bytes of all answers, by question.</summary>
    public static SortedDictionary<string, string> Bytes(AnswerSet answers) => new(
        answers.All.ToDictionary(entry => $"{entry.Channel} {entry.Architecture}", entry => System.Text.Encoding.UTF8.GetString(entry.Answer.Body), StringComparer.Ordinal),
        StringComparer.Ordinal);

    /// <summary>Builds with new machinery.</summary>
    public (GraphBuild Build, AnswerSet Answers) Build()
    {
        var build = new GraphBuilder().Build(Inputs);
        return (build, new AnswerFactory().Make(build.Graph));
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(
        '\n',
        [
            "",
            .. Releases.Select(release => $"{release} {release.Payload[..Math.Min(40, release.Payload.Length)]} rank {release.SourceRank} line {release.Place.Line} < {string.Join(' ', release.Previous)} > {string.Join(' ', release.Next)} {string.Join(' ', release.Metadata)}"),
            .. Channels.Select(channel => $"{channel.Name}: {string.Join(' ', channel.Versions)}"),
            .. BlockedEdges.Select(entry => $"{entry.To} from '{entry.From}' {(entry.Risk is { } risk ? $"{Excerpt.Of(risk.Name)} {risk.Url} {Excerpt.Of(risk.Message)} {string.Join(' ', risk.MatchingRules)}" : "blocked")}"),
            .. RawMetadata.Select(raw => $"raw {raw.Version} {raw.Key}={raw.Value}"),
            Lenient ? "lenient" : "strict",
        ]);

    private static Gen<Scenario> Generator() =>
        from releases in Gen.ArrayOf(ReleaseGenerator(), 9)
        from channels in Gen.ArrayOf(ChannelGenerator(), 3)
        from entries in Gen.ArrayOf(EntryGenerator(), 9).Or(Gen.ArrayOf(EntryGenerator(), 3))
        from raw in Gen.Frequency((1, Gen.ArrayOf(RawGenerator(), 2)), (3, Gen.Constant(Array.Empty<RawMetadata>())))
        from lenient in Gen.Elements(true, false)
        select new Scenario([.. releases], [.. channels], [.. entries], [.. raw], lenient);

    private static Gen<Release> ReleaseGenerator()
    {
        var links = Gen.Frequency((3, Gen.ArrayOf(Gen.Elements([.. Versions, "9.9.9"]), 4)), (1, Gen.Constant(Array.Empty<string>())));
        return from version in Gen.Elements(Versions)
               from architecture in Gen.Frequency((4, Gen.Constant("amd64")), (1, Gen.Elements(Architectures)))
               from payload in Gen.Frequency((6, Gen.Constant("")), (1, Gen.Elements($"a.example/r@{DigestOf("1")}", $"b.example/r@{DigestOf("1")}", $"a.example/r@{DigestOf("2")}", "a.example/r:tag")))
               from previous in links
               from next in Gen.Frequency((1, links), (2, Gen.Constant(Array.Empty<string>())))
               from metadata in Gen.Frequency((6, Gen.Constant(("", ""))), (1, MetadataGenerator()))
               from rank in Gen.Frequency((5, Gen.Constant(0)), (1, Gen.Constant(1)))
               from line in Gen.Choose(1, 9)
               let release = Release($"{version}+{architecture}").From(previous).To(next).Rank(rank).Line(line)
               let named = payload.Length == 0 ? release : release.Payload(payload)
               select metadata.Item1.Length == 0 ? named : named.With(metadata.Item1, metadata.Item2);
    }

    private static Gen<(string, string)> MetadataGenerator()
    {
        var list = Gen.Elements("4.1.0", "4.1.1,4.1.2", "4.1.10 , 4.1.0-rc.1", "9.9.9", "4.1", "*", "4.1.0,*", "");
        return Gen.OneOf(
            from key in Gen.Elements(MetadataKeys.PreviousAdd, MetadataKeys.NextAdd, MetadataKeys.PreviousRemove, MetadataKeys.NextRemove) from value in list select (key, value),
            from value in Gen.Elements([.. Patterns.Keys, "("]) select (MetadataKeys.PreviousRemoveRegex, value),
            Gen.Elements(
                (MetadataKeys.Remove, "true"),
                ("url", "https://example.com/e"),
                ("url", "http://a b"),
                ("URL", "x"),
                (MetadataKeys.Channels, "a,,a"),
                (MetadataKeys.Channels.ToUpperInvariant(), ""),
                (MetadataKeys.ManifestRef, "sha256:no"),
                (MetadataKeys.GraphArchitecture, "amd64"),
                (MetadataKeys.PayloadArchitecture, "multi"),
                (MetadataKeys.PayloadArchitecture, "amd64"),
                ("", "empty key"),
                ("\"\\\u0001é\u2028", "\"\\\u0001é\u2028</script>")));
    }

    private static Gen<Channel> ChannelGenerator() =>
        from name in Gen.Elements("stable-4.1", "fast-4.1", "solo", "Odd_Name")
        from versions in Gen.Frequency((2, Gen.Constant<IList<string>>(Versions)), (1, Gen.SubListOf([.. Versions, "4.1.0+amd64", "4.1.1+arm64", "9.9.9"]).Select(list => (IList<string>)[.. list])))
        from file in Gen.Elements("a", "b")
        select Channel(name, [.. versions]) with { Place = new Place($"channels/{file}.yaml", 1) };

    private static Gen<BlockedEdge> EntryGenerator() =>
        from to in Gen.Frequency((1, Gen.Elements([.. Versions, "4.1.1+amd64", "4.1.2+arm64", "9.9.9"])), (2, Gen.Elements("4.1.1", "4.1.2", "4.1.10")))
        from pattern in Gen.Frequency((2, Gen.Elements([.. Patterns.Keys])), (1, Gen.Constant(".*")))
        from risk in Gen.Frequency<Risk?>((1, Gen.Constant<Risk?>(null)), (5, RiskGenerator().Select(known => (Risk?)known)))
        from file in Gen.Elements("a", "b", "c")
        select new BlockedEdge(Name(to), Pattern(pattern), risk, new Place($"blocked-edges/{file}.yaml", 1));

    private static Gen<Risk> RiskGenerator()
    {
        var good = Gen.Elements<MatchingRule[]>([Always], [Always], [Always], [Query("up")], [Query("up"), Always], [new MatchingRule("Later"), Always]);
        var bad = Gen.Elements<MatchingRule[]>([], [new MatchingRule("Later")], [new MatchingRule("Always", "up", true)], [new MatchingRule("PromQL", "", true)], [new MatchingRule("always")]);
        return from name in Gen.Frequency((20, Gen.Elements("A", "B", "C")), (1, Gen.Elements("bad-name", "", "lower", new string('L', 257))))
               from rules in Gen.Frequency((15, good), (1, bad))
               from message in Gen.Frequency((12, Gen.Constant("m")), (1, Gen.Elements("", "other", "\"\u0001é😀", new string('m', 15_990), new string('m', 40_000))))
               from url in Gen.Frequency((15, Gen.Constant("https://e.com")), (1, Gen.Elements("", "relative", "http://[::1", "mailto:x")))
               select new Risk(name, url, message, [.. rules]);
    }

    private static Gen<RawMetadata> RawGenerator() =>
        from version in Gen.Elements([.. Versions, "4.1.1+amd64"])
        from entry in MetadataGenerator()
        select Raw(version, entry.Item1, entry.Item2);

    private static IEnumerable<Scenario> Smaller(Scenario scenario) =>
    [
        .. Without(scenario.Releases).Select(releases => scenario with { Releases = releases }),
        .. Without(scenario.BlockedEdges).Select(entries => scenario with { BlockedEdges = entries }),
        .. Without(scenario.Channels).Select(channels => scenario with { Channels = channels }),
        .. Without(scenario.RawMetadata).Select(raw => scenario with { RawMetadata = raw }),
        .. scenario.Releases.SelectMany((release, index) => SmallerRelease(release).Select(smaller => scenario with { Releases = scenario.Releases.SetItem(index, smaller) })),
    ];

    private static IEnumerable<Release> SmallerRelease(Release release) =>
    [
        .. Without(release.Previous).Select(previous => release with { Previous = previous }),
        .. Without(release.Next).Select(next => release with { Next = next }),
        .. Without(release.Metadata).Select(metadata => release with { Metadata = metadata }),
    ];

    private static IEnumerable<ImmutableArray<T>> Without<T>(ImmutableArray<T> items) => items.Select((_, index) => items.RemoveAt(index));
}

/// <summary>Orders by chance, the same for the same seed.</summary>
internal static class Shuffling
{
    public static T[] Shuffle<T>(this ImmutableArray<T> items, Random random)
    {
        var shuffled = items.ToArray();
        random.Shuffle(shuffled);
        return shuffled;
    }
}

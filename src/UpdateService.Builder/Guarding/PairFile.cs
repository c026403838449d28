using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using UpdateService.Graph.Building;
using UpdateService.Graph.Risks;
using UpdateService.Graph.Versions;

namespace UpdateService.Builder.Guarding;

/// <summary>Pairs as bytes: the SHA-256 of the rest, then gzip. Some hundred kilobytes for the whole of the public data.</summary>
internal static class PairFile
{
    private const int Format = 1;

    /// <summary>Writes pairs.</summary>
    public static byte[] Write(ImmutableArray<DeclaredPairs> all)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (var writer = new BinaryWriter(gzip, Encoding.UTF8))
        {
            writer.Write(Format);
            writer.Write7BitEncodedInt(all.Length);
            foreach (var pairs in all)
            {
                Write(pairs, writer);
            }
        }

        var content = packed.ToArray();
        return [.. SHA256.HashData(content), .. content];
    }

    /// <summary>Reads pairs.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged, or another version of the service wrote them.</exception>
    public static ImmutableArray<DeclaredPairs> Read(ReadOnlyMemory<byte> bytes)
    {
        const int head = SHA256.HashSizeInBytes;
        if (bytes.Length < head || !SHA256.HashData(bytes.Span[head..]).AsSpan().SequenceEqual(bytes.Span[..head]))
        {
            throw new InvalidDataException("The bytes are not those that were written.");
        }

        using var gzip = new GZipStream(new MemoryStream(bytes[head..].ToArray(), writable: false), CompressionMode.Decompress);
        using var reader = new BinaryReader(new BufferedStream(gzip), Encoding.UTF8);
        if (reader.ReadInt32() != Format)
        {
            throw new InvalidDataException("Another version of the service wrote it.");
        }

        var all = ImmutableArray.CreateBuilder<DeclaredPairs>();
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            all.Add(ReadOne(reader));
        }

        return all.DrainToImmutable();
    }

    private static void Write(DeclaredPairs pairs, BinaryWriter writer)
    {
        writer.Write(pairs.Architecture.Name);
        writer.Write(pairs.HasBlocked);
        writer.Write7BitEncodedInt(pairs.Versions.Length);
        for (var release = 0; release < pairs.Versions.Length; release++)
        {
            writer.Write(pairs.Versions[release].Text);
            writer.Write(pairs.IsRemoved[release]);
            writer.Write7BitEncodedInt(pairs.Offsets[release + 1] - pairs.Offsets[release]);
        }

        for (var pair = 0; pair < pairs.Sources.Length; pair++)
        {
            writer.Write7BitEncodedInt(pairs.Sources[pair]);
            writer.Write7BitEncodedInt(pairs.Marks[pair] - DeclaredPairs.Blocked);
        }

        writer.Write7BitEncodedInt(pairs.RiskSets.Length);
        foreach (var risks in pairs.RiskSets)
        {
            writer.Write7BitEncodedInt(risks.Length);
            foreach (var risk in risks)
            {
                Write(risk, writer);
            }
        }
    }

    private static void Write(Risk risk, BinaryWriter writer)
    {
        writer.Write(risk.Name);
        writer.Write(risk.Url);
        writer.Write(risk.Message);
        writer.Write7BitEncodedInt(risk.MatchingRules.Length);
        foreach (var rule in risk.MatchingRules)
        {
            writer.Write(rule.Type);
            writer.Write(rule.HasPromQlKey);
            writer.Write(rule.PromQl is not null);
            writer.Write(rule.PromQl ?? "");
        }
    }

    private static DeclaredPairs ReadOne(BinaryReader reader)
    {
        var name = reader.ReadString();
        var hasBlocked = reader.ReadBoolean();
        var (versions, removed, offsets) = (new ReleaseVersion[reader.Read7BitEncodedInt()], ImmutableArray.CreateBuilder<bool>(), new List<int> { 0 });
        for (var release = 0; release < versions.Length; release++)
        {
            versions[release] = ReleaseVersion.Parse(reader.ReadString());
            removed.Add(reader.ReadBoolean());
            offsets.Add(offsets[^1] + reader.Read7BitEncodedInt());
        }

        var (sources, marks) = (new int[offsets[^1]], new int[offsets[^1]]);
        for (var pair = 0; pair < sources.Length; pair++)
        {
            sources[pair] = reader.Read7BitEncodedInt();
            marks[pair] = reader.Read7BitEncodedInt() + DeclaredPairs.Blocked;
        }

        return new DeclaredPairs
        {
            Architecture = Architecture.TryParse(name, out var architecture) ? architecture : throw new InvalidDataException($"'{name}' is no architecture."),
            Versions = [.. versions],
            IsRemoved = removed.DrainToImmutable(),
            Offsets = [.. offsets],
            Sources = [.. sources],
            Marks = [.. marks],
            RiskSets = [.. Many(reader, static reader => Many(reader, ReadRisk))],
            HasBlocked = hasBlocked,
        };
    }

    private static Risk ReadRisk(BinaryReader reader) => new(reader.ReadString(), reader.ReadString(), reader.ReadString(), Many(reader, static reader =>
    {
        var (type, hasKey, hasQuery, query) = (reader.ReadString(), reader.ReadBoolean(), reader.ReadBoolean(), reader.ReadString());
        return new MatchingRule(type, hasQuery ? query : null, hasKey);
    }));

    private static ImmutableArray<T> Many<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        var items = ImmutableArray.CreateBuilder<T>();
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            items.Add(read(reader));
        }

        return items.DrainToImmutable();
    }
}

using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using UpdateService.Registry.Keeping;
using UpdateService.Registry.Payloads;
using UpdateService.Testing.Fuzzing;

namespace UpdateService.Registry.Tests.Keeping;

/// <summary>Whatever stands in a journal, also where its checksums are right.</summary>
public sealed class KeptLineFuzzTests : IDisposable
{
    private static readonly Digest Some = Digest.Of("some"u8);

    private static readonly Corpus Journals = new(
        [
            Written(target =>
            {
                KeptReading.Write(target, new PayloadReading(Some, PayloadKind.Foreign, "its labels are a component's"));
                KeptReading.Write(target, Release());
                KeptLine.WriteTag(target, "4.16.1-x86_64", new KeptTag(Some, Some));
                KeptLine.WriteTag(target, "gone", null);
                KeptLine.WriteMark(target, 1);
            }),
            Written(target => KeptReading.Write(target, Release() with { Facts = Release().Facts! with { Created = null, LacksImageReferences = true } })),
        ],
        [.. Tokens.Json, .. Tokens.Of("\"kind\":\"Release\"", "\"kind\":\"5\"", "\"references\":{}", "\"complete\":1", "\"created\":\"x\"", "\"release\":")])
    {
        Repair = static (bytes, random) => random.Next(4) == 0 ? bytes : Seal(bytes),
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_journal_gives_what_is_written_back_and_counts_the_rest_as_damaged()
    {
        var path = folder.In("journal");
        Fuzz.Bytes(Journals, bytes =>
        {
            File.WriteAllBytes(path, bytes);
            var content = new Journal(path).Load();
            Assert.True(content.Damaged == 0 || !content.IsComplete);
            var written = Written(target => Write(target, content));
            File.WriteAllBytes(path, written);
            var again = new Journal(path).Load();
            Assert.Equal(0, again.Damaged);
            Assert.Equal(Encoding.UTF8.GetString(written), Encoding.UTF8.GetString(Written(target => Write(target, again))));
        });
    }

    private static void Write(IBufferWriter<byte> target, KeptContent content)
    {
        foreach (var (_, reading) in content.Readings.OrderBy(entry => entry.Key.Hex, StringComparer.Ordinal))
        {
            KeptReading.Write(target, reading);
        }

        foreach (var (tag, kept) in content.Tags.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            KeptLine.WriteTag(target, tag, kept);
        }
    }

    private static PayloadReading Release() => new(Digest.Of("release"u8), PayloadKind.Release, "")
    {
        Facts = new ReleaseFacts(Graphs.Version("4.16.1"), Architecture.Default)
        {
            Previous = [Graphs.Version("4.16.0")],
            Next = [Graphs.Version("4.17.0")],
            Metadata = [KeyValuePair.Create("url", "https://example.com/é")],
            Created = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero),
            HasImageReferences = true,
        },
    };

    private static byte[] Written(Action<IBufferWriter<byte>> write)
    {
        var target = new ArrayBufferWriter<byte>();
        write(target);
        return target.WrittenSpan.ToArray();
    }

    /// <summary>Writes the checksum of each line anew.</summary>
    private static byte[] Seal(byte[] journal)
    {
        var sealedLines = new List<byte>(journal.Length);
        foreach (var range in journal.AsSpan().Split((byte)'\n'))
        {
            var line = journal.AsSpan()[range];
            if (line.Length > 17)
            {
                sealedLines.AddRange(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(line[17..]))[..16]));
                sealedLines.Add((byte)' ');
                sealedLines.AddRange(line[17..]);
                sealedLines.Add((byte)'\n');
            }
        }

        return [.. sealedLines];
    }
}

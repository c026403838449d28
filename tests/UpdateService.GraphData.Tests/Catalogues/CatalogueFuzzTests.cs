using System.IO.Compression;
using System.Text;
using UpdateService.GraphData.Catalogues;
using UpdateService.Testing.Fuzzing;

namespace UpdateService.GraphData.Tests.Catalogues;

/// <summary>Whatever stands in a catalogue.</summary>
public sealed class CatalogueFuzzTests
{
    private static readonly Corpus Catalogues = Corpus.Of(
        [.. Tokens.Json, .. Tokens.Of("\"version\":", "\"arch\":\"multi\"", "@sha256:", "sha512:", "\"previous\":[\"4.1.0\"]", "\"next\":null")],
        """
        # releases
        {"version":"4.1.0","arch":"amd64","payload":"quay.io/a/b@sha256:1111111111111111111111111111111111111111111111111111111111111111","previous":[],"metadata":{"url":"https://example.com/a"}}

        {"version":"4.1.1","arch":"amd64","payload":"quay.io/a/b:4.1.1-x86_64","previous":["4.1.0","4.0.9+amd64"],"next":["4.1.2"],"metadata":{"k":"\u00e9\ud83d\ude00","url":""},"unknown":[{"a":1}]}
        """,
        """{"version":"4.1.0","arch":"arm64","payload":"quay.io/a/b@sha512:11111111111111111111111111111111","previous":null,"metadata":null}""");

    [Fact]
    public void A_line_is_a_release_that_is_written_back_or_a_problem() => Fuzz.Bytes(Catalogues, bytes =>
    {
        var (strict, lenient) = (CatalogueReader.Read("c.jsonl", bytes, lenient: false), CatalogueReader.Read("c.jsonl", bytes, lenient: true));
        Assert.All(strict.Problems, problem => Fuzz.AssertTold(problem.Message));
        Assert.Equal(strict.Problems.Length, lenient.Problems.Length);
        var written = CatalogueWriter.Write(lenient.Releases);
        var again = CatalogueReader.Read("c.jsonl", written, lenient: false);
        Assert.Empty(again.Problems);
        Assert.Equal(Encoding.UTF8.GetString(written), Encoding.UTF8.GetString(CatalogueWriter.Write(again.Releases)));
    });

    [Fact]
    public void A_packed_catalogue_is_read_or_refused() => Fuzz.Bytes(
        Catalogues with { Entries = [.. Catalogues.Entries.Select(Pack)], Repair = static (bytes, random) => random.Next(3) == 0 ? Pack(bytes) : bytes },
        bytes => Assert.All(CatalogueReader.Read("c.jsonl.gz", bytes, lenient: false).Problems, problem => Fuzz.AssertTold(problem.Message)));

    private static byte[] Pack(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }
}

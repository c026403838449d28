using System.Text;
using FsCheck;
using FsCheck.Fluent;
using UpdateService.GraphData.Catalogues;
using static UpdateService.Testing.Graphs;

namespace UpdateService.GraphData.Tests.Catalogues;

public sealed class CatalogueWriterTests
{
    [Fact]
    public void A_line_is_as_the_documentation_shows_it()
    {
        var release = Release("4.16.3").Payload($"host/repository@{DigestOf("x")}").From("4.16.2").With("url", "https://example.com/é&<>'");
        Assert.Equal(
            $$$"""{"version":"4.16.3","arch":"amd64","payload":"host/repository@{{{DigestOf("x")}}}","previous":["4.16.2"],"metadata":{"url":"https://example.com/é&<>'"}}""" + "\n",
            Encoding.UTF8.GetString(CatalogueWriter.Write([release])));
    }

    [Fact]
    public void What_is_written_is_read_back_the_same() => Law.Holds(
        Gen.ListOf(Releases(), 4).ToArbitrary(),
        releases =>
        {
            var bytes = CatalogueWriter.Write(releases);
            var reading = CatalogueReader.Read("c.jsonl", bytes, lenient: false);
            Assert.Empty(reading.Problems);
            Assert.Equal(releases.Select(Words), reading.Releases.Select(Words));
            Assert.Equal(bytes, CatalogueWriter.Write(reading.Releases));
        },
        200);

    private static Gen<Release> Releases()
    {
        var version = Gen.Elements("4.1.0", "4.1.1-rc.1", "4.2.11-s390x", "4.10.0");
        var text = Gen.ArrayOf(Gen.Elements('a', '"', '\\', '\n', '\r', '#', ' ', '\0', '\u007f', '\u0085', '\u2028', 'é', '\uFEFF', '/', '<')).Select(characters => new string(characters));
        return from name in version
               from arch in Gen.Elements("amd64", "multi", "s390x")
               from payload in Gen.Elements("host/r:tag", $"host:5000/r@{DigestOf("a")}")
               from previous in Gen.ArrayOf(version, 3)
               from next in Gen.ArrayOf(version, 2)
               from key in text
               from value in text
               select Release($"{name}+{arch}").Payload(payload).From(previous).To(next).With(key, value).With("url", value);
    }

    private static string Words(Release release) =>
        $"{release} {release.Payload} < {string.Join(' ', release.Previous)} > {string.Join(' ', release.Next)} {string.Join(' ', release.Metadata)} {release.SourceRank}";
}

using FsCheck;
using FsCheck.Fluent;

namespace UpdateService.Registry.Tests;

public sealed class ImageReferenceTests
{
    private const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("oci://quay.io/a", "quay.io", "a", null)]
    [InlineData("OCI://Quay.IO/openshift-release-dev/ocp-release", "quay.io", "openshift-release-dev/ocp-release", null)]
    [InlineData("oci://registry:5000/a/b__c/d.e-f--g", "registry:5000", "a/b__c/d.e-f--g", null)]
    [InlineData("oci://10.0.0.7:65535/a:4.16.1-x86_64", "10.0.0.7:65535", "a", "4.16.1-x86_64")]
    [InlineData("oci://[::1]:5000/a:_x.Y", "[::1]:5000", "a", "_x.Y")]
    [InlineData("oci://[fd01::2]/a", "[fd01::2]", "a", null)]
    public void A_reference_is_read(string text, string host, string path, string? tag)
    {
        Assert.True(ImageReference.TryParse(text, out var value, out var reason), reason);
        Assert.Equal(new RepositoryName(host, path), value.Repository);
        Assert.Equal((tag, null, tag), (value.Tag, value.Digest, value.Reference));
        Assert.True(ImageReference.TryParse(text + "@" + Digest, out value, out reason), reason);
        Assert.Equal((tag, Digest, Digest), (value.Tag, value.Digest?.ToString(), value.Reference));
    }

    [Theory]
    [InlineData(null, "begins with oci://")]
    [InlineData("", "begins with oci://")]
    [InlineData("quay.io/a", "begins with oci://")]
    [InlineData("docker://quay.io/a", "begins with oci://")]
    [InlineData("oci://", "'' is not a registry's host")]
    [InlineData("oci:///a", "'' is not a registry's host")]
    [InlineData("oci://quay.io", "repository is missing")]
    [InlineData("oci://quay.io/", "repository is missing")]
    [InlineData("oci://quay.io:/a", "not a registry's host")]
    [InlineData("oci://quay.io:0/a", "not a registry's host")]
    [InlineData("oci://quay.io:65536/a", "not a registry's host")]
    [InlineData("oci://quay.io:5000\0/a", "not a registry's host")]
    [InlineData("oci://-quay.io/a", "not a registry's host")]
    [InlineData("oci://quay..io/a", "not a registry's host")]
    [InlineData("oci://[::1/a", "not a registry's host")]
    [InlineData("oci://[10.0.0.7]/a", "not a registry's host")]
    [InlineData("oci://[fe80::1%25eth0]/a", "not a registry's host")]
    [InlineData("oci://::1/a", "not a registry's host")]
    [InlineData("oci://user:s3cret@quay.io/a", "--registry-auth")]
    [InlineData("oci://quay.io/A", "'A' is not a repository")]
    [InlineData("oci://quay.io/a//b", "'a//b' is not a repository")]
    [InlineData("oci://quay.io/a/", "'a/' is not a repository")]
    [InlineData("oci://quay.io/../a", "'../a' is not a repository")]
    [InlineData("oci://quay.io/a?b", "'a?b' is not a repository")]
    [InlineData("oci://quay.io/a___b", "is not a repository")]
    [InlineData("oci://quay.io/a\n", "is not a repository")]
    [InlineData("oci://quay.io/a:", "'' is not a tag")]
    [InlineData("oci://quay.io/a:.b", "'.b' is not a tag")]
    [InlineData("oci://quay.io/a:b:c", "'b:c' is not a tag")]
    [InlineData("oci://quay.io/a:b/c", "'b/c' is not a tag")]
    [InlineData("oci://quay.io/a@", "'' is not a digest")]
    [InlineData("oci://quay.io/a@sha256:12", "'sha256:12' is not a digest")]
    public void What_is_no_reference_is_refused_with_a_reason(string? text, string told)
    {
        Assert.False(ImageReference.TryParse(text, out var value, out var reason));
        Assert.Null(value);
        Assert.Contains(told, reason);
        Assert.DoesNotContain("s3cret", reason);
    }

    [Fact]
    public void A_tag_has_at_most_128_characters_and_a_repository_255()
    {
        Assert.True(ImageReference.TryParse("oci://a/b:" + new string('x', 128), out _, out _));
        Assert.False(ImageReference.TryParse("oci://a/b:" + new string('x', 129), out _, out _));
        Assert.True(ImageReference.TryParse("oci://a/" + new string('x', 255), out _, out _));
        Assert.False(ImageReference.TryParse("oci://a/" + new string('x', 256), out _, out _));
    }

    [Fact]
    public void Any_text_is_read_or_refused_and_what_is_read_is_written_as_it_is_read_again() => Law.Holds(
        Texts(),
        text =>
        {
            if (ImageReference.TryParse(text, out var value, out var reason))
            {
                Assert.True(ImageReference.TryParse(value.ToString(), out var again, out _));
                Assert.Equal(value, again);
                Assert.True(Uri.TryCreate($"https://{value.Repository.Host}/v2/{value.Repository.Path}/", UriKind.Absolute, out var address));
                Assert.Equal($"/v2/{value.Repository.Path}/", address.AbsolutePath);
            }
            else
            {
                Assert.NotEmpty(reason);
                Assert.True(reason.Length < 80 * @"\u0000".Length + 200, "A reason repeats 80 characters at most, escaped.");
            }
        },
        2000);

    private static Arbitrary<string> Texts()
    {
        var pieces = Gen.Elements("oci://", "quay.io", "a", "b-c", "/", ":", "@", "5000", "[::1]", Digest, "sha256:", ".", "_", "-", "é", " ", "\n", "%", "?", "Z", "0", "\ud800");
        var any = from list in Gen.ListOf(pieces) select string.Concat(list);
        var near = from rest in any select "oci://quay.io/" + rest;
        var wild = from text in ArbMap.Default.GeneratorFor<string?>() select text ?? "";
        return Gen.OneOf(any, near, wild, from text in wild select "oci://" + text).ToArbitrary();
    }
}

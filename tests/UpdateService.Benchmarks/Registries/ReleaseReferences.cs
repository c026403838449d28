using System.Security.Cryptography;
using System.Text;

namespace UpdateService.Benchmarks.Registries;

/// <summary>
/// The list of a release's component images, as long as real ones and as hard to compress: other digests and commits in
/// each release. The same release has the same list every time.
/// </summary>
internal static class ReleaseReferences
{
    private const int Components = 275;

    /// <summary>The text of <c>release-manifests/image-references</c>.</summary>
    public static string Of(string version, string architecture)
    {
        var text = new StringBuilder($$$"""{"kind":"ImageStream","apiVersion":"image.openshift.io/v1","metadata":{"name":"{{{version}}}","creationTimestamp":"2026-03-04T05:06:07Z"},"spec":{"lookupPolicy":{"local":false},"tags":[""");
        for (var component = 0; component < Components; component++)
        {
            var digest = Hash($"{version} {architecture} {component}");
            var commit = Hash(digest)[..40];
            _ = text.Append(component == 0 ? "" : ",").Append($$$"""
                {"name":"component-{{{component}}}","annotations":{"io.openshift.build.commit.id":"{{{commit}}}","io.openshift.build.commit.ref":"","io.openshift.build.source-location":"https://github.com/openshift/component-{{{component}}}"},"from":{"kind":"DockerImage","name":"quay.io/openshift-release-dev/ocp-v4.0-art-dev@sha256:{{{digest}}}"},"generation":null,"importPolicy":{},"referencePolicy":{"type":""}}
                """);
        }

        return text.Append("]}}").ToString();
    }

    /// <summary>64 hexadecimal digits that a text stands for.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

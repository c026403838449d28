using UpdateService.Registry.Trust;
using UpdateService.Testing.Fuzzing;
using UpdateService.Testing.Registries;

namespace UpdateService.Registry.Tests.Trust;

/// <summary>Whatever stands in a file of authorities.</summary>
public sealed class AuthorityFuzzTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_of_authorities_is_read_or_refused_with_its_name()
    {
        using var authority = new FakeAuthority();
        var file = folder.In("ca.pem");
        Fuzz.Bytes(
            Corpus.Of([.. Tokens.Any, .. Tokens.Of("-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----\n", "-----BEGIN PRIVATE KEY-----\n", "=", "AAAA", "MIIB")], authority.Pem, $"# two\n{authority.Pem}\n{authority.Pem}", "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"),
            bytes =>
            {
                File.WriteAllBytes(file, bytes);
                var problem = AuthorityFiles.ProblemOf(file);
                Assert.True(problem is null || problem.StartsWith($"--registry-ca {file}: ", StringComparison.Ordinal), problem);
                Assert.Equal(problem is null, new AuthorityFiles([file]).Current().Count > 0);
            });
    }
}

using System.Text;
using UpdateService.Registry.Signatures;
using UpdateService.Testing.Fuzzing;
using UpdateService.Testing.Signatures;

namespace UpdateService.Registry.Tests.Signatures;

/// <summary>Whatever stands where a signature, its claim, its name or a key belongs. Keys are made anew in each run, so a seed gives a like input, not the same.</summary>
public sealed class SignatureFuzzTests(SigningKeys keys) : IClassFixture<SigningKeys>, IDisposable
{
    private static readonly Digest Image = Digest.Of("an image"u8);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_signature_is_refused_with_a_reason_unless_what_it_signs_is_untouched()
    {
        File.WriteAllBytes(folder.In("key"), SigningKey.Armored(keys.Primary.Public()));
        var check = new SignatureCheck(SignatureKeys.Read(folder.Path), new StandingTime());
        var claim = SigningKey.ClaimOf(Image);
        Fuzz.Bytes(
            new Corpus([keys.Primary.Sign(claim), keys.Primary.Sign(claim, compressed: true), keys.Stranger.Sign(claim), keys.Primary.Sign("{}")], [.. Tokens.Any, [0xC0], [0xCB, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0xA3, 1], [0x8C], [0x90, 13], [0xFF, 0x7F, 0xFF, 0xFF, 0xFF]]),
            bytes =>
            {
                if (check.Verify(Image, bytes) is { } reason)
                {
                    Fuzz.AssertTold(reason);
                }
                else
                {
                    Assert.Equal(claim, Encoding.UTF8.GetString(SignedMessage.Read(bytes).Content));
                }
            },
            inputs: 1000);
    }

    [Fact]
    public void A_file_of_keys_is_read_or_refused()
    {
        var file = folder.In("key");
        var signature = keys.Primary.Sign(SigningKey.ClaimOf(Image));
        Fuzz.Bytes(
            new Corpus([SigningKey.Armored(keys.Primary.Public()), SigningKey.Binary(keys.Primary.Public())], [.. Tokens.Any, [0x99, 0xFF, 0xFF], [0xB4], [0x88], [0xD1, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF], .. Tokens.Of("-----BEGIN PGP PUBLIC KEY BLOCK-----\n", "-----END PGP PUBLIC KEY BLOCK-----\n", "=AAAA\n")]),
            bytes =>
            {
                File.WriteAllBytes(file, bytes);
                var read = SignatureKeys.Read(folder.Path);
                var reason = new SignatureCheck(read, new StandingTime()).Verify(Image, signature);
                Assert.True(read.Problems.IsEmpty || reason == read.Problems[0]);
            },
            inputs: 400);
    }

    [Fact]
    public void A_claim_is_for_the_image_or_refused_with_a_reason() => Fuzz.Bytes(
        Corpus.Of([.. Tokens.Json, .. Tokens.Of("\"critical\"", "\"type\":\"atomic container signature\"", "sha256:")], SigningKey.ClaimOf(Image), SigningKey.ClaimOf(Digest.Of("another"u8))),
        bytes =>
        {
            if (SignatureClaim.Refuse(bytes, Image) is { } reason)
            {
                Fuzz.AssertTold(reason);
            }
            else
            {
                Assert.Contains(Image.Hex, Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
            }
        });

    [Fact]
    public void A_name_stays_inside_the_store_and_is_written_back() => Fuzz.Texts(
        Corpus.Of([.. Tokens.Any, .. Tokens.Of("sha256=", "sha=", "/signature-", "1000", "01")], $"sha256={Image.Hex}/signature-1", "sha=ab/signature-999", $"sha256={Image.Hex}/../signature-1"),
        text =>
        {
            if (SignatureName.TryParse(text, out var name))
            {
                Assert.Equal(text, name.ToString());
                Assert.Equal(3, name.FolderPath.Split('/').Length);
                Assert.DoesNotContain("..", name.FolderPath, StringComparison.Ordinal);
            }
        });
}

using FsCheck.Fluent;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;
using Org.BouncyCastle.Bcpg.Sig;
using UpdateService.Registry.Signatures;
using UpdateService.Testing.Signatures;

namespace UpdateService.Registry.Tests.Signatures;

public sealed class SignatureCheckTests(SigningKeys keys) : IClassFixture<SigningKeys>, IDisposable
{
    private static readonly Digest Image = Digest.Of("an image"u8);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_signature_of_a_trusted_key_is_good(bool armored, bool compressed)
    {
        Trust(keys.Primary.Public(), armored);
        Assert.Null(Verify(keys.Primary.Sign(Claim(Image), compressed)));
    }

    [Theory]
    [InlineData(HashAlgorithmTag.Sha384)]
    [InlineData(HashAlgorithmTag.Sha512)]
    public void Longer_hashes_are_good(HashAlgorithmTag hash)
    {
        Trust(keys.Primary.Public());
        Assert.Null(Verify(keys.Primary.Sign(Claim(Image), hash: hash)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_signature_by_Ed25519_is_good(bool armored)
    {
        var key = SigningKey.MakeEd25519();
        Trust(key.Public(), armored);
        Assert.Null(Verify(key.Sign(Claim(Image))));
        Assert.Contains("which is not among those trusted", Verify(keys.Primary.Sign(Claim(Image))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_of_another_algorithm_in_the_folder_does_not_stop_the_others()
    {
        File.WriteAllBytes(folder.In("a"), SigningKey.Armored(SigningKey.MakeEd25519().Public()));
        File.WriteAllBytes(folder.In("b"), SigningKey.Armored(keys.Primary.Public()));
        Assert.Null(Verify(keys.Primary.Sign(Claim(Image))));
    }

    [Fact]
    public void A_signature_of_a_subkey_is_good()
    {
        Trust(keys.Primary.Public(null, KeyFlags.CertifyOther, (keys.Subkey, KeyFlags.SignData, null)));
        Assert.Null(Verify(keys.Subkey.Sign(Claim(Image))));
    }

    [Fact]
    public void All_keys_of_all_files_count()
    {
        File.WriteAllBytes(folder.In("a"), [.. SigningKey.Armored(keys.Stranger.Public()), .. "\n"u8, .. SigningKey.Armored(keys.Primary.Public())]);
        File.WriteAllBytes(folder.In("b.gpg"), SigningKey.Binary(keys.Subkey.Public()));
        Assert.Null(Verify(keys.Primary.Sign(Claim(Image))));
        Assert.Null(Verify(keys.Stranger.Sign(Claim(Image))));
        Assert.Null(Verify(keys.Subkey.Sign(Claim(Image))));
    }

    [Fact]
    public void The_key_of_a_stranger_is_refused()
    {
        Trust(keys.Primary.Public());
        Assert.Equal($"it was made with the key {keys.Stranger.Name}, which is not among those trusted", Verify(keys.Stranger.Sign(Claim(Image))));
    }

    [Fact]
    public void A_subkey_that_the_primary_key_never_bound_is_refused()
    {
        var bound = keys.Stranger.Public(null, KeyFlags.CertifyOther, (keys.Subkey, KeyFlags.SignData, null));
        var stolen = bound.GetPublicKeys().Cast<PgpPublicKey>().Single(key => !key.IsMasterKey);
        Trust(PgpPublicKeyRing.InsertPublicKey(keys.Primary.Public(), stolen));
        Assert.Contains("has no valid signature of its own primary key", Verify(keys.Subkey.Sign(Claim(Image))), StringComparison.Ordinal);
    }

    [Fact]
    public void An_expired_key_is_refused()
    {
        Trust(keys.Primary.Public(30 * Day));
        Assert.Equal($"the key {keys.Primary.Name} expired on 2026-01-31", Verify(keys.Primary.Sign(Claim(Image))));
    }

    [Fact]
    public void A_key_that_will_expire_is_good()
    {
        Trust(keys.Primary.Public(365 * Day));
        Assert.Null(Verify(keys.Primary.Sign(Claim(Image))));
    }

    [Fact]
    public void A_subkey_that_expired_or_whose_primary_key_did_is_refused()
    {
        Trust(keys.Primary.Public(null, KeyFlags.CertifyOther, (keys.Subkey, KeyFlags.SignData, 10 * Day)));
        Assert.Equal($"the key {keys.Subkey.Name} expired on 2026-01-11", Verify(keys.Subkey.Sign(Claim(Image))));

        Trust(keys.Primary.Public(20 * Day, KeyFlags.CertifyOther, (keys.Subkey, KeyFlags.SignData, null)));
        Assert.Equal($"the key {keys.Primary.Name} expired on 2026-01-21", Verify(keys.Subkey.Sign(Claim(Image))));
    }

    [Fact]
    public void A_revoked_key_is_refused()
    {
        Trust(keys.Primary.Revoked());
        Assert.Equal($"the key {keys.Primary.Name} is revoked", Verify(keys.Primary.Sign(Claim(Image))));
    }

    [Fact]
    public void A_key_that_is_not_meant_for_signing_is_refused()
    {
        Trust(keys.Primary.Public(null, KeyFlags.CertifyOther, (keys.Subkey, KeyFlags.EncryptComms, null)));
        Assert.Equal($"the key {keys.Subkey.Name} is not meant for signing", Verify(keys.Subkey.Sign(Claim(Image))));
        Assert.Equal($"the key {keys.Primary.Name} is not meant for signing", Verify(keys.Primary.Sign(Claim(Image))));
    }

    [Fact]
    public void An_expired_signature_is_refused()
    {
        Trust(keys.Primary.Public());
        Assert.Equal("it expired on 2026-01-03", Verify(keys.Primary.Sign(Claim(Image), validFor: 2 * Day)));
        Assert.Null(Verify(keys.Primary.Sign(Claim(Image), validFor: 365 * Day)));
    }

    [Theory]
    [InlineData(HashAlgorithmTag.Sha1, PgpSignature.BinaryDocument)]
    [InlineData(HashAlgorithmTag.MD5, PgpSignature.BinaryDocument)]
    [InlineData(HashAlgorithmTag.Sha256, PgpSignature.CanonicalTextDocument)]
    public void A_broken_hash_or_another_kind_of_signature_is_refused(HashAlgorithmTag hash, int type)
    {
        Trust(keys.Primary.Public());
        Assert.Equal("it is not a signature of data by SHA-256, SHA-384 or SHA-512", Verify(keys.Primary.Sign(Claim(Image), hash: hash, type: type)));
    }

    [Fact]
    public void Content_that_was_changed_is_refused()
    {
        Trust(keys.Primary.Public());
        var other = Digest.Of("another image"u8);
        var message = keys.Primary.Sign(Claim(other));
        var place = message.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(other.Hex));
        System.Text.Encoding.UTF8.GetBytes(Image.Hex).CopyTo(message, place);
        Assert.Equal($"it was not made with the key {keys.Primary.Name}, or its content was changed", Verify(message));
    }

    [Fact]
    public void Any_byte_that_is_changed_or_missing_is_noticed_and_never_throws()
    {
        Trust(keys.Primary.Public());
        var message = keys.Primary.Sign(Claim(Image));
        var check = Check();
        Assert.Null(check.Verify(Image, message));
        for (var length = 0; length < message.Length; length++)
        {
            Assert.NotNull(check.Verify(Image, message.AsMemory(0, length)));
        }

        var start = message.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(Claim(Image))); // Not its first brace: a key's number before it may have one.
        foreach (var place in Enumerable.Range(start, Claim(Image).Length))
        {
            message[place] ^= 1;
            Assert.NotNull(check.Verify(Image, message));
            message[place] ^= 1;
        }
    }

    [Fact]
    public void Garbage_never_throws()
    {
        Trust(keys.Primary.Public());
        var check = Check();
        var message = keys.Primary.Sign(Claim(Image), compressed: true);
        Law.Holds(Gen.ArrayOf(Gen.Choose(0, 255)).ToArbitrary(), bytes => Assert.NotNull(check.Verify(Image, bytes.Select(value => (byte)value).ToArray())), tests: 300);
        Law.Holds(Gen.ListOf(Gen.Zip(Gen.Choose(0, 40), Gen.Choose(0, 255))).ToArbitrary(), damage =>
        {
            var damaged = (byte[])message.Clone();
            foreach (var (place, value) in damage)
            {
                damaged[place] = (byte)value;
            }

            _ = check.Verify(Image, damaged);
        }, tests: 300);
    }

    [Theory]
    [InlineData("""{"critical":{"type":"another","image":{"docker-manifest-digest":"DIGEST"},"identity":{"docker-reference":"r"}}}""", "it is not of the type 'atomic container signature' but 'another'")]
    [InlineData("""{"critical":{"image":{"docker-manifest-digest":"DIGEST"},"identity":{"docker-reference":"r"}}}""", "it is not of the type 'atomic container signature' but ''")]
    [InlineData("""{"critical":{"type":"atomic container signature","image":{"docker-manifest-digest":"sha256:00"},"identity":{"docker-reference":"r"}}}""", "it is for another image: sha256:00")]
    [InlineData("""{"critical":{"type":"atomic container signature","image":{},"identity":{"docker-reference":"r"}}}""", "it is for another image: ")]
    [InlineData("""{"critical":{"type":"atomic container signature","image":{"docker-manifest-digest":"DIGEST"},"identity":{"docker-reference":""}}}""", "it names no image reference")]
    [InlineData("""{"critical":{"type":"atomic container signature","image":{"docker-manifest-digest":"DIGEST"}}}""", "it names no image reference")]
    [InlineData("""{"critical":{"type":"a","type":"atomic container signature"}}""", "what is signed is not the JSON of a container signature")]
    [InlineData("""{"critical":[]}""", "it is not of the type 'atomic container signature' but ''")]
    [InlineData("[]", "it is not of the type 'atomic container signature' but ''")]
    [InlineData("text", "what is signed is not the JSON of a container signature")]
    [InlineData("", "what is signed is not the JSON of a container signature")]
    public void A_claim_about_anything_else_is_refused(string claim, string reason)
    {
        Trust(keys.Primary.Public());
        Assert.Equal(reason, Verify(keys.Primary.Sign(claim.Replace("DIGEST", Image.ToString(), StringComparison.Ordinal))));
    }

    [Fact]
    public void A_message_that_unpacks_beyond_the_limit_is_refused()
    {
        Trust(keys.Primary.Public());
        Assert.Contains("unpacked", Verify(keys.Primary.Sign(new string(' ', 2 << 20), compressed: true)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_claim_with_half_a_surrogate_pair_is_refused()
    {
        Trust(keys.Primary.Public());
        Assert.Equal("what is signed holds text that is not UTF-8, or half a surrogate pair", Verify(keys.Primary.Sign("""{"critical":{"type":"\ud800"} }""")));
    }

    [Fact]
    public void A_folder_without_keys_or_with_something_else_is_a_problem()
    {
        Assert.Equal($"The folder {folder.Path} holds no OpenPGP public key.", Assert.Single(SignatureKeys.Read(folder.Path).Problems));
        Assert.Contains("cannot be read", Assert.Single(SignatureKeys.Read(folder.In("absent")).Problems), StringComparison.Ordinal);

        Trust(keys.Primary.Public());
        File.WriteAllText(folder.In("notes.txt"), "no key");
        Assert.Contains(folder.In("notes.txt"), Assert.Single(SignatureKeys.Read(folder.Path).Problems), StringComparison.Ordinal);
        Assert.Contains("notes.txt", Verify(keys.Primary.Sign(Claim(Image))), StringComparison.Ordinal);
    }

    [Fact]
    public void Hidden_files_and_folders_beside_the_keys_are_ignored()
    {
        Trust(keys.Primary.Public());
        File.WriteAllText(folder.In(".notes"), "no key");
        _ = Directory.CreateDirectory(folder.In("..data"));
        Assert.Null(Verify(keys.Primary.Sign(Claim(Image))));
    }

    internal static string Claim(Digest image) => SigningKey.ClaimOf(image);

    private void Trust(PgpPublicKeyRing ring, bool armored = true) =>
        File.WriteAllBytes(folder.In("verifier-public-key"), armored ? SigningKey.Armored(ring) : SigningKey.Binary(ring));

    private SignatureCheck Check() => new(SignatureKeys.Read(folder.Path), new StandingTime());

    private string? Verify(byte[] signature) => Check().Verify(Image, signature);
}

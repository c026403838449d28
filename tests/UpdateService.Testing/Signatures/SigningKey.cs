using System.Text;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;
using Org.BouncyCastle.Bcpg.Sig;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using UpdateService.Registry;

namespace UpdateService.Testing.Signatures;

/// <summary>A key pair of a test, and what can be made with it.</summary>
public sealed class SigningKey
{
    private readonly AsymmetricCipherKeyPair pair;
    private readonly PublicKeyAlgorithmTag algorithm;

    private SigningKey(AsymmetricCipherKeyPair pair, PublicKeyAlgorithmTag algorithm)
    {
        this.pair = pair;
        this.algorithm = algorithm;
    }

    public DateTime Created { get; } = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public PgpKeyPair Pgp => new(algorithm, pair, Created);

    public string Name => $"{Pgp.KeyId:X16}";

    /// <summary>RSA of 2048 bits, made on 2026-01-01.</summary>
    public static SigningKey Make()
    {
        var generator = new RsaKeyPairGenerator();
        generator.Init(new RsaKeyGenerationParameters(BigInteger.ValueOf(65537), new SecureRandom(), 2048, 25));
        return new SigningKey(generator.GenerateKeyPair(), PublicKeyAlgorithmTag.RsaGeneral);
    }

    /// <summary>Ed25519 as GnuPG writes it (EdDSA of RFC 4880bis), made on 2026-01-01.</summary>
    public static SigningKey MakeEd25519()
    {
        var generator = new Ed25519KeyPairGenerator();
        generator.Init(new Ed25519KeyGenerationParameters(new SecureRandom()));
        return new SigningKey(generator.GenerateKeyPair(), PublicKeyAlgorithmTag.EdDsa_Legacy);
    }

    /// <summary>The public key, with subkeys.</summary>
    /// <param name="validFor">Until it expires; null for never.</param>
    /// <param name="flags">What it may be used for.</param>
    /// <param name="subkeys">With what each may be used for, and when it expires.</param>
    public PgpPublicKeyRing Public(TimeSpan? validFor = null, int flags = KeyFlags.SignData | KeyFlags.CertifyOther, params (SigningKey Key, int Flags, TimeSpan? ValidFor)[] subkeys)
    {
        var ring = new PgpKeyRingGenerator(
            PgpSignature.PositiveCertification, Pgp, "A Test <test@example.com>", SymmetricKeyAlgorithmTag.Null, HashAlgorithmTag.Sha256, (char[]?)null, true, Packets(flags, validFor), null, new SecureRandom());
        foreach (var (key, use, lasts) in subkeys)
        {
            ring.AddSubKey(key.Pgp, Packets(use, lasts), null, HashAlgorithmTag.Sha256);
        }

        return ring.GeneratePublicKeyRing();
    }

    /// <summary>The public key, revoked by itself.</summary>
    public PgpPublicKeyRing Revoked()
    {
        var revocation = new PgpSignatureGenerator(algorithm, HashAlgorithmTag.Sha256);
        revocation.InitSign(PgpSignature.KeyRevocation, Pgp.PrivateKey);
        var ring = Public();
        var key = ring.GetPublicKey();
        return PgpPublicKeyRing.InsertPublicKey(ring, PgpPublicKey.AddCertification(key, revocation.GenerateCertification(key)));
    }

    /// <summary>What a signature of an image says.</summary>
    public static string ClaimOf(Digest image) =>
        $$$"""{"critical":{"image":{"docker-manifest-digest":"{{{image}}}"},"type":"atomic container signature","identity":{"docker-reference":"quay.io/openshift-release-dev/ocp-release:4.18.1-x86_64"}},"optional":{"creator":"a test"}}""";

    public static byte[] Binary(PgpPublicKeyRing ring) => ring.GetEncoded();

    public static byte[] Armored(PgpPublicKeyRing ring)
    {
        using var output = new MemoryStream();
        using (var armor = new ArmoredOutputStream(output))
        {
            ring.Encode(armor);
        }

        return output.ToArray();
    }

    /// <summary>A signed message.</summary>
    public byte[] Sign(
        string content,
        bool compressed = false,
        HashAlgorithmTag hash = HashAlgorithmTag.Sha256,
        int type = PgpSignature.BinaryDocument,
        TimeSpan? validFor = null)
    {
        var output = new MemoryStream();
        var target = compressed ? new PgpCompressedDataGenerator(CompressionAlgorithmTag.Zip).Open(output) : output;
        var signing = new PgpSignatureGenerator(algorithm, hash);
        signing.InitSign(type, Pgp.PrivateKey);
        var packets = new PgpSignatureSubpacketGenerator();
        packets.SetSignatureCreationTime(false, Created);
        if (validFor is { } lasts)
        {
            packets.SetSignatureExpirationTime(false, (long)lasts.TotalSeconds);
        }

        signing.SetHashedSubpackets(packets.Generate());
        signing.GenerateOnePassVersion(false).Encode(target);
        var bytes = Encoding.UTF8.GetBytes(content);
        var literal = new PgpLiteralDataGenerator();
        using (var body = literal.Open(target, PgpLiteralData.Binary, "", bytes.Length, Created))
        {
            body.Write(bytes);
        }

        signing.Update(bytes);
        signing.Generate().Encode(target);
        target.Dispose();
        return output.ToArray();
    }

    private static PgpSignatureSubpacketVector Packets(int flags, TimeSpan? validFor)
    {
        var packets = new PgpSignatureSubpacketGenerator();
        packets.SetKeyFlags(false, flags);
        if (validFor is { } lasts)
        {
            packets.SetKeyExpirationTime(false, (long)lasts.TotalSeconds);
        }

        return packets.Generate();
    }
}

/// <summary>Three key pairs, made once for a class: making one takes a moment.</summary>
public sealed class SigningKeys
{
    public SigningKey Primary { get; } = SigningKey.Make();

    public SigningKey Subkey { get; } = SigningKey.Make();

    public SigningKey Stranger { get; } = SigningKey.Make();
}

/// <summary>A clock that stands at 2026-06-01.</summary>
public sealed class StandingTime : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
}

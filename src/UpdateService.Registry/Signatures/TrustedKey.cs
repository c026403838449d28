using Org.BouncyCastle.Bcpg.OpenPgp;
using Org.BouncyCastle.Bcpg.Sig;

namespace UpdateService.Registry.Signatures;

/// <summary>A key of the operator's, or a subkey of one.</summary>
/// <param name="Key">The key.</param>
/// <param name="Primary">The primary key that it belongs to; the key itself if it is one.</param>
internal sealed record TrustedKey(PgpPublicKey Key, PgpPublicKey Primary)
{
    /// <summary>Why signatures of this key are not valid now; null if they are.</summary>
    public string? Refuse(DateTimeOffset now) =>
        RefuseKey(Primary, CertificationsOf(Primary), now)
        ?? (Key.IsMasterKey ? null : RefuseKey(Key, BindingsOf(Key), now))
        ?? (MaySign ? null : $"the key {NameOf(Key.KeyId)} is not meant for signing");

    /// <summary>16 hexadecimal digits, as gpg shows keys.</summary>
    public static string NameOf(long id) => $"{id:X16}";

    private bool MaySign => Newest(Key.IsMasterKey ? CertificationsOf(Key) : BindingsOf(Key))?.GetHashedSubPackets() is { } packets
        && (!packets.HasSubpacket(Org.BouncyCastle.Bcpg.SignatureSubpacketTag.KeyFlags) || (packets.GetKeyFlags() & KeyFlags.SignData) != 0);

    private static string? RefuseKey(PgpPublicKey key, IEnumerable<PgpSignature> own, DateTimeOffset now)
    {
        if (key.HasRevocation())
        {
            return $"the key {NameOf(key.KeyId)} is revoked";
        }

        if (Newest(own) is not { } newest)
        {
            return $"the key {NameOf(key.KeyId)} has no valid signature of its own primary key";
        }

        var seconds = newest.GetHashedSubPackets()?.GetKeyExpirationTime() ?? 0;
        var ends = new DateTimeOffset(DateTime.SpecifyKind(key.CreationTime, DateTimeKind.Utc)).AddSeconds(seconds);
        return seconds > 0 && ends <= now ? $"the key {NameOf(key.KeyId)} expired on {ends:yyyy-MM-dd}" : null;
    }

    private static PgpSignature? Newest(IEnumerable<PgpSignature> signatures) => signatures.MaxBy(signature => signature.CreationTime);

    /// <summary>The valid signatures of a primary key on itself and on its names.</summary>
    private static IEnumerable<PgpSignature> CertificationsOf(PgpPublicKey primary)
    {
        foreach (PgpSignature signature in primary.GetSignaturesOfType(PgpSignature.DirectKey))
        {
            if (IsBy(primary, signature) && signature.VerifyCertification(primary))
            {
                yield return signature;
            }
        }

        foreach (string name in primary.GetUserIds())
        {
            foreach (PgpSignature signature in primary.GetSignaturesForId(name) ?? Array.Empty<PgpSignature>())
            {
                if (signature.IsCertification() && IsBy(primary, signature) && signature.VerifyCertification(name, primary))
                {
                    yield return signature;
                }
            }
        }
    }

    private IEnumerable<PgpSignature> BindingsOf(PgpPublicKey subkey)
    {
        foreach (PgpSignature signature in subkey.GetSignaturesOfType(PgpSignature.SubkeyBinding))
        {
            if (IsBy(Primary, signature) && signature.VerifyCertification(Primary, subkey))
            {
                yield return signature;
            }
        }
    }

    private static bool IsBy(PgpPublicKey key, PgpSignature signature)
    {
        if (signature.KeyId != key.KeyId)
        {
            return false;
        }

        signature.InitVerify(key);
        return true;
    }
}

using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace UpdateService.Registry.Signatures;

/// <summary>Checks signatures of images as OpenShift publishes them, by the rules of the Cluster Version Operator.</summary>
/// <seealso href="https://github.com/openshift/library-go/blob/master/pkg/verify/verify.go"/>
/// <param name="keys">Whose signatures count.</param>
/// <param name="time">The clock by which keys and signatures expire.</param>
public sealed class SignatureCheck(SignatureKeys keys, TimeProvider time)
{
    /// <summary>Checks one signature.</summary>
    /// <param name="image">The digest of the image's manifest, or of its list of manifests.</param>
    /// <param name="signature">The signed message, binary.</param>
    /// <returns>Null if it is valid; otherwise the reason, to follow a colon. Never throws for any content of the bytes.</returns>
    public string? Verify(Digest image, ReadOnlyMemory<byte> signature)
    {
        if (keys.Problems is [var problem, ..])
        {
            return problem;
        }

        try
        {
            var message = SignedMessage.Read(signature);
            var reasons = message.Signatures.Select(part => Refuse(part, message.Content)).ToList();
            return reasons.Contains(null) ? SignatureClaim.Refuse(message.Content, image) : string.Join("; ", reasons);
        }
        catch (Exception exception)
        {
            // The parser can throw any exception for bytes that it does not expect.
            return $"it cannot be read as an OpenPGP signed message: {Excerpt.Of(exception.Message)}";
        }
    }

    private string? Refuse(PgpSignature signature, byte[] content)
    {
        if (signature.SignatureType != PgpSignature.BinaryDocument
            || signature.HashAlgorithm is not (HashAlgorithmTag.Sha256 or HashAlgorithmTag.Sha384 or HashAlgorithmTag.Sha512))
        {
            return "it is not a signature of data by SHA-256, SHA-384 or SHA-512";
        }

        var reason = $"it was made with the key {TrustedKey.NameOf(signature.KeyId)}, which is not among those trusted";
        foreach (var key in keys.Find(signature.KeyId))
        {
            reason = key.Refuse(time.GetUtcNow()) ?? Refuse(signature, content, key);
            if (reason is null)
            {
                break;
            }
        }

        return reason;
    }

    private string? Refuse(PgpSignature signature, byte[] content, TrustedKey key)
    {
        signature.InitVerify(key.Key);
        signature.Update(content);
        if (!signature.Verify())
        {
            return $"it was not made with the key {TrustedKey.NameOf(key.Key.KeyId)}, or its content was changed";
        }

        var seconds = signature.GetHashedSubPackets()?.GetSignatureExpirationTime() ?? 0;
        var ends = new DateTimeOffset(DateTime.SpecifyKind(signature.CreationTime, DateTimeKind.Utc)).AddSeconds(seconds);
        return seconds > 0 && ends <= time.GetUtcNow() ? $"it expired on {ends:yyyy-MM-dd}" : null;
    }
}

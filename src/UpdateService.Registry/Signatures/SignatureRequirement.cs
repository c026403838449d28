using UpdateService.Registry.Protocol;

namespace UpdateService.Registry.Signatures;

/// <summary>The demand that an image has a good signature: keys in a folder, and a store of signatures.</summary>
/// <param name="keyFolder">The keys; read again for each image, so that new ones count without a restart.</param>
/// <param name="store">The signatures.</param>
/// <param name="time">The clock by which keys and signatures expire.</param>
public sealed class SignatureRequirement(string keyFolder, ISignatureStore store, TimeProvider time)
{
    private const int MostTried = 9;

    /// <summary>Looks for a valid signature, number by number until there is none, as a Cluster Version Operator does.</summary>
    /// <returns>Null if one is valid; otherwise sentences that say why each is not.</returns>
    public async Task<string?> RefuseAsync(Digest image, CancellationToken cancellationToken)
    {
        var keys = SignatureKeys.Read(keyFolder);
        if (!keys.Problems.IsEmpty)
        {
            return string.Join(' ', keys.Problems);
        }

        var check = new SignatureCheck(keys, time);
        var reasons = new List<string>();
        for (var number = 1; number <= MostTried; number++)
        {
            var (isThere, reason) = await TryAsync(check, image, number, cancellationToken);
            if (!isThere)
            {
                break;
            }

            if (reason is null)
            {
                return null;
            }

            reasons.Add($"signature-{number}: {reason}.");
        }

        return reasons.Count == 0
            ? $"The image {image} has no signature in {store.Description}."
            : $"The image {image} has no good signature in {store.Description}: {string.Join(' ', reasons)}";
    }

    private async Task<(bool IsThere, string? Reason)> TryAsync(SignatureCheck check, Digest image, int number, CancellationToken cancellationToken)
    {
        try
        {
            return await store.ReadAsync(SignatureName.Of(image, number), cancellationToken) switch
            {
                null => (false, null),
                { IsEmpty: true } => (true, "it is empty"),
                { } signature => (true, check.Verify(image, signature)),
            };
        }
        catch (Exception exception) when (exception is RegistryException or IOException)
        {
            return (true, $"it cannot be read ({exception.Message.TrimEnd('.')})");
        }
    }
}

namespace UpdateService.Registry.Signatures;

/// <summary>Signatures behind an address, as <c>https://mirror.openshift.com/pub/openshift-v4/signatures/openshift/release</c> keeps them.</summary>
/// <param name="address">The base, without a slash at its end and without secrets.</param>
/// <param name="get">Reads an address with a limit; null for 404.</param>
public sealed class SignatureAddress(string address, Func<string, CancellationToken, Task<ReadOnlyMemory<byte>?>> get) : ISignatureStore
{
    /// <inheritdoc/>
    public string Description => address;

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>?> ReadAsync(SignatureName name, CancellationToken cancellationToken) => get($"{address}/{name}", cancellationToken);
}

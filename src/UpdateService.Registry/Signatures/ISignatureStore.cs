using UpdateService.Registry.Protocol;

namespace UpdateService.Registry.Signatures;

/// <summary>Where signatures of images are kept: numbered from 1 for each digest, without gaps.</summary>
public interface ISignatureStore
{
    /// <summary>Where that is, for people.</summary>
    string Description { get; }

    /// <summary>Reads one; null where there is none of that name.</summary>
    /// <exception cref="RegistryException">It cannot be told.</exception>
    /// <exception cref="IOException">It cannot be read, or is over the limit.</exception>
    Task<ReadOnlyMemory<byte>?> ReadAsync(SignatureName name, CancellationToken cancellationToken);
}

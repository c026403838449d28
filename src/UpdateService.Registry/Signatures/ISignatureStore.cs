using UpdateService.Registry.Protocol;

namespace UpdateService.Registry.Signatures;

/// <summary>Where signatures of images are kept: numbered from 1 for each digest, without gaps.</summary>
public interface ISignatureStore
{
    /// <summary>Its location in readable form.</summary>
    string Description { get; }

    /// <summary>Reads a signature; null if there is none of that name.</summary>
    /// <exception cref="RegistryException">It cannot be determined.</exception>
    /// <exception cref="IOException">It cannot be read, or is over the limit.</exception>
    Task<ReadOnlyMemory<byte>?> ReadAsync(SignatureName name, CancellationToken cancellationToken);
}

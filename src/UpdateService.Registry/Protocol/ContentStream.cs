using System.Security.Cryptography;
using UpdateService.Registry.Protocol.Transport;

namespace UpdateService.Registry.Protocol;

/// <summary>The content of an answer: checked against a digest at its end, limited to a number of bytes, or unchanged.</summary>
/// <param name="answer">The answer; disposed with this.</param>
/// <param name="digest">What the whole content must have; null: nothing is checked.</param>
/// <param name="most">How many bytes are wanted; null: all.</param>
/// <param name="traffic">Counts failures.</param>
internal sealed class ContentStream(Answer answer, Digest? digest, long? most, RegistryTraffic traffic) : ReadingStream
{
    private readonly IncrementalHash? hash = digest is null ? null : IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly long? length = answer.Length;
    private long read;
    private bool isChecked;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var wanted = most is { } limit && limit - read < buffer.Length ? buffer[..(int)(limit - read)] : buffer;
        if (wanted.IsEmpty)
        {
            return 0;
        }

        try
        {
            var count = await answer.ReadAsync(wanted, cancellationToken);
            read += count;
            hash?.AppendData(wanted.Span[..count]);
            if (hash is not null && !isChecked && (count == 0 || read == length))
            {
                Check();
            }

            return count;
        }
        catch (RegistryException exception)
        {
            traffic.CountFailure(exception.Fault);
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            hash?.Dispose();
            answer.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Check()
    {
        var actual = Digest.OfHash(hash!.GetHashAndReset());
        isChecked = true;
        if (actual != digest)
        {
            throw new RegistryException(RegistryFault.DigestMismatch, $"GET {ShownAddress.Of(answer.Address)}: the content has the digest {actual}, not {digest}.");
        }
    }
}

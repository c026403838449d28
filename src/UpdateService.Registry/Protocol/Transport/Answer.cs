using System.Buffers;
using System.Net;

namespace UpdateService.Registry.Protocol.Transport;

/// <summary>An answer whose headers were read and whose body was not. Disposing it releases its connection and its turn.</summary>
internal sealed class Answer(Inquiry inquiry, HttpResponseMessage response, TimeLimit limit, RegistryTraffic traffic, TimeProvider time) : IDisposable
{
    private const int LargestError = 16 * 1024;

    private const int FirstBuffer = 64 * 1024;

    private SemaphoreSlim? turn;
    private Stream? body;

    /// <summary>The status.</summary>
    public HttpStatusCode Status => response.StatusCode;

    /// <summary>Whether the status is 200 to 299.</summary>
    public bool IsSuccess => response.IsSuccessStatusCode;

    /// <summary>Where it came from at last.</summary>
    public Uri Address => inquiry.Address;

    /// <summary>The body's length from the header; null if there is none, and if the body is coded.</summary>
    public long? Length => ContentCoding.IsCoded(Headers("Content-Encoding")) ? null : response.Content.Headers.ContentLength;

    /// <summary>The content type without parameters; empty if there is none.</summary>
    public string MediaType
    {
        get
        {
            var value = Header("Content-Type") ?? "";
            var end = value.AsSpan().IndexOfAny(';', ',');
            return (end < 0 ? value : value[..end]).Trim();
        }
    }

    /// <summary>The position of the body's first byte in the whole, if it is a part.</summary>
    public long? RangeStart => response.Content.Headers.ContentRange?.From;

    /// <summary>The values of a header, as they were sent.</summary>
    public IEnumerable<string> Headers(string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) || response.Content.Headers.NonValidated.TryGetValues(name, out values) ? values : [];

    /// <summary>The first value of a header; null if there is none.</summary>
    public string? Header(string name) => Headers(name).FirstOrDefault();

    /// <inheritdoc/>
    public void Dispose()
    {
        body?.Dispose();
        response.Dispose();
        limit.Dispose();
        _ = Interlocked.Exchange(ref turn, null)?.Release();
    }

    /// <summary>Gives the turn back when this is disposed.</summary>
    internal void Hold(SemaphoreSlim taken) => turn = taken;

    /// <summary>
    /// Reads the next bytes of the body; 0 at its end. A server that codes it although it was asked not to is understood. Of a part of a coded
    /// body, the end is where no more of it can be decoded.
    /// </summary>
    internal async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var step = limit.BeginStep(cancellationToken);
        try
        {
            body ??= await ContentCoding.DecodeAsync(await response.Content.ReadAsStreamAsync(limit.Token), Headers("Content-Encoding"), inquiry, limit.Token);
            var count = await body.ReadAsync(buffer, limit.Token);
            traffic.CountBytes(count);
            return count;
        }
        catch (Exception exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return ContentCoding.IsDamage(exception)
                ? inquiry.FirstBytes is not null ? 0 : throw ContentCoding.Damaged(inquiry, exception)
                : throw Failure.Of(inquiry, exception);
        }
        finally
        {
            await step.DisposeAsync();
            limit.EndStep();
        }
    }

    /// <summary>Reads the whole body.</summary>
    /// <exception cref="RegistryException">It is larger than allowed, or cannot be read.</exception>
    internal async Task<byte[]> ReadAllAsync(int largest, CancellationToken cancellationToken)
    {
        if (Length > largest)
        {
            throw new RegistryException(RegistryFault.InvalidAnswer, $"{inquiry}: the answer has {Length} bytes; the limit is {largest}.");
        }

        var content = new ArrayBufferWriter<byte>((int)Math.Min(Length ?? 4096, FirstBuffer) + 1); // A length is a claim; only what comes takes room.
        while (await ReadAsync(content.GetMemory(1), cancellationToken) is var count and > 0)
        {
            content.Advance(count);
            if (content.WrittenCount > largest)
            {
                throw new RegistryException(RegistryFault.InvalidAnswer, $"{inquiry}: the answer has more than the limit of {largest} bytes.");
            }
        }

        return content.WrittenSpan.ToArray();
    }

    /// <summary>The failure that this answer's status means, with the registry's own code for it if it sends one.</summary>
    internal async Task<RegistryException> ToFailureAsync(CancellationToken cancellationToken) =>
        Failure.OfStatus(inquiry, Status, ErrorBody.Read(await ReadErrorAsync(cancellationToken)), Transport.RetryAfter.Read(Header("Retry-After"), time));

    private async Task<byte[]> ReadErrorAsync(CancellationToken cancellationToken)
    {
        try
        {
            return inquiry.Method == HttpMethod.Head ? [] : await ReadAllAsync(LargestError, cancellationToken);
        }
        catch (RegistryException)
        {
            return [];
        }
    }
}

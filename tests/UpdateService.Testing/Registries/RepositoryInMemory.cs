using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using UpdateService.Registry;
using UpdateService.Registry.Protocol;

namespace UpdateService.Testing.Registries;

/// <summary>A repository in memory that counts what is asked of it, and fails where a test says so.</summary>
public sealed class RepositoryInMemory : IRepository
{
    private readonly ConcurrentDictionary<string, ManifestContent> manifests = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Digest, ReadOnlyMemory<byte>> blobs = new();
    private long bytes;

    /// <inheritdoc/>
    public RepositoryName Name { get; init; } = new("registry.example:5000", "openshift/release-images");

    /// <summary>What tags name, in the order in which they are listed.</summary>
    public OrderedDictionary<string, Digest> Tags { get; private set; } = [];

    /// <summary>What was asked: the call and its subject, such as <c>resolve 4.16.1</c>.</summary>
    public ConcurrentQueue<string> Calls { get; } = [];

    /// <summary>The bytes of blobs that were handed out.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>Throws for a call that is to fail: <c>list</c>, <c>resolve tag</c>, <c>manifest reference</c>, <c>blob digest</c>.</summary>
    public Func<string, Exception?> Fault { get; set; } = _ => null;

    /// <summary>Changes the bytes of a blob as they are handed out.</summary>
    public Func<Digest, ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> Tamper { get; set; } = (_, content) => content;

    /// <summary>Whether the list has a tag: it may be cut short.</summary>
    public Predicate<string> IsListed { get; set; } = _ => true;

    /// <summary>Waits before each answer.</summary>
    public Func<string, CancellationToken, Task> Wait { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Puts an image under a tag, in place of another.</summary>
    public RepositoryInMemory Push(string tag, ImageSketch image)
    {
        foreach (var manifest in image.Shards.Add(image.Manifest))
        {
            manifests[manifest.Digest.ToString()] = manifest;
        }

        foreach (var (digest, content) in image.Blobs)
        {
            blobs[digest] = content;
        }

        Tags[tag] = image.Digest;
        return this;
    }

    /// <summary>Takes a tag away.</summary>
    public void Untag(string tag)
    {
        var others = new OrderedDictionary<string, Digest>(Tags);
        _ = others.Remove(tag);
        Tags = others; // A list that is being read goes on with the tags it had.
    }

    /// <summary>Lists the tags in another order.</summary>
    public void Reorder(Func<string, int> rank) => Tags = new(Tags.OrderBy(entry => rank(entry.Key)));

    /// <summary>Takes a manifest or blob away.</summary>
    public void Remove(Digest digest)
    {
        _ = manifests.TryRemove(digest.ToString(), out _);
        _ = blobs.TryRemove(digest, out _);
    }

    /// <summary>How many calls begin with a word.</summary>
    public int Count(string call) => Calls.Count(entry => entry.StartsWith(call, StringComparison.Ordinal));

    /// <summary>Forgets what was counted.</summary>
    public void ResetCounts()
    {
        Calls.Clear();
        Interlocked.Exchange(ref bytes, 0);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListTagsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await CallAsync("list", cancellationToken);
        foreach (var (tag, _) in Tags)
        {
            if (Fault("list " + tag) is { } fault)
            {
                throw fault;
            }

            if (IsListed(tag))
            {
                yield return tag;
            }
        }
    }

    /// <inheritdoc/>
    public async Task<Digest?> ResolveAsync(string tag, CancellationToken cancellationToken)
    {
        await CallAsync("resolve " + tag, cancellationToken);
        return Find(tag);
    }

    /// <inheritdoc/>
    public async Task<ManifestContent?> ReadManifestAsync(string reference, CancellationToken cancellationToken)
    {
        await CallAsync("manifest " + reference, cancellationToken);
        return manifests.GetValueOrDefault(Find(reference)?.ToString() ?? reference);
    }

    /// <inheritdoc/>
    public async Task<Stream> OpenBlobAsync(Digest digest, long? firstBytes, CancellationToken cancellationToken)
    {
        await CallAsync($"{(firstBytes is null ? "blob" : "peek")} {digest}", cancellationToken);
        if (!blobs.TryGetValue(digest, out var content))
        {
            throw new RegistryException(RegistryFault.NotFound, $"{Name} has no blob {digest}.");
        }

        content = Tamper(digest, content);
        return new HandedOut(
            content[..(int)Math.Min(content.Length, firstBytes ?? content.Length)],
            firstBytes is null && Digest.Of(content.Span) != digest,
            count => Interlocked.Add(ref bytes, count));
    }

    private Digest? Find(string tag) => Tags.GetValueOrDefault(tag);

    private async Task CallAsync(string call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Calls.Enqueue(call);
        await Wait(call, cancellationToken);
        if (Fault(call) is { } fault)
        {
            throw fault;
        }
    }

    private sealed class HandedOut(ReadOnlyMemory<byte> content, bool isFalse, Action<int> count) : Stream
    {
        private int place;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => place; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var taken = Math.Min(buffer.Length, content.Length - place);
            if (taken == 0 && isFalse && buffer.Length > 0)
            {
                throw new RegistryException(RegistryFault.DigestMismatch, "The blob's bytes are not those of its digest.");
            }

            content.Span.Slice(place, taken).CopyTo(buffer);
            place += taken;
            count(taken);
            return taken;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Read(buffer.Span));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

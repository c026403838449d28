using System.Collections.Concurrent;
using UpdateService.Registry.Keeping;
using UpdateService.Registry.Payloads;
using UpdateService.Registry.Protocol;

namespace UpdateService.Registry.Scraping;

/// <summary>Reads tags within one scrape, several at once; what several tags name is read once.</summary>
internal sealed class TagReader(IRepository repository, RepositoryMemory memory, PayloadReader payloads, CancellationToken stop)
{
    private readonly ConcurrentDictionary<Digest, Lazy<Task<PayloadReading>>> flights = new();
    private readonly int troubles = memory.Trouble.Count;
    private int hits;
    private int read;

    /// <summary>Tags whose digest was known.</summary>
    public int Hits => hits;

    /// <summary>Digests that were read.</summary>
    public int Read => read;

    /// <summary>Reads one. It does not throw.</summary>
    public async Task<TagOutcome> ReadAsync(string tag)
    {
        Digest? digest = null;
        try
        {
            ManifestContent? manifest = null;
            if (memory.Tags.ContainsKey(tag))
            {
                digest = await repository.ResolveAsync(tag, stop);
            }
            else
            {
                // A new tag's manifest is needed anyway, unless another tag names the same: one request instead of two.
                manifest = await repository.ReadManifestAsync(tag, stop);
                digest = manifest?.Digest;
            }

            return digest is null ? TagOutcome.Gone : new TagOutcome { Digest = digest, Reading = await FindAsync(digest, manifest) };
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            return TagOutcome.Unreached;
        }
        catch (Exception exception)
        {
            return TagOutcome.Of(exception, digest);
        }
    }

    private async Task<PayloadReading> FindAsync(Digest digest, ManifestContent? manifest)
    {
        var known = memory.Find(digest);
        if (known is not null && !IsOwed(known))
        {
            _ = Interlocked.Increment(ref hits);
            return known;
        }

        var flight = flights.GetOrAdd(digest, key => new Lazy<Task<PayloadReading>>(() => ReadOnceAsync(key, manifest)));
        var reading = await WaitAsync(flight.Value, known);
        if (reading.IsCertain)
        {
            _ = flights.TryRemove(digest, out _); // The memory has it.
        }

        return reading;
    }

    /// <summary>
    /// Whether the list of component images was read, and the disk did not take it. A disk that still fails is not tried with one
    /// list after another.
    /// </summary>
    private bool IsOwed(PayloadReading known) =>
        known.Facts is { LacksImageReferences: true } && !memory.IsUnsaved && memory.Trouble.Count == troubles;

    /// <summary>What is known stays known, where reading it again fails.</summary>
    private static async Task<PayloadReading> WaitAsync(Task<PayloadReading> flight, PayloadReading? known)
    {
        try
        {
            return await flight;
        }
        catch (Exception) when (known is not null)
        {
            return known;
        }
    }

    private async Task<PayloadReading> ReadOnceAsync(Digest digest, ManifestContent? manifest)
    {
        if (memory.Find(digest) is { } known && !IsOwed(known))
        {
            return known; // Another tag was faster, between the look into the memory and this.
        }

        manifest ??= await repository.ReadManifestAsync(digest.ToString(), stop)
            ?? throw new RegistryException(RegistryFault.NotFound, $"The tag names {digest}, and the registry does not have it.");
        var reading = await payloads.ReadAsync(manifest, stop);
        _ = Interlocked.Increment(ref read);
        if (!memory.HasRoomFor(reading))
        {
            return new PayloadReading(digest, PayloadKind.Defect, "the metadata and lists of all images of the repository together are over the limit of 64 MiB") { IsCertain = false };
        }

        memory.Add(reading);
        return reading;
    }
}

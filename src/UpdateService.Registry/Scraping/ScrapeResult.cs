using System.Collections.Immutable;

namespace UpdateService.Registry.Scraping;

/// <summary>The result of a scrape.</summary>
/// <param name="Releases">
/// By version, architecture and digest; one for each digest. An unchanged repository returns the same array again.
/// </param>
/// <param name="Problems">In their order, the same for the same failures.</param>
/// <param name="IsComplete">
/// Whether every tag of the repository was read at least once, now or at a time that is remembered; a tag that is new since
/// then and fails does not change it. The first graph of all must not be made from anything less, since a cluster whose
/// version is missing loses its updates.
/// </param>
/// <param name="Counts">For metrics and the log.</param>
public sealed record ScrapeResult(ImmutableArray<Release> Releases, ImmutableArray<Problem> Problems, bool IsComplete, ScrapeCounts Counts);

/// <summary>Numbers of one scrape.</summary>
public sealed record ScrapeCounts
{
    /// <summary>Tags that were listed, without the skipped ones.</summary>
    public int Tags { get; init; }

    /// <summary>Tags that were left out by their name.</summary>
    public int Skipped { get; init; }

    /// <summary>Releases in the result.</summary>
    public int Releases { get; init; }

    /// <summary>Tags of something that is no release.</summary>
    public int Foreign { get; init; }

    /// <summary>Tags of a part of a release for several architectures.</summary>
    public int Shards { get; init; }

    /// <summary>Tags of an image that is broken in itself.</summary>
    public int Defects { get; init; }

    /// <summary>Tags whose digest was known, so that nothing was downloaded.</summary>
    public int Hits { get; init; }

    /// <summary>Digests that were read from the registry.</summary>
    public int Read { get; init; }

    /// <summary>Tags that could not be read this time.</summary>
    public int Failed { get; init; }

    /// <summary>Tags whose last known release stays although they were not read.</summary>
    public int Carried { get; init; }

    /// <summary>Tags that could not be read and may be unknown releases; part of <see cref="Failed"/>.</summary>
    public int Missing { get; init; }

    /// <summary>Tags that are gone since the last scrape.</summary>
    public int Gone { get; init; }

    /// <summary>Lines on disk that were damaged when they were opened, and were read again from the registry.</summary>
    public int DamagedLines { get; init; }

    /// <summary>How often the disk failed since the start.</summary>
    public int DiskFailures { get; init; }
}

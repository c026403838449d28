using System.Runtime.CompilerServices;
using UpdateService.Registry.Protocol;

namespace UpdateService.Registry.Scraping;

/// <summary>The tags of a repository, one at a time, each once. A failure ends them, and is remembered.</summary>
internal sealed class TagListing(IRepository repository)
{
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    /// <summary>Why the list could not be read to its end; null if it was.</summary>
    public string? Failure { get; private set; } = "The list of tags was not read.";

    /// <summary>Tags that were left out by their name.</summary>
    public int Skipped { get; private set; }

    /// <summary>Tags so far.</summary>
    public int Count => seen.Count;

    /// <summary>Whether the tag is in the list, as far as it was read.</summary>
    public bool Contains(string tag) => seen.Contains(tag);

    /// <summary>Lists. It does not throw.</summary>
    public async IAsyncEnumerable<string> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var tags = repository.ListTagsAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await MoveAsync(tags))
        {
            if (TagName.IsSkipped(tags.Current))
            {
                Skipped++;
            }
            else if (seen.Add(tags.Current))
            {
                yield return tags.Current;
            }
        }
    }

    private async ValueTask<bool> MoveAsync(IAsyncEnumerator<string> tags)
    {
        try
        {
            if (await tags.MoveNextAsync())
            {
                return true;
            }

            Failure = null;
        }
        catch (Exception exception)
        {
            Failure = TagOutcome.Sentence(exception);
        }

        return false;
    }
}

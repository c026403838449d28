using UpdateService.Registry.Protocol.Transport;

namespace UpdateService.Registry.Protocol.Tags;

/// <summary>
/// The way through the pages of one list of tags. It ends only if the registry says so, or if nothing shows that there is more; a page that
/// comes again, a link that cannot be followed and a list without end are errors.
/// </summary>
/// <param name="list">The address of the list.</param>
/// <param name="takesSize">Whether the registry takes a page size.</param>
internal sealed class TagWalk(Uri list, bool takesSize)
{
    private const int MostPages = 10_000;

    /// <summary>The largest public repository of releases has some ten thousand.</summary>
    private const int MostTags = 1_000_000;

    /// <summary>Registries cut pages at numbers such as 50, 100 or 250.</summary>
    private const int RoundNumber = 10;

    private readonly HashSet<string> asked = new(StringComparer.Ordinal);
    private readonly HashSet<(int Entries, long Print)> pages = [];
    private int entries;
    private int usualEntries;
    private bool isPlainTried;

    /// <summary>The query of the page to ask for; null at the end.</summary>
    public string? Query { get; private set; } = takesSize ? TagQuery.First : TagQuery.Plain;

    /// <summary>Whether the page is asked for only to see if there is one: a registry that refuses the question has none.</summary>
    public bool IsProbe { get; private set; }

    /// <summary>Whether the registry takes a page size, as far as is known.</summary>
    public bool TakesSize { get; private set; } = takesSize;

    /// <summary>The address of the page to ask for.</summary>
    public Uri Address => new(list, Query);

    /// <summary>Takes the page that was asked for; null if the registry refused a probe.</summary>
    /// <param name="page">The page.</param>
    /// <param name="hadSize">Whether the page was got by the query as it was, not by the one without a size.</param>
    /// <returns>The tags that count.</returns>
    /// <exception cref="RegistryException">The list has no end, or its next page cannot be found.</exception>
    public IEnumerable<string> Take(TagPage? page, bool hadSize)
    {
        var query = Query!;
        TakesSize &= hadSize;
        Query = null;
        if (page is null)
        {
            return [];
        }

        entries += page.Entries;
        if (entries > MostTags)
        {
            throw Invalid($"there are more than the limit of {MostTags} tags");
        }

        if (!asked.Add(query) || asked.Count > MostPages)
        {
            throw Invalid("the pages of tags have no end");
        }

        var isRepeated = page.Entries > 0 && !pages.Add((page.Entries, page.Print));
        if (page.Link is not null)
        {
            Follow(page, isRepeated);
        }
        else if (isRepeated)
        {
            AskPlainly();
        }
        else
        {
            Guess(page);
        }

        return isRepeated ? [] : page.Tags;
    }

    private void Follow(TagPage page, bool isRepeated)
    {
        var next = TagQuery.OfLink(page.NextQuery(Address));
        if (isRepeated || asked.Contains(next))
        {
            throw Invalid("the pages of tags have no end: the same page comes again");
        }

        (Query, IsProbe) = (next, false);
    }

    /// <summary>
    /// The registry does not know <c>last</c>: what it gave may be the whole list, or its first thousand. Asked without a query it gives all
    /// that it has.
    /// </summary>
    private void AskPlainly()
    {
        if (!isPlainTried && !asked.Contains(TagQuery.Plain))
        {
            (isPlainTried, Query, IsProbe) = (true, TagQuery.Plain, true);
        }
    }

    /// <summary>
    /// Without a link, a page may still be one of many: a full one, one of a registry that takes no size, or one of a round number of tags.
    /// Later pages are followed as long as they have as many tags as the first.
    /// </summary>
    private void Guess(TagPage page)
    {
        if (page.Names.IsEmpty || isPlainTried)
        {
            return;
        }

        var isFirst = asked.Count == 1;
        usualEntries = isFirst ? page.Entries : usualEntries;
        var isFull = page.Entries == TagQuery.Size && TakesSize;
        var mayBeCut = isFirst ? !TakesSize || page.Entries % RoundNumber == 0 : page.Entries == usualEntries;
        if (isFull || mayBeCut)
        {
            (Query, IsProbe) = (TagQuery.After(page.Tags.Last(), TakesSize), !isFull);
        }
    }

    private RegistryException Invalid(string what) => new(RegistryFault.InvalidAnswer, $"GET {ShownAddress.Of(list)}: {what}.");
}

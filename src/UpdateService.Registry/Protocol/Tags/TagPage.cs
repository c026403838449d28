using System.Buffers;
using System.Text.Json;
using UpdateService.Registry.Protocol.Transport;

namespace UpdateService.Registry.Protocol.Tags;

/// <summary>A page of a repository's tags: <see href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-tags"/>.</summary>
/// <param name="Names">The tags' names, a line break after each.</param>
/// <param name="Entries">How many entries the page had, spelled as tags or not.</param>
/// <param name="Link">The address of the next page, as the registry sends it; null if it sends none.</param>
internal sealed record TagPage(ReadOnlyMemory<byte> Names, int Entries, string? Link)
{
    private const int Window = 64 * 1024;
    private const int LargestPage = 64 * 1024 * 1024;

    /// <summary>The tags, in the registry's order.</summary>
    public IEnumerable<string> Tags => TagListReader.Split(Names);

    /// <summary>A number that is equal for pages with the same tags, in any order.</summary>
    public long Print => Tags.Sum(static tag => (long)string.GetHashCode(tag, StringComparison.Ordinal));

    /// <summary>
    /// The query of the next page. Only the query of a link counts, and the page is asked where this one was: registries do not know by
    /// which name they are asked, and get the rest wrong.
    /// </summary>
    /// <exception cref="RegistryException">The link names no page.</exception>
    public string NextQuery(Uri page) => Uri.TryCreate(page, Link, out var target) && target.Scheme is "http" or "https" && target.Query.Length > 1
        ? target.Query
        : throw NoPage(page);

    /// <summary>Reads a page.</summary>
    /// <exception cref="RegistryException">It cannot be read, or is no page of tags.</exception>
    internal static async Task<TagPage> ReadAsync(Answer answer, CancellationToken cancellationToken)
    {
        var reader = new TagListReader();
        var window = ArrayPool<byte>.Shared.Rent(Window);
        try
        {
            await ReadAsync(answer, reader, window, cancellationToken);
        }
        catch (JsonException)
        {
            throw Invalid(answer, "is no list of tags");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(window);
        }

        return reader.HasTags
            ? new TagPage(reader.Names, reader.Entries, ReadLink(answer))
            : throw Invalid(answer, "is no list of tags");
    }

    private static string? ReadLink(Answer answer)
    {
        try
        {
            return LinkHeader.Next(answer.Headers("Link"));
        }
        catch (FormatException)
        {
            throw NoPage(answer.Address);
        }
    }

    private static RegistryException NoPage(Uri page) => new(
        RegistryFault.InvalidAnswer,
        $"GET {ShownAddress.Of(page)}: the list of tags is not whole: the link to its next page (Link) cannot be understood.");

    private static async Task ReadAsync(Answer answer, TagListReader reader, byte[] window, CancellationToken cancellationToken)
    {
        var total = 0L;
        for (var filled = 0; ;)
        {
            var count = await answer.ReadAsync(window.AsMemory(filled), cancellationToken);
            total += count;
            filled += count;
            var used = reader.Read(window.AsSpan(0, filled), isLast: count == 0);
            if (count == 0)
            {
                return;
            }

            window.AsSpan(used, filled - used).CopyTo(window);
            filled -= used;
            if (filled == window.Length || total > LargestPage)
            {
                throw Invalid(answer, $"is over the limit of {LargestPage} bytes, or one text in it over {window.Length}");
            }
        }
    }

    private static RegistryException Invalid(Answer answer, string what) =>
        new(RegistryFault.InvalidAnswer, $"GET {ShownAddress.Of(answer.Address)}: the answer {what}.");
}

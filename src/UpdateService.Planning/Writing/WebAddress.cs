namespace UpdateService.Planning.Writing;

/// <summary>Addresses in other people's texts: which of them a page may make a link of.</summary>
public static class WebAddress
{
    /// <summary>
    /// Whether the text is an absolute <c>http:</c> or <c>https:</c> address and nothing else; what a browser would run, such as
    /// <c>javascript:</c>, is none.
    /// </summary>
    public static bool IsLink(string? address) =>
        address is not null
        && !address.AsSpan().ContainsAnyInRange('\0', ' ')
        && Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && uri.Host.Length > 0;
}

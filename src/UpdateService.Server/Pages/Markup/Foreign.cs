using UpdateService.Planning.Writing;

namespace UpdateService.Server.Pages.Markup;

/// <summary>External texts and addresses on a page: inert, on one line, and unable to reverse the direction of the text next to them.</summary>
internal static class Foreign
{
    /// <summary>A text.</summary>
    public static Html Text(string words) => Html.Of($"<bdi>{PlainText.Of(words)}</bdi>");

    /// <summary>An address: a link if a browser may follow it, otherwise its text.</summary>
    /// <param name="address">As it was written.</param>
    /// <param name="words">The text of the link; null for the address itself.</param>
    public static Html Link(string address, string? words = null) => WebAddress.IsLink(address)
        ? Html.Of($"<a class=\"outside\" href=\"{address}\" rel=\"noreferrer noopener\"><bdi>{PlainText.Of(words ?? address)}</bdi></a>")
        : Text(address);
}

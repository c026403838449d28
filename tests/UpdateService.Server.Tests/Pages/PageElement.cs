using System.Text;
using System.Text.RegularExpressions;

namespace UpdateService.Server.Tests.Pages;

/// <summary>An element of a page; its root is the page itself.</summary>
internal sealed partial class PageElement(string name, IReadOnlyDictionary<string, string> attributes, PageElement? parent)
{
    private readonly StringBuilder words = new();
    private readonly List<PageElement> children = [];

    /// <summary>In small letters, but for SVG's.</summary>
    public string Name => name;

    /// <summary>As a browser reads them.</summary>
    public IReadOnlyDictionary<string, string> Attributes => attributes;

    /// <summary>Null for the page.</summary>
    public PageElement? Parent => parent;

    /// <summary>In order.</summary>
    public IReadOnlyList<PageElement> Children => children;

    /// <summary>All below it, in order.</summary>
    public IEnumerable<PageElement> All => children.SelectMany(child => child.All.Prepend(child));

    /// <summary>All that it is in, from the inside.</summary>
    public IEnumerable<PageElement> Around => parent is null ? [] : parent.Around.Prepend(parent);

    /// <summary>What it says, with single spaces.</summary>
    public string Text => Spaces().Replace(words.ToString(), " ").Trim();

    /// <summary>Where its links lead.</summary>
    public IEnumerable<string> Links => Find("a").Select(link => link["href"]!);

    /// <summary>An attribute; null where it is absent.</summary>
    public string? this[string attribute] => attributes.GetValueOrDefault(attribute);

    /// <summary>A new element in it.</summary>
    public PageElement Add(string child, IReadOnlyDictionary<string, string> itsAttributes)
    {
        children.Add(new PageElement(child, itsAttributes, this));
        return children[^1];
    }

    /// <summary>More text in it.</summary>
    public void Say(string text)
    {
        _ = words.Append(text);
        parent?.Say(text);
    }

    /// <summary>The elements of a name, and of a class where one is named.</summary>
    public IEnumerable<PageElement> Find(string element, string? style = null) => All.Where(each => each.Is(element, style));

    /// <summary>The only such element.</summary>
    public PageElement One(string element, string? style = null) => Assert.Single(Find(element, style));

    /// <summary>The only link that says so.</summary>
    public string LinkTo(string text) => Assert.Single(Find("a"), link => link.Text == text)["href"]!;

    /// <summary>The value of the only field of that name.</summary>
    public string? Field(string field)
    {
        var found = Assert.Single(All, each => each.Name is "input" or "select" && each["name"] == field);
        return found.Name == "input" ? found["value"] : found.Find("option").SingleOrDefault(option => option["selected"] is not null)?["value"];
    }

    /// <inheritdoc/>
    public override string ToString() => $"<{name}{string.Concat(attributes.Select(pair => $" {pair.Key}=\"{pair.Value}\""))}>";

    private bool Is(string element, string? style) => name == element && (style is null || (this["class"] ?? "").Split(' ').Contains(style, StringComparer.Ordinal));

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Spaces();
}

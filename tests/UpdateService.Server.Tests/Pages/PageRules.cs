namespace UpdateService.Server.Tests.Pages;

/// <summary>What holds for every page and every part of one, whatever it shows.</summary>
internal static class PageRules
{
    private static readonly HashSet<string> Blocks =
    [
        "p", "ul", "ol", "dl", "div", "table", "section", "figure", "form", "fieldset", "details", "h1", "h2", "h3", "h4", "header", "footer", "main", "nav",
    ];

    /// <summary>Checks a whole page.</summary>
    public static void Check(PageElement page)
    {
        Assert.Equal(["html"], page.Children.Select(child => child.Name));
        Assert.Equal("en", page.One("html")["lang"]);
        _ = page.One("h1");
        _ = page.One("main");
        Assert.NotEmpty(page.One("head").One("title").Text);
        CheckPart(page);
        var ids = page.All.Select(element => element["id"]).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var element in page.All)
        {
            Assert.True(element["href"] is not ['#', .. var target] || ids.Contains(target), $"{element} leads nowhere.");
            Assert.True(element["for"] is not { } field || ids.Contains(field), $"{element} is of no field.");
            Assert.True(element["list"] is not { } list || ids.Contains(list), $"{element} has no list.");
        }
    }

    /// <summary>Checks what holds for parts as well.</summary>
    public static void CheckPart(PageElement part)
    {
        var ids = part.All.Select(element => element["id"]).OfType<string>().ToList();
        Assert.Equal(ids.Distinct(StringComparer.Ordinal), ids);
        Assert.All(ids, id => Assert.DoesNotContain(id, char.IsWhiteSpace));
        foreach (var element in part.All)
        {
            CheckInert(element);
            CheckPlace(element);
            Assert.True(element.Name is not ("input" or "select") || IsLabelled(element, part), $"{element} has no label.");
        }
    }

    /// <summary>Nothing on a page acts but the one script, nothing has a style of its own, and links lead to this service or are marked.</summary>
    private static void CheckInert(PageElement element)
    {
        Assert.DoesNotContain(element.Attributes.Keys, key => key == "style" || key.StartsWith("on", StringComparison.OrdinalIgnoreCase) || key is "srcdoc" or "http-equiv");
        Assert.True(element.Name is not ("style" or "iframe" or "object" or "embed" or "base" or "img"), $"{element} is not allowed.");
        Assert.True(element.Name != "script" || (element["src"]!.Split('/') is ["", .., "assets", _, "planner.js"] && element.Text.Length == 0), $"{element} is a script of its own.");
        foreach (var address in (string?[])[element["href"], element["src"], element["action"], element["data-source"], element["data-plan"]])
        {
            var isHere = address is null or ['#', ..] or ['/'] or ['/', not '/' and not '\\', ..];
            Assert.True(
                isHere || (element["class"] == "outside" && element["rel"] == "noreferrer noopener" && (address!.StartsWith("https://", StringComparison.Ordinal) || address.StartsWith("http://", StringComparison.Ordinal))),
                $"{element} leads elsewhere.");
        }
    }

    /// <summary>What a browser's parser would move to another place.</summary>
    private static void CheckPlace(PageElement element)
    {
        var within = element.Parent!.Name;
        Assert.False(Blocks.Contains(element.Name) && element.Around.Any(each => each.Name == "p"), $"{element} ends the paragraph that it is in.");
        Assert.False(element.Name == "a" && element.Around.Any(each => each.Name is "a" or "button"), $"{element} is a link in a link.");
        Assert.True(within is not ("ul" or "ol") || element.Name == "li", $"{element} is in a list.");
        Assert.True(element.Name != "li" || within is "ul" or "ol", $"{element} is in no list.");
        Assert.True(within != "dl" || element.Name == "div", $"{element} is in a list of facts.");
        Assert.True(within != "tr" || element.Name is "th" or "td", $"{element} is in a row.");
        Assert.True(element.Name != "th" || element["scope"] is "col" or "row", $"{element} is the head of nothing.");
        Assert.True(element.Name != "table" || element.Children[0].Name == "caption", $"{element} has no caption.");
        Assert.True(element.Name != "details" || element.Children[0].Name == "summary", $"{element} has no summary.");
        Assert.True(element.Name != "svg" || element["aria-hidden"] == "true" || (element["role"] == (element.Find("a").Any() ? "group" : "img") && element.Children[0].Name == "title"), $"{element} has no name, or hides its links.");
    }

    private static bool IsLabelled(PageElement field, PageElement page) =>
        field["type"] == "hidden" || field.Around.Any(each => each.Name == "label") || page.Find("label").Any(label => label["for"] == field["id"]);
}

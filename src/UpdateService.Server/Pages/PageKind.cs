using System.Collections.Immutable;
using UpdateService.Planning.Questions;
using UpdateService.Server.Plans;

namespace UpdateService.Server.Pages;

/// <summary>The pages of the planner.</summary>
internal enum PageKind
{
    /// <summary>An introduction, the channels, and the state of the service.</summary>
    Start,

    /// <summary>The path from one version to another.</summary>
    Plan,

    /// <summary>What a cluster should do next.</summary>
    Recommended,

    /// <summary>A channel.</summary>
    Channel,

    /// <summary>A release.</summary>
    Release,

    /// <summary>All updates of a channel.</summary>
    Matrix,

    /// <summary>Two channels, or two revisions.</summary>
    Compare,
}

/// <summary>The addresses of pages.</summary>
internal static class PagePaths
{
    public const string Start = "/";
    public const string Plan = "/plan";
    public const string Recommended = "/recommended";
    public const string Channels = "/channels/";
    public const string Releases = "/releases/";
    public const string Matrix = "/matrix";
    public const string Compare = "/compare";

    /// <summary>Values of the page, not of the query.</summary>
    private static readonly string[] Own = [ComparePage.Before, ComparePage.After, ChannelPage.Focus];

    /// <summary>Complete addresses and their pages; the last two are those of Red Hat's hosted tool.</summary>
    public static ImmutableArray<(string Path, PageKind Kind)> Exact { get; } =
    [
        (Start, PageKind.Start),
        (Plan, PageKind.Plan),
        (Recommended, PageKind.Recommended),
        (Matrix, PageKind.Matrix),
        (Compare, PageKind.Compare),
        ("/update_path", PageKind.Plan),
        ("/update_channel", PageKind.Channel),
    ];

    /// <summary>Addresses that end in a name.</summary>
    public static ImmutableArray<(string Prefix, PageKind Kind)> Below { get; } =
    [
        (Channels, PageKind.Channel),
        (Releases, PageKind.Release),
    ];

    /// <summary>The query that the page's address answers for clients that do not want HTML.</summary>
    public static QuestionKind Question(this PageKind kind) => kind switch
    {
        PageKind.Plan => QuestionKind.Path,
        PageKind.Recommended => QuestionKind.Recommended,
        PageKind.Channel => QuestionKind.Releases,
        PageKind.Release => QuestionKind.Release,
        PageKind.Matrix => QuestionKind.Matrix,
        PageKind.Compare => QuestionKind.Comparison,
        _ => QuestionKind.Channels,
    };

    /// <summary>The page's address with its values, as this service writes it.</summary>
    public static string Address(this PageKind kind, RequestQuery query, PageLinks links)
    {
        var values = query.Parameters;
        var path = kind switch
        {
            PageKind.Plan => Plan,
            PageKind.Recommended => Recommended,
            PageKind.Channel => Channels + Uri.EscapeDataString(values["channel"] ?? ""),
            PageKind.Release => Releases + Uri.EscapeDataString(values["version"] ?? ""),
            PageKind.Matrix => Matrix,
            PageKind.Compare => Compare,
            _ => Start,
        };
        var inPath = kind.NameInPath();
        return links.To(path, [.. values.All.Where(pair => pair.Key is not ("arch" or "format") && pair.Key != inPath).Select(pair => (pair.Key, (string?)pair.Value)), .. Own.Select(name => (name, query[name]))]);
    }

    /// <summary>The parameter that is in the page's path; null if there is none.</summary>
    public static string? NameInPath(this PageKind kind) => kind switch
    {
        PageKind.Channel => "channel",
        PageKind.Release => "version",
        _ => null,
    };
}

using System.Collections.Frozen;
using System.Collections.Immutable;

namespace UpdateService.Planning.Questions;

/// <summary>The names of values in a query.</summary>
internal static class ParameterNames
{
    public const string From = "from";
    public const string To = "to";
    public const string Version = "version";
    public const string Architecture = "arch";
    public const string Channel = "channel";
    public const string CurrentChannel = "currentChannel";
    public const string With = "with";
    public const string Accept = "accept";
    public const string Avoid = "avoid";
    public const string Via = "via";
    public const string Alternatives = "alternatives";
    public const string Format = "format";
    public const string All = "all";

    private const int LongEnoughForTwo = 4;
    private const int ShortestBeginning = 3;

    /// <summary>Names that are allowed besides those of queries: the revision is selected before a planner is.</summary>
    private static readonly ImmutableArray<string> Foreign = ["revision", "is_show_hot_fix"];

    private static readonly ImmutableArray<string> Own = [From, To, Version, Architecture, Channel, CurrentChannel, With, Accept, Avoid, Via, Alternatives, Format, All];

    /// <summary>The names that Red Hat's hosted tool has in its addresses.</summary>
    /// <seealso href="https://access.redhat.com/labs/ocpupgradegraph/update_path"/>
    public static readonly FrozenDictionary<string, string> OfHostedTool = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["current_ocp_version"] = From,
        ["target_ocp_version"] = To,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names of the values that a kind of question looks at.</summary>
    public static ImmutableArray<string> Of(QuestionKind kind) => kind switch
    {
        QuestionKind.Path => [From, To, Architecture, Channel, CurrentChannel, Accept, Avoid, Via, Alternatives],
        QuestionKind.Recommended => [Version, Architecture, Channel, Accept],
        QuestionKind.Explain => [From, To, Architecture, Channel, Accept],
        QuestionKind.Channels => [Architecture],
        QuestionKind.Release => [Version, Architecture],
        QuestionKind.Comparison => [Channel, With, Architecture],
        _ => [Channel, Architecture],
    };

    /// <summary>Whether several values of the name make one list.</summary>
    public static bool IsList(string name) => name is Accept or Avoid or Via;

    /// <summary>The name in the spelling used here; null if a query has no such value.</summary>
    public static string? Find(string name) => Own.FirstOrDefault(own => string.Equals(own, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// The known name that an unknown one was meant to be, or null: what nobody here knows may be anybody's, but a slip of the
    /// pen would silently give the answer to another question. <see cref="All"/> changes only how much is written, and is too short to be near.
    /// </summary>
    public static string? Meant(string unknown) => Foreign.Contains(unknown, StringComparer.OrdinalIgnoreCase)
        ? null
        : Own.Where(name => name != All).Concat(Foreign).Concat(OfHostedTool.Keys.Order(StringComparer.Ordinal)).Where(name => IsSlip(unknown, name)).MinBy(name => NearNames.Changes(unknown, name));

    private static bool IsSlip(string unknown, string name) =>
        NearNames.Changes(unknown, name) <= (name.Length < LongEnoughForTwo ? 1 : 2)
        || (unknown.Length >= ShortestBeginning && name.StartsWith(unknown, StringComparison.OrdinalIgnoreCase))
        || (name.Length >= LongEnoughForTwo && unknown.StartsWith(name, StringComparison.OrdinalIgnoreCase));
}

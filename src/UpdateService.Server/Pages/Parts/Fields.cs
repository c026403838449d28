using System.Collections.Immutable;
using UpdateService.Planning;
using UpdateService.Server.Pages.Markup;

namespace UpdateService.Server.Pages.Parts;

/// <summary>The fields of forms. Their names are those of the planner's questions, so that a form's address asks its question.</summary>
internal static class Fields
{
    /// <summary>A form whose answer is the page itself.</summary>
    /// <param name="path">The page.</param>
    /// <param name="links">What the form keeps.</param>
    /// <param name="fields">Its fields.</param>
    /// <param name="verb">What its button says.</param>
    public static Html Form(string path, PageLinks links, Html fields, string verb) => Html.Of($"""
        <form class="question" action="{links.Bare(path)}" method="get" data-live>
        {fields}
        {Hidden("revision", links.Revision)}
        <p class="send"><button>{verb}</button></p>
        </form>
        """);

    /// <summary>A version that is typed.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="label">What it asks for.</param>
    /// <param name="value">What was typed.</param>
    /// <param name="hint">An example.</param>
    /// <param name="suggestions">Versions to choose from.</param>
    public static Html Version(string name, string label, string? value, string hint, IEnumerable<string> suggestions) => Html.Of($"""
        <p class="field"><label for="{name}">{label}</label>
        <input id="{name}" name="{name}" value="{value}" placeholder="{hint}" list="{name}-versions" autocomplete="off" spellcheck="false" size="14">
        <datalist id="{name}-versions" data-part="{name}-versions">{suggestions.Select(version => Html.Of($"<option value=\"{version}\">"))}</datalist></p>

        """);

    /// <summary>Words that are typed.</summary>
    public static Html Words(string name, string label, string? value, string hint) => Html.Of($"""
        <p class="field"><label for="{name}">{label}</label>
        <input id="{name}" name="{name}" value="{value}" placeholder="{hint}" autocomplete="off" spellcheck="false"></p>

        """);

    /// <summary>A choice.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="label">What it asks for.</param>
    /// <param name="chosen">The value that is chosen.</param>
    /// <param name="options">The values and what they are called; an empty one stands for an absent value.</param>
    /// <param name="usual">The value that need not be in an address; null for none.</param>
    public static Html Choice(string name, string label, string? chosen, IEnumerable<(string Value, string Words)> options, string? usual = null) => Html.Of($"""
        <p class="field"><label for="{name}">{label}</label>
        <select id="{name}" name="{name}"{Html.If(usual is not null, () => Html.Of($" data-usual=\"{usual}\""))}>{options.Select(option => Option(option.Value, option.Words, option.Value == (chosen ?? "")))}</select></p>

        """);

    /// <summary>A channel, or any.</summary>
    /// <param name="planner">Knows them.</param>
    /// <param name="chosen">The one that is chosen; null for none.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="label">What it asks for.</param>
    /// <param name="none">What an absent value is called; null where a channel is needed.</param>
    public static Html Channel(Planner planner, string? chosen, string name = "channel", string label = "Channel", string? none = "any")
    {
        List<(string, string)> options = none is null && chosen is not null ? [] : [("", none ?? "choose")];
        options.AddRange(planner.Graph.Channels.Order(planner.Rules.Preference).Select(channel => (channel, channel)));
        if (chosen is not null && !planner.Graph.Channels.Contains(chosen, StringComparer.Ordinal))
        {
            options.Add((chosen, chosen));
        }

        return Choice(name, label, chosen, options);
    }

    /// <summary>An architecture.</summary>
    public static Html Architectures(PageView view) => Choice(
        "arch",
        "Architecture",
        view.Architecture.Name,
        view.Planner.Graph.Architectures.Select(graph => graph.Architecture).Append(view.Architecture).Distinct().Select(known => (known.Name, known.Name)),
        Architecture.Default.Name);

    /// <summary>A value that goes with the form unseen; nothing where it is absent.</summary>
    public static Html Hidden(string name, string? value) => Html.If(!string.IsNullOrEmpty(value), () => Html.Of($"<input type=\"hidden\" name=\"{name}\" value=\"{value}\">"));

    /// <summary>The risks that may be accepted, the accepted ones among them.</summary>
    /// <param name="named">Those that stand on what the page shows.</param>
    /// <param name="accepted">Those that are accepted.</param>
    /// <param name="others">All others that there are.</param>
    public static Html Risks(IEnumerable<string> named, ImmutableArray<string> accepted, IEnumerable<string> others)
    {
        List<string> near = [.. accepted.Concat(named).Distinct(StringComparer.Ordinal)];
        List<string> far = [.. others.Except(near, StringComparer.Ordinal)];
        return Html.If(near.Count + far.Count > 0, () => Html.Of($"""
            <fieldset class="accept" data-part="accept"><legend>Accepted risks</legend>
            <ul>{near.Select(name => Box(name, accepted.Contains(name, StringComparer.Ordinal)))}</ul>
            {Html.If(far.Count > 0, () => Html.Of($"<details><summary>{(near.Count > 0 ? "Other risks" : "Risks")} of these channels ({far.Count})</summary><ul>{far.Select(name => Box(name, isChecked: false))}</ul></details>"))}
            </fieldset>
            """));
    }

    private static Html Box(string name, bool isChecked) =>
        Html.Of($"<li><label><input type=\"checkbox\" name=\"accept\" value=\"{name}\"{(isChecked ? Checked : Html.Empty)}>{Foreign.Text(name)}</label></li>");

    private static Html Option(string value, string words, bool isChosen) => Html.Of($"<option value=\"{value}\"{(isChosen ? Selected : Html.Empty)}>{words}</option>");

    private static Html Checked => Html.Of($" checked");

    private static Html Selected => Html.Of($" selected");
}

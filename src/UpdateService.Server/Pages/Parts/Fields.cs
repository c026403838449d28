using System.Collections.Immutable;
using UpdateService.Planning;
using UpdateService.Server.Pages.Markup;

namespace UpdateService.Server.Pages.Parts;

/// <summary>The fields of forms. They have the names of the planner's parameters, so that a form's address is its query.</summary>
internal static class Fields
{
    /// <summary>A form whose answer is the page itself.</summary>
    /// <param name="path">The page.</param>
    /// <param name="links">The values that the form keeps.</param>
    /// <param name="fields">Its fields.</param>
    /// <param name="verb">The text of its button.</param>
    public static Html Form(string path, PageLinks links, Html fields, string verb) => Html.Of($"""
        <form class="question" action="{links.Bare(path)}" method="get" data-live>
        {fields}
        {Hidden("revision", links.Revision)}
        <p class="send"><button>{verb}</button></p>
        </form>
        """);

    /// <summary>A text field for a version.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="label">Its label.</param>
    /// <param name="value">What was typed.</param>
    /// <param name="hint">An example.</param>
    /// <param name="suggestions">Versions to choose from.</param>
    public static Html Version(string name, string label, string? value, string hint, IEnumerable<string> suggestions) => Html.Of($"""
        <p class="field"><label for="{name}">{label}</label>
        <input id="{name}" name="{name}" value="{value}" placeholder="{hint}" list="{name}-versions" autocomplete="off" spellcheck="false" size="14">
        <datalist id="{name}-versions" data-part="{name}-versions">{suggestions.Select(version => Html.Of($"<option value=\"{version}\">"))}</datalist></p>

        """);

    /// <summary>A text field.</summary>
    public static Html Words(string name, string label, string? value, string hint) => Html.Of($"""
        <p class="field"><label for="{name}">{label}</label>
        <input id="{name}" name="{name}" value="{value}" placeholder="{hint}" autocomplete="off" spellcheck="false"></p>

        """);

    /// <summary>A list of options.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="label">Its label.</param>
    /// <param name="chosen">The selected value.</param>
    /// <param name="options">The values and their texts; an empty value means an absent one.</param>
    /// <param name="usual">The value that an address may omit; null for none.</param>
    public static Html Choice(string name, string label, string? chosen, IEnumerable<(string Value, string Words)> options, string? usual = null) => Html.Of($"""
        <p class="field"><label for="{name}">{label}</label>
        <select id="{name}" name="{name}"{Html.If(usual is not null, () => Html.Of($" data-usual=\"{usual}\""))}>{options.Select(option => Option(option.Value, option.Words, option.Value == (chosen ?? "")))}</select></p>

        """);

    /// <summary>A list of channels.</summary>
    /// <param name="planner">Returns the channels.</param>
    /// <param name="chosen">The selected channel; null for none.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="label">Its label.</param>
    /// <param name="none">The text for an absent value; null if a channel is required.</param>
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

    /// <summary>A hidden value of the form; nothing if it is absent.</summary>
    public static Html Hidden(string name, string? value) => Html.If(!string.IsNullOrEmpty(value), () => Html.Of($"<input type=\"hidden\" name=\"{name}\" value=\"{value}\">"));

    /// <summary>The risks that can be accepted, including the accepted ones.</summary>
    /// <param name="named">The risks of what the page shows.</param>
    /// <param name="accepted">The accepted risks.</param>
    /// <param name="others">All other risks.</param>
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

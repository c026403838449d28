using System.Collections.Immutable;

namespace UpdateService.Planning.Questions;

/// <summary>Values of a question that must name something in the graphs that are asked, in at least one of them.</summary>
/// <param name="reader">Reads the values, and takes the refusals.</param>
/// <param name="rules">The rules that name groups of channels; null if a query takes no group.</param>
/// <param name="graphs">What is asked.</param>
internal sealed class KnownNames(QuestionReader reader, ProductRules? rules, params ImmutableArray<UpdateGraph> graphs)
{
    /// <summary>The architecture; the default one may be asked of any graph.</summary>
    /// <param name="isNeeded">Whether the answer would be untrue of an architecture that is not there: two nothings are not two equal channels.</param>
    public Architecture Architecture(bool isNeeded = false)
    {
        var known = graphs.SelectMany(graph => graph.Architectures).Select(graph => graph.Architecture.Name).Distinct(StringComparer.Ordinal).ToList();
        var architecture = reader.Architecture(known);
        if (known.Count > 0 && !known.Contains(architecture.Name, StringComparer.Ordinal) && (isNeeded || architecture != Graph.Architecture.Default))
        {
            reader.Refuse(
                RefusalKind.UnknownName,
                ParameterNames.Architecture,
                $"No release is there for the architecture {architecture}; there are {string.Join(", ", known)}.",
                NearNames.Near(architecture.Name, known));
        }

        return architecture;
    }

    /// <summary>The channel or the group; null if none is named.</summary>
    /// <param name="isNeeded">Whether there is no answer without one.</param>
    /// <param name="parameter">Which value names it.</param>
    /// <param name="takesGroups">Whether a group can be meant.</param>
    public string? Channel(bool isNeeded = false, string parameter = ParameterNames.Channel, bool takesGroups = true)
    {
        var channel = reader.Channel(Channels, parameter);
        if (channel is null && isNeeded && reader.Refusals.IsEmpty)
        {
            reader.Refuse(RefusalKind.InvalidValue, parameter, $"'{parameter}' is missing; give one such as stable-4.16.", []);
        }
        else if (channel is not null && !graphs.IsEmpty && !IsKnown(channel, takesGroups))
        {
            var isGroup = !takesGroups && rules?.IsGroup(channel) == true;
            reader.Refuse(
                RefusalKind.UnknownName,
                parameter,
                isGroup ? $"'{parameter}' takes one channel, and {channel} is a group of channels." : $"There is no channel {channel}.",
                NearNames.Near(channel, Channels()));
        }

        return channel;
    }

    private bool IsKnown(string channel, bool takesGroups) =>
        graphs.Any(graph => graph.Channels.Contains(channel, StringComparer.Ordinal)
            || (takesGroups && rules?.IsGroup(channel) == true && graph.Channels.Any(name => ProductRules.StreamOf(name) == channel)));

    private IEnumerable<string> Channels() => graphs.SelectMany(graph => graph.Channels).Distinct(StringComparer.Ordinal);
}

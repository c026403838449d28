using System.Collections.Immutable;

namespace UpdateService.Planning.Questions;

/// <summary>Values of a question that must name something in the graphs that are asked, in at least one of them.</summary>
internal sealed class KnownNames(QuestionReader reader, params ImmutableArray<UpdateGraph> graphs)
{
    /// <summary>The architecture; the default one may be asked of any graph.</summary>
    /// <param name="isNeeded">Whether the answer would be untrue of an architecture that is not there: two nothings are not two equal channels.</param>
    public Architecture Architecture(bool isNeeded = false)
    {
        var architecture = reader.Architecture();
        var known = graphs.SelectMany(graph => graph.Architectures).Select(graph => graph.Architecture.Name).Distinct(StringComparer.Ordinal).ToList();
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

    /// <summary>The channel; null where none is named.</summary>
    /// <param name="isNeeded">Whether there is no answer without one.</param>
    /// <param name="parameter">Which value names it.</param>
    public string? Channel(bool isNeeded = false, string parameter = ParameterNames.Channel)
    {
        var channel = reader.Channel(parameter);
        if (channel is null && isNeeded && reader.Refusals.IsEmpty)
        {
            reader.Refuse(RefusalKind.InvalidValue, parameter, $"'{parameter}' is missing; give one such as stable-4.16.", []);
        }
        else if (channel is not null && !graphs.Any(graph => graph.Channels.Contains(channel, StringComparer.Ordinal)))
        {
            var known = graphs.SelectMany(graph => graph.Channels).Distinct(StringComparer.Ordinal);
            reader.Refuse(RefusalKind.UnknownName, parameter, $"There is no channel {channel}.", NearNames.Near(channel, known));
        }

        return channel;
    }
}

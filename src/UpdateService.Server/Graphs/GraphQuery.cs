using Microsoft.AspNetCore.WebUtilities;

namespace UpdateService.Server.Graphs;

/// <summary>
/// The parameters of a request for a graph. Names are case-sensitive; of a repeated one the last counts; an empty value is
/// a value; unknown ones are ignored.
/// </summary>
internal readonly ref struct GraphQuery
{
    private const string ChannelPattern = @"^[0-9a-z\-\.]+$";
    private const string ArchitecturePattern = "^[0-9a-z]+$";

    private GraphQuery(ReadOnlySpan<char> channel, ReadOnlySpan<char> architecture)
    {
        Channel = channel;
        Architecture = architecture;
    }

    /// <summary>The channel; empty where it is neither sent nor mandatory.</summary>
    public ReadOnlySpan<char> Channel { get; }

    /// <summary>The architecture, <c>amd64</c> where none is sent.</summary>
    public ReadOnlySpan<char> Architecture { get; }

    /// <summary>Reads the query; null as the error means that it is right.</summary>
    /// <param name="query">With its question mark.</param>
    /// <param name="mandatory">In ordinal order.</param>
    /// <param name="error">What to answer instead.</param>
    public static GraphQuery Read(string? query, IReadOnlyList<string> mandatory, out ProtocolError? error)
    {
        ReadOnlyMemory<char> channel = default, architecture = default;
        var (hasChannel, hasArchitecture) = (false, false);
        foreach (var pair in new QueryStringEnumerable(query))
        {
            var name = pair.DecodeName().Span;
            if (name.SequenceEqual("channel"))
            {
                (channel, hasChannel) = (pair.DecodeValue(), true);
            }
            else if (name.SequenceEqual("arch"))
            {
                (architecture, hasArchitecture) = (pair.DecodeValue(), true);
            }
        }

        error = FindMissing(query, mandatory, hasChannel, hasArchitecture);
        if (error is null && hasChannel && !ChannelName.CanBeRequested(channel.Span))
        {
            error = ProtocolError.InvalidParameter("channel", channel.ToString(), ChannelPattern);
        }

        if (error is null && hasArchitecture && !Graph.Architecture.IsName(architecture.Span))
        {
            error = ProtocolError.InvalidParameter("arch", architecture.ToString(), ArchitecturePattern);
        }

        return new GraphQuery(channel.Span, hasArchitecture ? architecture.Span : Graph.Architecture.Default.Name);
    }

    private static ProtocolError? FindMissing(string? query, IReadOnlyList<string> mandatory, bool hasChannel, bool hasArchitecture)
    {
        List<string>? missing = null;
        for (var index = 0; index < mandatory.Count; index++)
        {
            var isThere = mandatory[index] switch
            {
                "channel" => hasChannel,
                "arch" => hasArchitecture,
                var name => Has(query, name),
            };
            if (!isThere)
            {
                (missing ??= []).Add(mandatory[index]);
            }
        }

        return missing is null ? null : ProtocolError.MissingParameters(missing);
    }

    private static bool Has(string? query, string name)
    {
        foreach (var pair in new QueryStringEnumerable(query))
        {
            if (pair.DecodeName().Span.SequenceEqual(name))
            {
                return true;
            }
        }

        return false;
    }
}

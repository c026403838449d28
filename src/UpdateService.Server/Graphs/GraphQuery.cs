using Microsoft.AspNetCore.WebUtilities;

namespace UpdateService.Server.Graphs;

/// <summary>
/// The parameters of a request for a graph. Names are case-sensitive. If a name is repeated, the last value is used. An empty value is a
/// value. Unknown names are ignored.
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

    /// <summary>The channel; empty if it is neither sent nor mandatory.</summary>
    public ReadOnlySpan<char> Channel { get; }

    /// <summary>The architecture; <c>amd64</c> if none is sent.</summary>
    public ReadOnlySpan<char> Architecture { get; }

    /// <summary>Reads the query. The error is null if the query is valid.</summary>
    /// <param name="query">The query with its question mark.</param>
    /// <param name="mandatory">The mandatory parameters, in ordinal order.</param>
    /// <param name="error">The error to send.</param>
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

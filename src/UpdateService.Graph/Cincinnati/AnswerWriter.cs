using System.Buffers;
using System.Buffers.Text;

namespace UpdateService.Graph.Cincinnati;

/// <summary>
/// Writes the Cincinnati JSON of a channel. The order is fixed and chosen to compress well: nodes by precedence, edges by
/// target and source, pairs with the same risks in one group, groups by their first pair.
/// </summary>
/// <seealso href="https://github.com/openshift/cincinnati/blob/master/docs/design/cincinnati.md#graph-api"/>
public static class AnswerWriter
{
    /// <summary>The answer for a channel or architecture that does not exist.</summary>
    public static ReadOnlySpan<byte> EmptyAnswer => """{"version":1,"nodes":[],"edges":[],"conditionalEdges":[]}"""u8;

    /// <summary>The whole answer as a new array.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="fragments">The fragments of the channel's graph.</param>
    public static byte[] Write(ChannelGraph channel, JsonFragments fragments)
    {
        var buffer = new ArrayBufferWriter<byte>();
        Write(channel, fragments, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes the whole answer, UTF-8 without a byte order mark.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="fragments">The fragments of the channel's graph.</param>
    /// <param name="buffer">Receives the answer.</param>
    public static void Write(ChannelGraph channel, JsonFragments fragments, IBufferWriter<byte> buffer)
    {
        var output = new Output(buffer);
        output.Write("""{"version":1,"nodes":["""u8);
        for (var number = 0; number < channel.Nodes.Length; number++)
        {
            output.WriteComma(number > 0);
            output.Write(fragments.Node(channel.Nodes[number]));
        }

        output.Write("""],"edges":["""u8);
        var groups = WriteEdges(channel, output);
        output.Write("""],"conditionalEdges":["""u8);
        for (var index = 0; index < groups.Count; index++)
        {
            output.WriteComma(index > 0);
            WriteGroup(channel, fragments, output, groups[index]);
        }

        output.Write("]}"u8);
    }

    /// <summary>Writes the unconditional edges and groups the others by their sets of risks.</summary>
    private static List<RiskGroup> WriteEdges(ChannelGraph channel, Output output)
    {
        var groups = new List<RiskGroup>();
        var groupOf = new Dictionary<int, RiskGroup>();
        var any = false;
        channel.Visit((source, target, riskSet) =>
        {
            if (riskSet != ArchitectureGraph.Unconditional)
            {
                if (!groupOf.TryGetValue(riskSet, out var group))
                {
                    groupOf[riskSet] = group = new RiskGroup(riskSet, []);
                    groups.Add(group);
                }

                group.Pairs.Add((source, target));
                return;
            }

            output.WriteComma(any);
            any = true;
            output.WriteEdge(source, target);
        });
        return groups;
    }

    private static void WriteGroup(ChannelGraph channel, JsonFragments fragments, Output output, RiskGroup group)
    {
        output.Write("""{"edges":["""u8);
        for (var index = 0; index < group.Pairs.Count; index++)
        {
            var (source, target) = group.Pairs[index];
            output.WriteComma(index > 0);
            output.Write("""{"from":"""u8);
            output.Write(fragments.Version(channel.Nodes[source]));
            output.Write(""","to":"""u8);
            output.Write(fragments.Version(channel.Nodes[target]));
            output.Write("}"u8);
        }

        output.Write("""],"risks":"""u8);
        output.Write(fragments.Risks(group.RiskSet));
        output.Write("}"u8);
    }

    /// <summary>The pairs with one set of risks. Groups are in the order of their first pairs.</summary>
    private sealed record RiskGroup(int RiskSet, List<(int Source, int Target)> Pairs);

    /// <summary>The pieces of answers.</summary>
    private sealed class Output(IBufferWriter<byte> buffer)
    {
        public void Write(ReadOnlySpan<byte> bytes) => buffer.Write(bytes);

        public void WriteComma(bool wanted)
        {
            if (wanted)
            {
                buffer.Write(","u8);
            }
        }

        public void WriteEdge(int source, int target)
        {
            var span = buffer.GetSpan(32);
            span[0] = (byte)'[';
            _ = Utf8Formatter.TryFormat(source, span[1..], out var first);
            span[first + 1] = (byte)',';
            _ = Utf8Formatter.TryFormat(target, span[(first + 2)..], out var second);
            span[first + second + 2] = (byte)']';
            buffer.Advance(first + second + 3);
        }
    }
}

namespace UpdateService.Benchmarks.Scale;

/// <summary>What was measured on one set of data.</summary>
internal sealed record ScaleNumbers
{
    public int Releases { get; init; }

    public int Channels { get; init; }

    public int BlockedEdges { get; init; }

    /// <summary>In the graph, of all architectures, with and without risks.</summary>
    public int Edges { get; init; }

    public int ConditionalEdges { get; init; }

    /// <summary>In all answers together.</summary>
    public long AnsweredEdges { get; init; }

    public int Answers { get; init; }

    /// <summary>Of all different answers as they are kept at first, in both codings.</summary>
    public long KeptBytes { get; init; }

    public int LargestAnswer { get; init; }

    public int LargestGzip { get; init; }

    public double MeanAnswer { get; init; }

    /// <summary>Of a process that runs its code for the first time, as after a start.</summary>
    public double FirstBuild { get; init; }

    /// <summary>Once the code is compiled, in seconds, from the first byte read to the revision published.</summary>
    public double Build { get; init; }

    /// <summary>Seconds of processor time until it was also kept: other work on the machine does not add to them.</summary>
    public double BuildCpu { get; init; }

    /// <summary>After a change of one line of one file; the median of several.</summary>
    public double Rebuild { get; init; }

    public double RebuildCpu { get; init; }

    /// <summary>Answers that the change of one line made anew.</summary>
    public int RebuiltAnswers { get; init; }

    /// <summary>Seconds of each step, of the build and of the rebuild.</summary>
    public Dictionary<string, double> BuildSteps { get; init; } = [];

    public Dictionary<string, double> RebuildSteps { get; init; } = [];

    /// <summary>Of the process when the first revision was published, in bytes.</summary>
    public long PeakMemory { get; init; }

    /// <summary>What is in use once all garbage is collected, in bytes.</summary>
    public long Heap { get; init; }

    /// <summary>Peak of the process after the rebuilds, in bytes.</summary>
    public long PeakAfterRebuilds { get; init; }
}

using UpdateService.Cli.Output;

namespace UpdateService.Cli;

/// <summary>What a command finds around it: streams, terminal, environment, clock.</summary>
internal sealed record Surroundings
{
    private const int UsualWidth = 80;

    /// <summary>Standard input.</summary>
    public required Stream Input { get; init; }

    /// <summary>Standard output.</summary>
    public required Stream Output { get; init; }

    /// <summary>Standard error.</summary>
    public required TextWriter Errors { get; init; }

    /// <summary>Whether a person reads standard output.</summary>
    public bool IsOutputTerminal { get; init; }

    /// <summary>Whether a person reads standard error.</summary>
    public bool IsErrorTerminal { get; init; }

    /// <summary>The width of the terminal, in columns.</summary>
    public int Width { get; init; } = UsualWidth;

    /// <summary>The value of an environment variable; null if it is not set.</summary>
    public Func<string, string?> Variable { get; init; } = static _ => null;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The data set that ships with the tool.</summary>
    public string ShippedData { get; init; } = Path.Combine(AppContext.BaseDirectory, "graph-data");

    /// <summary>The folder that the system's <c>proc</c> and <c>sys</c> are in.</summary>
    public string SystemFolder { get; init; } = "/";

    /// <summary>Whether the output is colored: only for terminals whose users did not turn colors off.</summary>
    /// <seealso href="https://no-color.org"/>
    public bool HasColours => IsOutputTerminal && string.IsNullOrEmpty(Variable("NO_COLOR")) && Variable("TERM") != "dumb";

    /// <summary>Those of this process.</summary>
    public static Surroundings OfProcess() => new()
    {
        Input = Console.OpenStandardInput(),
        Output = Console.OpenStandardOutput(),
        Errors = new ErrorWriter(Console.Error),
        IsOutputTerminal = !Console.IsOutputRedirected,
        IsErrorTerminal = !Console.IsErrorRedirected,
        Width = Console.IsOutputRedirected || Console.WindowWidth <= 0 ? UsualWidth : Console.WindowWidth,
        Variable = Environment.GetEnvironmentVariable,
    };
}

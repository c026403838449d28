namespace UpdateService.Cli;

/// <summary>What the process ends with.</summary>
internal static class ExitStatus
{
    /// <summary>There is a plan without unaccepted risks; or the question is answered.</summary>
    public const int Fine = 0;

    /// <summary>There is a plan, and risks must be accepted for it.</summary>
    public const int RisksToAccept = 2;

    /// <summary>There is no plan.</summary>
    public const int NoPath = 3;

    /// <summary>An argument, an option or the data that were to be checked are wrong.</summary>
    public const int BadInput = 4;

    /// <summary>A server or a file does not do what it should.</summary>
    public const int Trouble = 5;

    /// <summary>Ended from the keyboard: 128 and the number of the signal.</summary>
    public const int Interrupted = 130;
}

/// <summary>Why a command ends without an answer: a sentence or two with the remedy, and the exit status.</summary>
internal sealed class CommandException(int status, string message) : Exception(message)
{
    /// <summary>One of <see cref="ExitStatus"/>.</summary>
    public int Status { get; } = status;

    /// <summary>What was typed cannot be used.</summary>
    public static CommandException BadInput(string message) => new(ExitStatus.BadInput, message);

    /// <summary>A server or a file does not do what it should.</summary>
    public static CommandException Trouble(string message) => new(ExitStatus.Trouble, message);
}

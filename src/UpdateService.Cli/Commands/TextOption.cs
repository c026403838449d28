using System.Collections.Immutable;
using System.CommandLine;

namespace UpdateService.Cli.Commands;

/// <summary>What a value is, for the completion of words.</summary>
internal enum ValueKind
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>A file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,
}

/// <summary>An option with a value.</summary>
internal sealed class TextOption : Option<string[]>
{
    /// <summary>An option.</summary>
    /// <param name="name">As it is typed.</param>
    /// <param name="value">The name of its value in help.</param>
    /// <param name="description">A sentence.</param>
    /// <param name="aliases">Other names.</param>
    public TextOption(string name, string value, string description, params string[] aliases)
        : base(name, aliases)
    {
        HelpName = value;
        Description = description;
        Arity = ArgumentArity.OneOrMore;
    }

    /// <summary>The values that there are; empty for any.</summary>
    public ImmutableArray<string> Choices { get; init; } = [];

    /// <summary>What the value is.</summary>
    public ValueKind Kind { get; init; }

    /// <summary>Whether it says where the graph comes from, or how it is fetched.</summary>
    public bool IsOfSource { get; init; }
}

/// <summary>An argument with its name in help.</summary>
internal sealed class TextArgument : Argument<string?>
{
    /// <summary>An argument.</summary>
    /// <param name="name">In capitals.</param>
    /// <param name="description">A sentence.</param>
    /// <param name="isNeeded">Whether it must be there.</param>
    public TextArgument(string name, string description, bool isNeeded = true)
        : base(name)
    {
        Description = description;
        Arity = isNeeded ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne;
    }

    /// <summary>The values that there are; empty for any.</summary>
    public ImmutableArray<string> Choices { get; init; } = [];

    /// <summary>What the value is.</summary>
    public ValueKind Kind { get; init; }
}

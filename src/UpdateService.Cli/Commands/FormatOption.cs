using System.Collections.Immutable;
using UpdateService.Planning.Writing;

namespace UpdateService.Cli.Commands;

/// <summary>The option <c>-o</c> of a command that shows something.</summary>
internal sealed class FormatOption
{
    private const string Usual = "text";

    private readonly ImmutableArray<string> formats;

    /// <summary>The option for these formats.</summary>
    /// <param name="formats">Their names.</param>
    public FormatOption(IEnumerable<string> formats)
    {
        this.formats = [.. formats.OrderBy(name => name != Usual)];
        Option = new TextOption("--output", "FORMAT", $"What the answer is written in: {string.Join(", ", this.formats)}. Default: {Usual}.", "-o") { Choices = this.formats };
    }

    /// <summary>The option itself.</summary>
    public TextOption Option { get; }

    /// <summary>The format that was asked for.</summary>
    /// <exception cref="CommandException">There is no such format.</exception>
    public string Read(Call call)
    {
        var name = call.Single(Option) ?? Usual;
        return formats.FirstOrDefault(format => string.Equals(format, name, StringComparison.OrdinalIgnoreCase))
            ?? (AnswerFormats.TryParse(name, out var other) && formats.Contains(other.Name(), StringComparer.Ordinal) ? other.Name() : null)
            ?? throw CommandException.BadInput($"There is no format '{Excerpt.Of(name)}' of this answer; it has {string.Join(", ", formats)}.{Remedy(name)}");
    }

    private string Remedy(string name) => AnswerFormats.Hint(name) is { } hint ? $" {hint}"
        : NearNames.Near(name, formats, most: 1) is [var near] ? $" '{near}' may be meant."
        : "";
}

using System.Buffers;
using System.Text;

namespace UpdateService.Graph.Patterns;

/// <summary>
/// The regular expressions that Rust's regex crate and .NET interpret the same way. If one refuses an expression, or they interpret it
/// differently, it is refused here with a reason, so that a block never silently matches nothing.
/// </summary>
/// <seealso href="https://docs.rs/regex/latest/regex/#syntax"/>
internal ref struct SharedDialect
{
    private const string PlainEscapes = "dDwWsSbBAzntrfva";
    private const string ClassEscapes = "dDwWsSntrfva";

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_");

    private readonly ReadOnlySpan<char> pattern;
    private HashSet<string>? groups;
    private int position;
    private int depth;
    private bool ignoresCase;

    private SharedDialect(ReadOnlySpan<char> pattern) => this.pattern = pattern;

    /// <summary>Why the pattern is refused; null if it is in the shared dialect.</summary>
    public static string? Refuse(string pattern) => new SharedDialect(pattern).Scan();

    private string? Scan()
    {
        var quantifiable = false;
        while (position < pattern.Length)
        {
            var start = position;
            var character = pattern[position++];
            var reason = character switch
            {
                '\\' => Escape(PlainEscapes),
                '[' => Class(),
                '(' => Group(),
                ')' => --depth < 0 ? "a ')' closes nothing" : null,
                '*' or '+' or '?' => Quantifier(quantifiable),
                '{' => Counted(quantifiable),
                _ => char.IsWhiteSpace(character) || char.IsControl(character)
                    ? "white space, such as a line break at the end, stands in no version, so that it would match nothing: leave it out"
                    : null,
            };
            if (reason is not null)
            {
                return $"{reason} (at character {start + 1})";
            }

            quantifiable = character is not ('(' or '|' or '*' or '+' or '?' or '{' or '^');
        }

        if (ignoresCase && !Ascii.IsValid(pattern))
        {
            return "without regard to case Rust takes letters beyond ASCII, such as \u017f, for others than .NET does";
        }

        return depth == 0 ? null : "a '(' is not closed";
    }

    private string? Escape(string letters)
    {
        if (position == pattern.Length)
        {
            return "a backslash ends it";
        }

        var character = pattern[position++];
        if (character == 'x')
        {
            return HexadecimalByte();
        }

        var isPlain = char.IsAscii(character) && (char.IsPunctuation(character) || char.IsSymbol(character)) && character is not ('<' or '>' or '_');
        return isPlain || letters.Contains(character, StringComparison.Ordinal)
            ? null
            : $"the escape '\\{Excerpt.Of(character.ToString())}' does not mean the same in Rust and .NET";
    }

    private string? HexadecimalByte()
    {
        if (position + 2 > pattern.Length || !char.IsAsciiHexDigit(pattern[position]) || !char.IsAsciiHexDigit(pattern[position + 1]))
        {
            return "\\x needs two hexadecimal digits";
        }

        position += 2;
        return null;
    }

    private string? Class()
    {
        _ = Take('^');
        var first = true;
        while (position < pattern.Length)
        {
            var character = pattern[position++];
            switch (character)
            {
                case ']' when !first:
                    return null;
                case '[':
                    return "a '[' inside a class is nesting in Rust and a letter in .NET: write \\[";
                case '&' or '-' or '~' when position < pattern.Length && pattern[position] == character:
                    return $"'{character}{character}' inside a class is an operator in Rust: write \\{character}";
                case '\\' when ClassEscape() is { } reason:
                    return reason;
            }

            first = false;
        }

        return "a '[' is not closed";
    }

    private string? ClassEscape()
    {
        if (Escape(ClassEscapes) is { } reason)
        {
            return reason;
        }

        var isSet = "dDwWsS".Contains(pattern[position - 1], StringComparison.Ordinal);
        var rangeFollows = position + 1 < pattern.Length && pattern[position] == '-' && pattern[position + 1] != ']';
        return isSet && rangeFollows ? "a set such as \\d cannot begin a range" : null;
    }

    private string? Group()
    {
        depth++;
        if (!Take('?'))
        {
            return null;
        }

        if (Take(':'))
        {
            return null;
        }

        if (Take('P'))
        {
            return "'(?P<name>' is no group in .NET: leave the name out";
        }

        if (Take('<'))
        {
            return position < pattern.Length && pattern[position] is '=' or '!' ? "look-behind is not supported" : GroupName();
        }

        return Flags();
    }

    private string? GroupName()
    {
        var end = pattern[position..].IndexOf('>');
        var name = end < 0 ? [] : pattern.Slice(position, end);
        if (name.IsEmpty || char.IsAsciiDigit(name[0]) || name.ContainsAnyExcept(NameCharacters))
        {
            return "the name of a group is a letter or _, and then letters, digits and _";
        }

        position += end + 1;
        return (groups ??= new HashSet<string>(StringComparer.Ordinal)).Add(name.ToString()) ? null : $"two groups have the name '{Excerpt.Of(name.ToString())}'";
    }

    private string? Flags()
    {
        while (position < pattern.Length)
        {
            switch (pattern[position++])
            {
                case 'i':
                    ignoresCase = true;
                    break;
                case 's' or 'm' or '-':
                    break;
                case ':':
                    return null;
                case ')':
                    depth--;
                    return null;
                case '=' or '!':
                    return "look-ahead is not supported";
                default:
                    return "only the flags i, s and m mean the same in Rust and .NET";
            }
        }

        return "a '(' is not closed";
    }

    private string? Quantifier(bool quantifiable)
    {
        if (!quantifiable)
        {
            return "there is nothing to repeat";
        }

        _ = Take('?');
        return null;
    }

    private string? Counted(bool quantifiable)
    {
        var close = pattern[position..].IndexOf('}');
        var counts = close < 0 ? [] : pattern.Slice(position, close);
        var comma = counts.IndexOf(',');
        var first = comma < 0 ? counts : counts[..comma];
        var second = comma < 0 ? [] : counts[(comma + 1)..];
        if (first.IsEmpty || first.ContainsAnyExceptInRange('0', '9') || second.ContainsAnyExceptInRange('0', '9'))
        {
            return "a '{' that opens no count such as {2} or {2,5} must be written \\{";
        }

        position += close + 1;
        return Quantifier(quantifiable);
    }

    private bool Take(char expected)
    {
        if (position < pattern.Length && pattern[position] == expected)
        {
            position++;
            return true;
        }

        return false;
    }
}

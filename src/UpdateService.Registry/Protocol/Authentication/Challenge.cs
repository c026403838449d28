using System.Collections.Immutable;
using System.Text;

namespace UpdateService.Registry.Protocol.Authentication;

/// <summary>One way in that a WWW-Authenticate header offers: <see href="https://www.rfc-editor.org/rfc/rfc9110#name-www-authenticate"/>.</summary>
/// <param name="Scheme">The scheme in lower case: <c>bearer</c>, <c>basic</c>.</param>
/// <param name="Parameters">The parameters, their names in lower case; of two with one name the first.</param>
internal sealed record Challenge(string Scheme, ImmutableSortedDictionary<string, string> Parameters)
{
    private const string TokenCharacters = "!#$%&'*+-.^_`|~";

    /// <summary>The parameter of this name; null if there is none.</summary>
    public string? this[string name] => Parameters.GetValueOrDefault(name);

    /// <summary>Reads all challenges of a header's value. A challenge that cannot be understood is skipped.</summary>
    public static ImmutableArray<Challenge> Parse(string? header)
    {
        var reader = new Reader(header ?? "");
        var challenges = ImmutableArray.CreateBuilder<Challenge>();
        string? scheme = null;
        var parameters = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        while (reader.TryReadWord(out var word))
        {
            if (reader.TryReadValue(out var value))
            {
                _ = parameters.TryAdd(word.ToLowerInvariant(), value);
                continue;
            }

            Finish();
            scheme = word.ToLowerInvariant();
        }

        Finish();
        return challenges.ToImmutable();

        void Finish()
        {
            if (scheme is not null)
            {
                challenges.Add(new Challenge(scheme, parameters.ToImmutable()));
            }

            parameters.Clear();
        }
    }

    /// <summary>The challenge as it is read.</summary>
    public override string ToString() => Parameters.IsEmpty
        ? Scheme
        : $"{Scheme} {string.Join(',', Parameters.Select(parameter => $"{parameter.Key}=\"{Quoted(parameter.Value)}\""))}";

    private static string Quoted(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    private static bool IsTokenCharacter(char letter) => char.IsAsciiLetterOrDigit(letter) || TokenCharacters.Contains(letter, StringComparison.Ordinal);

    private ref struct Reader(string text)
    {
        private int at;

        /// <summary>The next word, past commas, spaces, and anything that is no word (such as a token68).</summary>
        public bool TryReadWord(out string word)
        {
            while (at < text.Length && !IsTokenCharacter(text[at]))
            {
                at++;
            }

            var start = at;
            while (at < text.Length && IsTokenCharacter(text[at]))
            {
                at++;
            }

            word = text[start..at];
            return word.Length > 0;
        }

        /// <summary>The value after an equals sign, quoted or not.</summary>
        public bool TryReadValue(out string value)
        {
            value = "";
            var next = SkipSpace(at);
            if (next >= text.Length || text[next] != '=')
            {
                return false;
            }

            at = SkipSpace(next + 1);
            if (at < text.Length && text[at] == '"')
            {
                value = ReadQuoted();
                return true;
            }

            var start = at;
            while (at < text.Length && text[at] is not (',' or ' ' or '\t'))
            {
                at++;
            }

            value = text[start..at];
            return true;
        }

        private readonly int SkipSpace(int from)
        {
            while (from < text.Length && text[from] is (' ' or '\t'))
            {
                from++;
            }

            return from;
        }

        private string ReadQuoted()
        {
            var value = new StringBuilder();
            for (at++; at < text.Length && text[at] != '"'; at++)
            {
                if (text[at] == '\\' && at + 1 < text.Length)
                {
                    at++;
                }

                _ = value.Append(text[at]);
            }

            at = Math.Min(at + 1, text.Length);
            return value.ToString();
        }
    }
}

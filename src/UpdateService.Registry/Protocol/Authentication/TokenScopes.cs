namespace UpdateService.Registry.Protocol.Authentication;

/// <summary>
/// What tokens are asked for: all that the registry has asked for so far. Azure's wants another right for the list of tags than for manifests,
/// and tokens with one of them each would be refused in turn.
/// </summary>
/// <seealso href="https://distribution.github.io/distribution/spec/auth/scope/"/>
internal sealed class TokenScopes
{
    private readonly SortedDictionary<string, SortedSet<string>> rights = new(StringComparer.Ordinal);

    /// <summary>The scopes, each resource once.</summary>
    internal IReadOnlyList<string> All => [.. rights.Select(entry => entry.Value.Count == 0 ? entry.Key : $"{entry.Key}:{string.Join(',', entry.Value)}")];

    /// <summary>Adds what a challenge asks for: scopes, separated by spaces.</summary>
    internal void Add(string scopes)
    {
        foreach (var scope in scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = scope.LastIndexOf(':');
            var resource = colon < 0 ? scope : scope[..colon];
            if (!rights.TryGetValue(resource, out var actions))
            {
                rights[resource] = actions = new SortedSet<string>(StringComparer.Ordinal);
            }

            actions.UnionWith(colon < 0 ? [] : scope[(colon + 1)..].Split(',', StringSplitOptions.RemoveEmptyEntries));
        }
    }
}

namespace UpdateService.Registry.Protocol.Authentication;

/// <summary>
/// What tokens are asked for: all that the registry has asked for so far, as far as it is needed here. Azure's wants another right for the
/// list of tags than for manifests, and tokens with one of them each would be refused in turn. A right to other repositories, to push or to
/// delete is never asked for because a registry says so: the token would let it act in our name.
/// </summary>
/// <param name="path">The repository.</param>
/// <param name="isForPush">Whether it is written to.</param>
/// <seealso href="https://distribution.github.io/distribution/spec/auth/scope/"/>
internal sealed class TokenScopes(string path, bool isForPush)
{
    private const string Kind = "repository:";

    private static readonly string[] ReadingRights = ["pull", "metadata_read"];

    private readonly SortedDictionary<string, SortedSet<string>> rights = new(StringComparer.Ordinal);

    /// <summary>The scopes, each resource once.</summary>
    internal IReadOnlyList<string> All => [.. rights.Select(entry => entry.Value.Count == 0 ? entry.Key : $"{entry.Key}:{string.Join(',', entry.Value)}")];

    /// <summary>Adds the scopes of a challenge, separated by spaces; null if it names none.</summary>
    internal void Add(string? scopes)
    {
        if (isForPush)
        {
            // The challenge of a first question that only reads would ask for a token that the push needs another one for.
            Rights($"{Kind}{path}").UnionWith(["pull", "push"]);
            return;
        }

        foreach (var scope in (scopes ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = scope.LastIndexOf(':');
            if (colon < 0)
            {
                _ = Rights(scope); // A word of the token service's own, such as "aws".
            }
            else if (IsOurs(scope[..colon]) && scope[(colon + 1)..].Split(',').Intersect(ReadingRights, StringComparer.Ordinal).ToList() is { Count: > 0 } needed)
            {
                Rights(scope[..colon]).UnionWith(needed);
            }
        }

        if (rights.Count == 0)
        {
            _ = Rights($"{Kind}{path}").Add("pull");
        }
    }

    /// <summary>A registry behind a proxy may know the repository by a longer or a shorter path.</summary>
    private bool IsOurs(string resource)
    {
        if (!resource.StartsWith(Kind, StringComparison.Ordinal))
        {
            return false;
        }

        var named = resource[Kind.Length..];
        return named == path || named.EndsWith($"/{path}", StringComparison.Ordinal) || path.EndsWith($"/{named}", StringComparison.Ordinal);
    }

    private SortedSet<string> Rights(string resource)
    {
        if (!rights.TryGetValue(resource, out var actions))
        {
            rights[resource] = actions = new SortedSet<string>(StringComparer.Ordinal);
        }

        return actions;
    }
}

using System.Collections.Immutable;
using UpdateService.Cli.Doctoring.Hosts;
using UpdateService.Registry;
using UpdateService.Registry.Protocol;

namespace UpdateService.Cli.Doctoring.Registries;

/// <summary>A repository, and what its checks learnt of it so far.</summary>
/// <param name="repository">The repository.</param>
/// <param name="reference">The tag or digest of graph-data; null if all tags are releases to be.</param>
/// <param name="authFile">The file of credentials; null if there is none.</param>
/// <param name="host">Where it is.</param>
internal sealed class RepositoryCase(IRepository repository, string? reference, string? authFile, HostCase? host)
{
    private Task? asking;

    /// <summary>The repository.</summary>
    public IRepository Repository => repository;

    /// <summary>The tag or digest of graph-data; null if all tags are releases to be.</summary>
    public string? Reference => reference;

    /// <summary>The file of credentials; null if there is none.</summary>
    public string? AuthFile => authFile;

    /// <summary>Whether the registry wants a login from everybody.</summary>
    public bool WantsLogin => host?.Inspection is { Logins.IsEmpty: false };

    /// <summary>All tags, as far as they could be listed.</summary>
    public ImmutableArray<string> Tags { get; private set; } = [];

    /// <summary>What <see cref="Reference"/> names; null if it is not there.</summary>
    public Digest? Image { get; private set; }

    /// <summary>Why the repository could not be asked; null if it could.</summary>
    public RegistryException? Failure { get; private set; }

    /// <summary>Asks the first thing that a service asks, once: the list of tags, or what a tag names.</summary>
    public Task AskAsync(CancellationToken cancellationToken) => asking ??= AskOnceAsync(cancellationToken);

    private async Task AskOnceAsync(CancellationToken cancellationToken)
    {
        var tags = ImmutableArray.CreateBuilder<string>();
        try
        {
            if (reference is not null)
            {
                Image = await repository.ResolveAsync(reference, cancellationToken);
                return;
            }

            await foreach (var tag in repository.ListTagsAsync(cancellationToken))
            {
                tags.Add(tag);
            }
        }
        catch (RegistryException exception)
        {
            Failure = exception;
        }

        Tags = tags.ToImmutable();
    }
}

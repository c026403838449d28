using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Revisions;
using UpdateService.Builder.Sharing;
using UpdateService.Builder.Sources;
using UpdateService.Builder.State;
using UpdateService.Registry;
using UpdateService.Server.Revisions;

namespace UpdateService.Server.Hosting;

/// <summary>The services that make the served revisions.</summary>
internal static class OriginServices
{
    /// <summary>Adds services that build revisions and optionally publish them, or that follow a builder.</summary>
    public static IServiceCollection AddRevisionOrigin(this IServiceCollection services, ServiceOptions options)
    {
        if (options.Follow is { } place)
        {
            return services
                .AddSingleton(provider => new RevisionFollower(
                    provider.GetRequiredService<RegistryConnections>().OpenRepository(place.Repository),
                    place.Tag!,
                    provider.GetRequiredService<RevisionStore>(),
                    provider.GetRequiredService<RevisionLibrary>(),
                    provider.GetRequiredService<TimeProvider>()))
                .AddSingleton<IRevisionOrigin>(provider => provider.GetRequiredService<RevisionFollower>());
        }

        _ = services
            .AddSingleton(provider => new SourceFactory(
                options.Sources,
                provider.GetRequiredService<RegistryConnections>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetService<StateFolder>()).Collector())
            .AddSingleton(new LossGuard(options.GuardLimits))
            .AddSingleton<IRevisionOrigin, Refresher>();
        return options.Publish is { } target ? services.AddPublishing(target) : services;
    }

    private static IServiceCollection AddPublishing(this IServiceCollection services, ImageReference target) => services
        .AddSingleton(provider => new RevisionPublisher(
            provider.GetRequiredService<RegistryConnections>().OpenRepository(target.Repository),
            provider.GetRequiredService<RegistryConnections>().OpenPush(target.Repository),
            target.Tag!,
            BuilderName.Of(provider.GetService<StateFolder>()),
            provider.GetRequiredService<RevisionStore>(),
            provider.GetRequiredService<RevisionLibrary>()))
        .AddSingleton<PublishService>()
        .AddHostedService(provider => provider.GetRequiredService<PublishService>());
}

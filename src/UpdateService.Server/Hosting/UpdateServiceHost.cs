using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Console;
using UpdateService.Builder.Answers;
using UpdateService.Builder.Revisions;
using UpdateService.Builder.Sources;
using UpdateService.Builder.State;
using UpdateService.Registry;
using UpdateService.Registry.Signatures;
using UpdateService.Server.Administration;
using UpdateService.Server.Graphs;
using UpdateService.Server.Health;
using UpdateService.Server.Metrics;
using UpdateService.Server.OpenApi;
using UpdateService.Server.Pages;
using UpdateService.Server.Pages.Assets;
using UpdateService.Server.Plans;
using UpdateService.Server.Revisions;
using UpdateService.Server.Signatures;

namespace UpdateService.Server.Hosting;

/// <summary>Builds the service and runs it.</summary>
public static class UpdateServiceHost
{
    /// <summary>The exit status if this machine does not let the service run.</summary>
    internal const int CannotRun = 1;

    private const int ExitBadOption = 2;

    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Runs until the process is stopped.</summary>
    /// <returns>0; 2 if the options cannot be used; 1 if an address is taken or does not exist, or the machine does not let the service run.</returns>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        PollingThreads.GoOnInPlace();
        FileModes.KeepOthersOut();
        try
        {
            return await ObeyAsync(args, cancellationToken);
        }
        catch (OptionException exception)
        {
            StandardStreams.Tell(exception.Message);
            return ExitBadOption;
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            StandardStreams.Tell($"{exception.Message} Choose another address with --listen or --status-listen.");
            return CannotRun;
        }
        catch (SocketException exception)
        {
            StandardStreams.Tell($"An address cannot be listened on: {exception.Message}. Choose another one with --listen or --status-listen.");
            return CannotRun;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            var cause = exception.GetBaseException();
            StandardStreams.Tell($"The service cannot run: {cause.Message.ReplaceLineEndings(" ")} ({cause.GetType().Name})");
            return CannotRun;
        }
    }

    /// <summary>Builds the service without starting it.</summary>
    /// <param name="options">As they were read.</param>
    /// <param name="time">The clock; by default the system's.</param>
    /// <exception cref="OptionException">The options cannot be used together, or another process uses the state folder.</exception>
    public static WebApplication Build(ServiceOptions options, TimeProvider? time = null)
    {
        var builder = CreateBuilder();
        AddLogging(builder, options);
        AddState(builder.Services, options);
        AddServices(builder.Services, options, time ?? TimeProvider.System);
        _ = builder.Services.AddRevisionOrigin(options);

        _ = builder.Services.Configure<SocketTransportOptions>(ConfigureSockets);
        _ = builder.WebHost.ConfigureKestrel(kestrel => Listeners.Configure(kestrel, options, kestrel.ApplicationServices.GetRequiredService<ConnectionLimit>()));
        var app = builder.Build();
        app.Services.GetRequiredService<AdminToken>().Check();
        CheckState(app.Services.GetService<StateFolder>());
        _ = app.Services.GetRequiredService<ProcessMetrics>();
        _ = app.Services.GetRequiredService<RegistryMetrics>();
        _ = app.Services.GetRequiredService<KeepingMetrics>();
        _ = app.Services.GetRequiredService<SharingMetrics>();
        _ = app.Services.GetRequiredService<PlannerMetrics>();
        _ = app.Services.GetRequiredService<ConnectionMetrics>();
        _ = app.Services.GetRequiredService<PrometheusText>();
        var protocol = app.Services.GetRequiredService<ProtocolRoutes>();
        var status = app.Services.GetRequiredService<StatusRoutes>();
        _ = app.Services.GetRequiredService<Traces>();
        var rates = app.Services.GetRequiredService<ClientRates>();
        app.Run(context => Listeners.IsStatus(context)
            ? status.AnswerAsync(context)
            : rates.Allow(context) ? protocol.AnswerAsync(context) : protocol.RefuseAsync(context));
        return app;
    }

    /// <summary>Reads the options from switches, the environment and appsettings.</summary>
    /// <exception cref="OptionException">An option cannot be used.</exception>
    public static ServiceOptions ReadOptions(string[] args)
    {
        try
        {
            return OptionReader.Read(OptionLayers.Read(args, new ConfigurationBuilder().AddEnvironmentVariables().Build(), ReadSettings()));
        }
        catch (FileNotFoundException) when (!Directory.Exists("."))
        {
            throw new OptionException("The folder that the service was started in is gone: start it in another one, or write all paths from / on.");
        }
    }

    private static async Task<int> ObeyAsync(string[] args, CancellationToken cancellationToken)
    {
        if (args.Contains("--help", StringComparer.Ordinal) || args.Contains("-h", StringComparer.Ordinal))
        {
            return StandardStreams.Print(OptionTable.Help());
        }

        if (args.Contains("--version", StringComparer.Ordinal))
        {
            return StandardStreams.Print($"{ServiceVersion.Text}\n");
        }

        if (args.Contains("--check", StringComparer.Ordinal))
        {
            return await ReadinessCheck.RunAsync(ReadOptions([.. args.Where(argument => argument != "--check")]), cancellationToken);
        }

        await using var app = Build(ReadOptions(args));
        await RunAsync(app, cancellationToken);
        return 0;
    }

    private static async Task RunAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await app.StopAsync(CancellationToken.None); // A refresh under way must end before what it works with is disposed of.
            throw;
        }

        await app.WaitForShutdownAsync(cancellationToken);
    }

    private static IConfigurationRoot ReadSettings()
    {
        const string file = "appsettings.json";
        try
        {
            return new ConfigurationBuilder().SetBasePath(AppContext.BaseDirectory).AddJsonFile(file, optional: true).Build();
        }
        catch (InvalidDataException exception)
        {
            throw new OptionException($"The file {Path.Combine(AppContext.BaseDirectory, file)} is no JSON: {exception.GetBaseException().Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OptionException($"The file {Path.Combine(AppContext.BaseDirectory, file)} cannot be read: {exception.Message}");
        }
    }

    private static void ConfigureSockets(SocketTransportOptions sockets)
    {
        const int waitingConnections = 4096; // What comes at once when a fleet wakes; of more the system asks clients to try again in a second.
        sockets.Backlog = waitingConnections;
        sockets.UnsafePreferInlineScheduling = true; // A poll does little more than copy ready bytes: handing it from thread to thread would cost more than itself.
    }

    /// <summary>
    /// A builder that reads and watches no variables and files of the framework: base images set addresses of their own, and a
    /// machine may have no inotify instance left. Only the options of the service apply.
    /// </summary>
    private static WebApplicationBuilder CreateBuilder()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        _ = builder.WebHost.UseKestrelCore();
        return builder;
    }

    private static void AddLogging(WebApplicationBuilder builder, ServiceOptions options)
    {
        _ = builder.Logging.ClearProviders()
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None) // It tells of each request at a level that is never shown, and as long as it might it makes a span of each.
            .AddFilter("Microsoft.AspNetCore.Server.Kestrel.Http2", LogLevel.None) // What clients do wrong, at any level and as often as they like; metrics count it.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical); // A start that failed is told once, by RunAsync.
        _ = options.JsonLog
            ? builder.Logging.AddJsonConsole(console =>
            {
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
            })
            : builder.Logging.AddConsole(console => console.FormatterName = PlainConsoleFormatter.FormatterName);
        _ = builder.Services.AddSingleton<ConsoleFormatter, PlainConsoleFormatter>();
    }

    private static void AddState(IServiceCollection services, ServiceOptions options)
    {
        if (options.State is { } path)
        {
            _ = services.AddSingleton(_ => new StateFolder(path)); // The container lets go of it at the end.
        }
    }

    private static void CheckState(StateFolder? state)
    {
        if (state?.IsTakenByAnother() == true)
        {
            throw new OptionException($"The folder '{state.Path}' of --state is in use by another process: end that one first, or give this one a folder of its own.");
        }
    }

    private static void AddServices(IServiceCollection services, ServiceOptions options, TimeProvider time) => services
        .AddMetrics()
        .AddSingleton(options)
        .AddSingleton(time)
        .AddSingleton(provider => new RegistryConnections(Registry(options.Sources), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => new RevisionLibrary(provider.GetService<StateFolder>(), options.Keep, isFollower: options.Follow is not null))
        .AddSingleton<RevisionStore>()
        .AddSingleton<AnswerImprover>()
        .AddSingleton<ServiceMetrics>()
        .AddSingleton<ProcessMetrics>()
        .AddSingleton<RegistryMetrics>()
        .AddSingleton<KeepingMetrics>()
        .AddSingleton<SharingMetrics>()
        .AddSingleton<PrometheusText>()
        .AddSingleton<UnpackedAnswers>()
        .AddSingleton<GraphEndpoint>()
        .AddSingleton<GraphDataEndpoint>()
        .AddSingleton<OpenApiEndpoint>()
        .AddSingleton(provider => new SignatureEndpoint(
            provider.GetRequiredService<RevisionStore>(),
            provider.GetRequiredService<ServiceMetrics>(),
            options.Signatures is null ? null : new SignatureFolder(options.Signatures, provider.GetRequiredService<TimeProvider>())))
        .AddSingleton<RevisionFinder>()
        .AddSingleton<EarlierRevisions>()
        .AddSingleton<RevisionsEndpoint>()
        .AddSingleton<Planners>()
        .AddSingleton<PlannerTurns>()
        .AddSingleton<AnswerCache>()
        .AddSingleton<RevisionPlanner>()
        .AddSingleton<PackedAnswers>()
        .AddSingleton<PreparedAnswers>()
        .AddSingleton<PlannerEndpoint>()
        .AddSingleton<PlannerMetrics>()
        .AddSingleton<PageAssets>()
        .AddSingleton<AssetEndpoint>()
        .AddSingleton<PageShell>()
        .AddSingleton<PageBook>()
        .AddSingleton<PageEndpoint>()
        .AddSingleton(provider => Connections(options, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(_ => new ClientRates(options.RateLimit)) // The container lets go of it at the end.
        .AddSingleton<ConnectionMetrics>()
        .AddSingleton<Traces>()
        .AddSingleton<ProtocolRoutes>()
        .AddSingleton<StatusRoutes>()
        .AddSingleton<StatusDocument>()
        .AddSingleton(new AdminToken(options.AdminTokenFile))
        .AddSingleton(provider => new AuditLog(provider.GetService<StateFolder>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<AuditLog>>()))
        .AddSingleton<RefusedTokens>()
        .AddSingleton<RevisionPin>()
        .AddSingleton<AdminRoutes>()
        .AddSingleton<StartScreen>()
        .AddSingleton<RefreshLog>()
        .AddSingleton<RefreshService>()
        .AddHostedService(provider => provider.GetRequiredService<RefreshService>())
        .Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);

    private static ConnectionLimit Connections(ServiceOptions options, TimeProvider time)
    {
        var most = ConnectionRoom.Of(options);
        return new ConnectionLimit(most, new AddressShare(options.ConnectionsPerAddress?.Of(most), options.ProxyAddresses), time);
    }

    private static RegistryOptions Registry(SourceOptions sources)
    {
        var options = sources.Registry;
        string[] problems = [.. options.Problems()];
        return problems.Length == 0 ? options : throw new OptionException(string.Join('\n', problems));
    }
}

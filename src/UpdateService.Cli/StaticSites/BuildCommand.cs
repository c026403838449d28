using System.Globalization;
using System.Text;
using UpdateService.Cli.Commands;
using UpdateService.Cli.Graphs;
using UpdateService.Cli.Output;

namespace UpdateService.Cli.StaticSites;

/// <summary><c>build --output DIR</c>: the answers of a service as files.</summary>
internal sealed class BuildCommand : ToolCommand
{
    private readonly SourceSwitches sources;
    private readonly TextOption output = new("--output", "DIR", "The folder to write; one that an earlier build wrote is replaced.", "-o") { Kind = ValueKind.Folder };
    private readonly TextOption listen = new("--listen", "ADDRESS", "What the nginx.conf listens on: a port, or address:port. Default: 8080.");

    /// <summary>The command.</summary>
    public BuildCommand(SourceSwitches sources)
        : base("build", "Builds the graph and writes all answers as files, with an nginx.conf that serves them as the service does.")
    {
        this.sources = sources;
        Add(output);
        Add(listen);
        foreach (var option in sources.OfData)
        {
            Add(option);
        }

        Synonyms = ["export", "generate", "site"];
        Examples =
        [
            new Example("The data set that ships, as files", "updatectl build --output site"),
            new Example("Serve them", "updatectl build --output site && nginx -p \"$PWD/site\" -c nginx.conf"),
            new Example("Your own graph-data and releases", "updatectl build --output site --graph-data graph-data --releases oci://registry.example.com/ocp/release"),
        ];
        Notes =
            """
            The answers stand at api/upgrades_info/v1/graph/CHANNEL/ARCH.json, each with a .gz beside it. They are written to a
            folder beside DIR that takes its place at the end, so that a build that fails leaves DIR as it was.
            """;
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var folder = call.Single(output) ?? throw CommandException.BadInput("'updatectl build' needs --output DIR, the folder to write. For example: updatectl build --output site");
        var configuration = NginxConfiguration.For(call.Single(listen) ?? "8080");
        var place = SitePlace.Of(folder);
        var content = await Progress.ShowAsync(call.Around, "building", BuildAsync(call, cancellationToken));
        var left = await Progress.ShowAsync(call.Around, "writing", Task.Run(() => WriteAsync(place, content, configuration, call.Around.Time, cancellationToken), cancellationToken));
        if (left is not null)
        {
            await call.Around.Errors.WriteLineAsync($"The earlier files cannot be deleted; they are left at {left}.");
        }

        var problems = content.Problems == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" There are {content.Problems:N0} problems in the data; 'updatectl lint' tells them.");
        await new Screen(call.Around).WriteAsync(
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{content.Answers.Count:N0} answers stand in {folder}.{problems}\nServe them: nginx -p '{place.Target}' -c nginx.conf\n")),
            cancellationToken);
        return ExitStatus.Fine;
    }

    private async Task<SiteContent> BuildAsync(Call call, CancellationToken cancellationToken) =>
        SiteContent.Of(await BuiltGraph.BuildAsync(sources.Read(call), call.Around.Time, cancellationToken), cancellationToken);

    private static async Task<string?> WriteAsync(SitePlace place, SiteContent content, string configuration, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            using var draft = place.Begin();
            foreach (var (path, bytes) in content.Files.Append(("nginx.conf", Encoding.UTF8.GetBytes(configuration))))
            {
                cancellationToken.ThrowIfCancellationRequested();
                await draft.WriteAsync(path, bytes, time.GetUtcNow(), cancellationToken);
            }

            return draft.Publish();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Trouble($"'{place.Target}' cannot be written, and is as it was before. {exception.Message}");
        }
    }
}

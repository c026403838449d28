using System.Collections.Immutable;
using System.Text;
using UpdateService.Cli.Commands;
using UpdateService.Cli.Graphs;
using UpdateService.Cli.Output;
using UpdateService.Planning.Writing;

namespace UpdateService.Cli.Doctoring;

/// <summary><c>doctor</c>: checks each part of an installation, and reports what is wrong with it and what to do.</summary>
internal sealed class DoctorCommand : ToolCommand
{
    private readonly DoctorSwitches switches;
    private readonly FormatOption format = new(["text", "json"]);

    /// <summary>The command.</summary>
    public DoctorCommand(SourceSwitches sources)
        : base("doctor", "Checks a set-up piece by piece: network, certificates, credentials, graph-data, releases, clock, disk.")
    {
        switches = new DoctorSwitches(sources);
        Add(format.Option);
        foreach (var option in switches.All)
        {
            Add(option);
        }

        Synonyms = ["diagnose", "diagnostics", "health", "status"];
        Examples =
        [
            new Example("Is the mirror as the service needs it?", "updatectl doctor --releases oci://mirror.example.com/ocp/release --registry-auth auth.json --registry-ca ca.pem"),
            new Example("May the service write its state?", "updatectl doctor --state /var/lib/update-service"),
            new Example("Does a running service answer?", "updatectl doctor --server https://updates.example.com --ca ca.pem"),
            new Example("For a script", "updatectl doctor -o json"),
        ];
        Notes =
            """
            Give it those switches of the service that are listed above, in the network where the service runs, as its user. It
            asks and reads as the service does, keeps nothing, and shows no secret; what --publish and --follow name it does not
            look at, /readyz of the service tells of that. Its marks: ok; ! works, look at it; ✕ broken, the line below says what
            to do; - not checked. Exit status: 0 nothing is broken, 4 bad input, 5 something is broken.
            """;
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var shown = format.Read(call);
        using var examination = new Examination(switches.Read(call));
        var around = call.Around;
        var isLive = shown == "text" && around.IsOutputTerminal; // A person sees each finding as it comes; a pipe gets all of it at once.
        var text = new StringBuilder();
        var entries = ImmutableArray.CreateBuilder<Entry>();
        foreach (var chain in examination.Chains)
        {
            foreach (var check in chain.Checks)
            {
                var entry = await Progress.ShowAsync(around, $"{check.Name} of {PlainText.Of(chain.Subject)}", chain.MakeAsync(check, around.Time, cancellationToken));
                _ = text.Append(Report.Lines(entry, entries.LastOrDefault()?.Subject, around.HasColours));
                entries.Add(entry);
                if (isLive)
                {
                    await FlushAsync(around, text, cancellationToken);
                }
            }
        }

        var all = entries.ToImmutable();
        _ = shown == "json" ? text.Clear().Append(Report.ToJson(all)) : text.Append(Report.Summary(all));
        await FlushAsync(around, text, cancellationToken);
        return Report.IsBroken(all) ? ExitStatus.Trouble : ExitStatus.Fine;
    }

    private static async Task FlushAsync(Surroundings around, StringBuilder text, CancellationToken cancellationToken)
    {
        await new Screen(around).WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken);
        _ = text.Clear();
    }
}

using System.Diagnostics;
using System.Globalization;

namespace UpdateService.Hardening.Tests;

/// <summary>A hostile client as a process of its own, which is ended as a crash would.</summary>
internal sealed class AttackProcess : IDisposable
{
    private const string LongerThanAnyTest = "120";

    private readonly Process process;

    private AttackProcess(Process process) => this.process = process;

    private static string Built { get; } = Path.Combine(
        Repository.Root, "artifacts", "bin", "UpdateService.Attacks", new DirectoryInfo(AppContext.BaseDirectory).Name, "UpdateService.Attacks.dll");

    /// <summary>Starts an attack, and waits until it is under way.</summary>
    /// <param name="name">One of those that <c>UpdateService.Attacks</c> lists.</param>
    /// <param name="address">Whom it is against.</param>
    /// <param name="values">What else it is told.</param>
    public static async Task<AttackProcess> StartAsync(string name, Uri address, params IEnumerable<string> values)
    {
        var start = new ProcessStartInfo("dotnet", [Built, name, address.AbsoluteUri, LongerThanAnyTest, .. values]) { RedirectStandardOutput = true, UseShellExecute = false };
        var attack = new AttackProcess(Process.Start(start)!);
        Assert.Equal("attacking", await attack.process.StandardOutput.ReadLineAsync());
        return attack;
    }

    /// <summary>Attacks for a time, with a client that crashes at its end.</summary>
    public static async Task RunAsync(string name, Uri address, double seconds, params IEnumerable<string> values)
    {
        using var attack = await StartAsync(name, address, values);
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        Assert.False(attack.process.HasExited, string.Create(CultureInfo.InvariantCulture, $"The attack {name} ended by itself."));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}

namespace UpdateService.EndToEnd.Tests.Cli;

/// <summary>The built command as a process of its own.</summary>
internal static class CliProcess
{
    /// <summary>The assembly that the build made, in the configuration of these tests.</summary>
    public static string Built { get; } = Path.Combine(
        Repository.Root, "artifacts", "bin", "UpdateService.Cli", new DirectoryInfo(AppContext.BaseDirectory).Name, "updatectl.dll");

    /// <summary>A function for a shell that stands for the command.</summary>
    public static string Function => $"updatectl() {{ dotnet '{Built}' \"$@\"; }}";

    /// <summary>Calls the command.</summary>
    public static Task<CommandResult> RunAsync(params IEnumerable<string> arguments) => InstalledCommand.RunAsync("dotnet-sdk-10.0", ["dotnet", Built, .. arguments]);

    /// <summary>Runs a script at the top of the checkout, in which <c>updatectl</c> is the command.</summary>
    public static Task<CommandResult> BashAsync(string script) => InstalledCommand.RunAsync("bash", ["bash", "-c", $"cd '{Repository.Root}'; {Function}; {script}"]);
}

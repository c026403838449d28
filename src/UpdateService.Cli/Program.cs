using System.Runtime.InteropServices;
using UpdateService.Cli;

using var interruption = new CancellationTokenSource();
using var signal = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
{
    context.Cancel = !interruption.IsCancellationRequested; // The second one ends the process at once.
    interruption.Cancel();
});
return await Tool.RunAsync(args, Surroundings.OfProcess(), interruption.Token);

using System.Globalization;
using UpdateService.Attacks;

// A hostile client, as a process of its own: tests end it as a crash would, and its work is not the tests'.
// Prints a line once it is under way, and one at the end with what it did.
if (args is not [var name, var address, var seconds, .. var more] || !Attack.All.TryGetValue(name, out var attack))
{
    await Console.Error.WriteLineAsync($"Usage: UpdateService.Attacks NAME ADDRESS SECONDS [VALUE …]; names: {string.Join(", ", Attack.All.Keys)}");
    return 2;
}

using var ending = new CancellationTokenSource(TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)));
var target = new Target(new Uri(address), more, ending.Token);
var attacking = attack(target);
Console.WriteLine("attacking");
await attacking;
Console.WriteLine($"{name}: {target.Report()}");
return 0;

using System.Net;

namespace UpdateService.Hardening.Tests;

/// <summary>
/// Clients that abuse connections, with HTTP/2 and without, and then crash: others are served meanwhile, nothing of them is counted afterwards, and
/// memory stays within its limit.
/// </summary>
public sealed class ConnectionTests(AttackedService service) : IClassFixture<AttackedService>
{
    private const double Seconds = 2.5;

    [Theory]
    [InlineData("h2-settings")]
    [InlineData("h2-settings-alone")]
    [InlineData("h2-reset")]
    [InlineData("h2-ping")]
    [InlineData("h2-window")]
    [InlineData("h2-continuation")]
    [InlineData("h2-data")]
    [InlineData("h2-priority")]
    [InlineData("h2-request")]
    [InlineData("h2-deaf")]
    [InlineData("h2-request-deaf")]
    [InlineData("tls-half")]
    [InlineData("hang-up")]
    [InlineData("pipeline")]
    [InlineData("slow-headers")]
    public Task With_tls_they_leave_nothing_behind(string attack) => AssertHoldsAsync(service.Secure, attack);

    [Theory]
    [InlineData("hold")]
    [InlineData("slow-headers")]
    [InlineData("pipeline")]
    [InlineData("pipeline-deaf")]
    [InlineData("hang-up")]
    [InlineData("upgrade")]
    public Task Without_tls_they_leave_nothing_behind(string attack) => AssertHoldsAsync(service.Plain, attack);

    private static async Task AssertHoldsAsync(ServerProcess server, string attack)
    {
        for (var time = 0; time < 2; time++)
        {
            using var attacking = await AttackProcess.StartAsync(attack, server.Protocol);
            for (var until = Environment.TickCount64 + (long)(Seconds / 2 * 1000); Environment.TickCount64 < until;)
            {
                Assert.Equal(HttpStatusCode.OK, await Attacked.AskAsync(server.Protocol, from: "127.0.0.2"));
                Assert.Equal(HttpStatusCode.OK, await Attacked.AskAsync(server.Status, from: "127.0.0.2", path: "/livez"));
            }
        }

        await Attacked.AssertForgottenAsync(server);
        Assert.InRange(MemoryLimit.MostResident(server.Id), 0, MemoryLimit.Megabytes);
    }
}

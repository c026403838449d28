using System.Text;
using UpdateService.Testing.Registries;

namespace UpdateService.Server.Tests.Failures;

/// <summary>The registry is there, and gives some or all of it no more: errors, an expired certificate, revoked credentials.</summary>
public sealed class RegistryRefusesTests
{
    [Fact]
    public async Task Half_the_tags_fail_at_start_and_nothing_is_served_until_all_were_read()
    {
        await using var mirrored = await MirroredService.CreateAsync(releases: 6);
        mirrored.Registry.Faults.StatusAlways(FakeRequestKind.Manifest, 500, IsEven);
        await mirrored.StartAsync();
        await mirrored.SettleAsync();

        await mirrored.AssertServesNothingAsync();
        var ready = await mirrored.ReadyAsync();
        Assert.StartsWith("not ready: there is no revision yet\nA build is held back since ", ready, StringComparison.Ordinal);
        Assert.Contains("Releases could not be read, and there is no revision that knows them: clusters that run them would lose every update.", ready, StringComparison.Ordinal);
        Assert.Equal((1, 0), (await mirrored.MetricAsync("update_service_held_back"), await mirrored.HealthyAsync()));
        Assert.Equal((3, 3, 3), (await mirrored.TagsAsync("release"), await mirrored.TagsAsync("failed"), await mirrored.TagsAsync("missing")));
        Assert.Equal(3, await mirrored.MetricAsync("update_service_problems", "{rule=\"UnreadableRelease\",severity=\"Error\"}"));
        Assert.Equal(3, mirrored.Logged($"Warning: {mirrored.Place}:4.18.").Count);

        mirrored.Registry.Faults.Clear();
        await mirrored.RefreshAsync();
        Assert.Equal(6, (await mirrored.VersionsAsync()).Count);
        Assert.Equal("ready: revision 1\n", await mirrored.ReadyAsync());
        Assert.Equal(0, await mirrored.MetricAsync("update_service_held_back"));
    }

    [Fact]
    public async Task Half_the_tags_fail_later_and_every_release_stays()
    {
        await using var mirrored = await MirroredService.CreateAsync(releases: 6);
        var before = await mirrored.StartReadyAsync();
        mirrored.Registry.Faults.StatusAlways(FakeRequestKind.Head, 500, IsEven);
        await mirrored.RefreshAsync();

        await mirrored.AssertServesAsync(before);
        var outage = $"{mirrored.Place}: UnreadableSource: 3 of 6 tags could not be read. Releases that were known stay; the tags are asked again at the next refresh.";
        Assert.Equal($"ready: revision 1\n{outage}\n", await mirrored.ReadyAsync());
        Assert.Equal([$"Warning: {outage}"], mirrored.Logged($"Warning: {mirrored.Place}"));
        Assert.Equal((6, 3, 3, 0), (await mirrored.TagsAsync("release"), await mirrored.TagsAsync("failed"), await mirrored.TagsAsync("carried"), await mirrored.TagsAsync("missing")));
        Assert.Equal((0, 3), (await mirrored.HealthyAsync(), await mirrored.FailuresAsync("ServerError")));
        Assert.Equal((3, 0), (await mirrored.MetricAsync("update_service_problems", "{rule=\"UnreadableRelease\",severity=\"Warning\"}"), await mirrored.MetricAsync("update_service_quarantined_releases")));

        mirrored.Registry.Faults.Clear();
        await mirrored.RefreshAsync();
        await mirrored.AssertServesAsync(before);
        Assert.Equal("ready: revision 1\n", await mirrored.ReadyAsync());
        Assert.Equal((1, 0), (await mirrored.HealthyAsync(), await mirrored.TagsAsync("failed")));
    }

    [Fact]
    public async Task The_registry_limits_requests_and_every_release_stays()
    {
        await using var mirrored = await MirroredService.CreateAsync();
        var before = await mirrored.StartReadyAsync();
        mirrored.Registry.Faults.Status(FakeRequestKind.Head, 429, times: 1000, headers: ["Retry-After: 10"]);
        await mirrored.RefreshAsync();

        await mirrored.AssertServesAsync(before);
        Assert.Contains("3 of 3 tags could not be read.", await mirrored.ReadyAsync(), StringComparison.Ordinal);
        Assert.Equal((0, 3), (await mirrored.HealthyAsync(), await mirrored.FailuresAsync("RateLimited")));

        mirrored.Registry.Faults.Clear();
        await mirrored.RefreshAsync();
        await mirrored.AssertServesAsync(before);
        Assert.Equal(("ready: revision 1\n", 1), (await mirrored.ReadyAsync(), await mirrored.HealthyAsync()));
    }

    [Fact]
    public async Task A_hundred_new_tags_fail_and_twenty_are_listed_and_all_are_counted()
    {
        const int failing = 100;
        await using var mirrored = await MirroredService.CreateAsync();
        var before = await mirrored.StartReadyAsync();
        for (var number = 0; number < failing; number++)
        {
            mirrored.Push(MirroredService.Repository, $"new-{number:D3}", new ReleaseSketch($"4.19.{number}").ToImage());
        }

        mirrored.Registry.Faults.StatusAlways(FakeRequestKind.Manifest, 400, tag => tag.StartsWith("new-", StringComparison.Ordinal));
        await mirrored.RefreshAsync();

        await mirrored.AssertServesAsync(before);
        Assert.Equal(failing, await mirrored.MetricAsync("update_service_problems", "{rule=\"UnreadableRelease\",severity=\"Error\"}"));
        Assert.Equal((failing, failing), (await mirrored.MetricAsync("update_service_quarantined_releases"), await mirrored.TagsAsync("failed")));
        var logged = mirrored.Logged($"Warning: {mirrored.Place}");
        Assert.Equal((22, $"Warning: {mirrored.Place}: UnreadableRelease: … and 80 more."), (logged.Count, logged[^1]));
        var last = (await mirrored.StatusAsync()).GetProperty("lastRefresh");
        var listed = last.GetProperty("errors").EnumerateArray().Select(problem => problem.GetString()!).ToList();
        Assert.Equal((failing + 1, 21, $"{mirrored.Place}: UnreadableRelease: … and 80 more."), (last.GetProperty("problems").GetInt32(), listed.Count, listed[^1]));
        Assert.StartsWith($"{mirrored.Place}:new-019: ", listed[^2], StringComparison.Ordinal);

        mirrored.Registry.Faults.Clear();
        await mirrored.RefreshAsync();
        Assert.Equal((103, 0), (await mirrored.TagsAsync("release"), await mirrored.MetricAsync("update_service_quarantined_releases")));
        Assert.Equal(before.Text, (await mirrored.AskAsync()).Text);
    }

    [Fact]
    public async Task The_registrys_certificate_expires_and_no_answer_changes_until_it_is_renewed()
    {
        using var authority = new FakeAuthority();
        using var good = authority.Issue();
        await using var mirrored = await MirroredService.CreateAsync(certificate: good);
        var trusted = mirrored.Data.Beside("authority.pem");
        await File.WriteAllTextAsync(trusted, authority.Pem);
        mirrored.Switches = [.. mirrored.Switches, "--registry-ca", trusted];
        var before = await mirrored.StartReadyAsync();
        await mirrored.Registry.StopAsync();
        using var expired = authority.Issue(age: TimeSpan.FromDays(2));
        await mirrored.Registry.StartAgainAsync(expired);
        await mirrored.RefreshAsync();

        await mirrored.AssertServesAsync(before);
        var ready = await mirrored.ReadyAsync();
        Assert.StartsWith($"ready: revision 1\n{mirrored.Place}: UnreadableSource: The certificate of 127.0.0.1 is good from ", ready, StringComparison.Ordinal);
        Assert.Contains("not now: it has expired, or the clock is wrong. Renew it.", ready, StringComparison.Ordinal);
        Assert.Contains("it has expired", Assert.Single(mirrored.Logged($"Warning: {mirrored.Place}: UnreadableSource: ")), StringComparison.Ordinal);
        Assert.Equal((0, 1, 3), (await mirrored.HealthyAsync(), await mirrored.FailuresAsync("Untrusted"), await mirrored.TagsAsync("carried")));

        await mirrored.Registry.StopAsync();
        using var renewed = authority.Issue();
        await mirrored.Registry.StartAgainAsync(renewed);
        await mirrored.RefreshAsync();
        await mirrored.AssertServesAsync(before);
        Assert.Equal("ready: revision 1\n", await mirrored.ReadyAsync());
        Assert.Equal(1, await mirrored.HealthyAsync());
    }

    [Theory]
    [InlineData("Basic", "(--registry-auth) are missing, wrong or revoked. The last known releases stay.")]
    [InlineData("Bearer", "Give others by --registry-auth. The last known releases stay.")]
    public async Task The_credentials_are_revoked_and_no_answer_changes_until_the_file_has_new_ones(string scheme, string refusal)
    {
        await using var mirrored = await MirroredService.CreateAsync();
        var login = new FakeLogin(scheme);
        mirrored.Registry.Login = login;
        var file = mirrored.Data.Beside("auth.json");
        WriteCredentials(mirrored, file, login);
        mirrored.Switches = [.. mirrored.Switches, "--registry-auth", file];
        var before = await mirrored.StartReadyAsync();
        var old = login.Password;
        login.Password = "another-s3cret";
        login.RevokeTokens();
        await mirrored.RefreshAsync();

        await mirrored.AssertServesAsync(before);
        var ready = await mirrored.ReadyAsync();
        Assert.StartsWith($"ready: revision 1\n{mirrored.Place}: UnreadableSource: ", ready, StringComparison.Ordinal);
        Assert.Contains(refusal, ready, StringComparison.Ordinal);
        Assert.Single(mirrored.Logged($"Warning: {mirrored.Place}: UnreadableSource: "));
        Assert.Equal((0, 1, 3), (await mirrored.HealthyAsync(), await mirrored.FailuresAsync("Unauthorized"), await mirrored.TagsAsync("carried")));
        Assert.DoesNotContain(mirrored.Service.Log.Append(ready), line => line.Contains(old, StringComparison.Ordinal));

        WriteCredentials(mirrored, file, login);
        mirrored.Push(4);
        await mirrored.RefreshAsync();
        Assert.Equal(["4.18.1", "4.18.2", "4.18.3", "4.18.4"], await mirrored.VersionsAsync());
        Assert.Equal("ready: revision 2\n", await mirrored.ReadyAsync());
        Assert.Equal(1, await mirrored.HealthyAsync());
    }

    private static bool IsEven(string tag) => tag.StartsWith("4.18.", StringComparison.Ordinal) && (tag[5] - '0') % 2 == 0;

    private static void WriteCredentials(MirroredService mirrored, string file, FakeLogin login)
    {
        var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{login.User}:{login.Password}"));
        File.WriteAllText(file, $$"""{"auths":{"{{mirrored.Registry.Host}}":{"auth":"{{pair}}"} } }""");
    }
}

using System.Text;
using UpdateService.Registry.Protocol;
using UpdateService.Testing.Registries;

namespace UpdateService.Registry.Tests.Protocol;

public sealed class AddressTests
{
    [Fact]
    public async Task A_file_is_read_once_until_it_changes()
    {
        await using var server = await FakeRegistry.StartAsync();
        server.AddFile("/graph.tar.gz", [1, 2, 3]);
        using var door = Door.To(server);

        string? eTag;
        using (var first = await OpenAsync(door, server, null))
        {
            Assert.False(first.IsNotModified);
            Assert.Equal([1, 2, 3], await Door.ReadAsync(first.Content));
            eTag = first.ETag;
            Assert.NotNull(eTag);
        }

        using (var second = await OpenAsync(door, server, eTag))
        {
            Assert.True(second.IsNotModified);
            Assert.Equal(eTag, second.ETag);
            Assert.Empty(await Door.ReadAsync(second.Content));
        }

        server.AddFile("/graph.tar.gz", [4]);
        using var third = await OpenAsync(door, server, eTag);
        Assert.False(third.IsNotModified);
        Assert.NotEqual(eTag, third.ETag);
        Assert.Equal([4], await Door.ReadAsync(third.Content));
        Assert.Equal(3, door.Counts.Requests(RegistryRequestKind.Address));
    }

    [Fact]
    public async Task It_is_tried_again_and_redirects_are_followed()
    {
        await using var server = await FakeRegistry.StartAsync();
        await using var other = await FakeRegistry.StartAsync();
        other.AddFile("/real", [1]);
        server.Faults.Status(FakeRequestKind.File, 503);
        server.Faults.Status(FakeRequestKind.File, 302, headers: [$"Location: {other.Address}/real?signature=s1gnature"]);
        using var door = Door.To(server, other);

        using var answer = await OpenAsync(door, server, "\"x\"");
        Assert.Equal([1], await Door.ReadAsync(answer.Content));
        Assert.Equal("\"x\"", other.Requests.Single().Header("If-None-Match"));
        Assert.Equal(1, door.Counts.Retries);
    }

    [Fact]
    public async Task Credentials_in_the_address_are_sent_to_that_host_and_shown_to_nobody()
    {
        await using var server = await FakeRegistry.StartAsync();
        await using var other = await FakeRegistry.StartAsync();
        server.Faults.Status(FakeRequestKind.File, 302, headers: [$"Location: {other.Address}/real"]);
        using var door = Door.To(server, other);
        var address = new Uri(server.Address.Replace("//", "//robot:s3cret%2Fpassword@", StringComparison.Ordinal) + "/file?token=s3cret2");

        var failure = await Door.FailureAsync(() => door.Connections.OpenAddressAsync(address, null, CancellationToken.None), RegistryFault.NotFound);
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("robot:s3cret/password")), server.Requests.Single().Header("Authorization"));
        Assert.Equal("?token=s3cret2", server.Requests.Single().Query);
        Assert.Null(other.Requests.Single().Header("Authorization"));
        server.Faults.Status(FakeRequestKind.File, 401);
        var refused = await Door.FailureAsync(() => door.Connections.OpenAddressAsync(address, null, CancellationToken.None), RegistryFault.Unauthorized);
        Assert.DoesNotContain("s3cret", failure.ToString() + refused);
    }

    [Fact]
    public async Task Plain_HTTP_is_not_asked_unless_the_host_is_insecure()
    {
        await using var server = await FakeRegistry.StartAsync();
        server.AddFile("/graph.tar.gz", [1]);
        using var door = Door.To();

        var failure = await Door.FailureAsync(() => OpenAsync(door, server, null), RegistryFault.Forbidden);
        Assert.Contains($"--insecure-registry {server.Host}", failure.Message);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Content_that_breaks_off_is_told()
    {
        await using var server = await FakeRegistry.StartAsync();
        server.AddFile("/graph.tar.gz", new byte[1000]);
        server.Faults.CutBody(FakeRequestKind.File, 10);
        using var door = Door.To(server);

        using var answer = await OpenAsync(door, server, null);
        _ = await Door.FailureAsync(() => answer.Content.CopyToAsync(Stream.Null), RegistryFault.Unreachable);
    }

    [Fact]
    public async Task A_304_that_nobody_asked_for_is_no_answer()
    {
        await using var server = await FakeRegistry.StartAsync();
        server.Faults.Next(FakeRequestKind.File, (context, _) =>
        {
            context.Response.StatusCode = 304;
            return Task.CompletedTask;
        });
        using var door = Door.To(server);

        _ = await Door.FailureAsync(() => OpenAsync(door, server, null), RegistryFault.InvalidAnswer);
    }

    private static Task<AddressAnswer> OpenAsync(Door door, FakeRegistry server, string? eTag) =>
        door.Connections.OpenAddressAsync(new Uri(server.Address + "/graph.tar.gz"), eTag, CancellationToken.None);
}

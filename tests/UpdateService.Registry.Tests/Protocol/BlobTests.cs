using UpdateService.Registry.Protocol;
using UpdateService.Testing.Registries;

namespace UpdateService.Registry.Tests.Protocol;

public sealed class BlobTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public async Task A_blob_is_read_to_its_end(int length)
    {
        await using var registry = await FakeRegistry.StartAsync();
        var blob = Door.Random(length);
        var digest = registry.AddBlob(blob);
        using var door = Door.To(registry);

        Assert.Equal(blob, await Door.ReadAsync(await door.OpenBlobAsync(registry, digest)));
        Assert.Equal(length, door.Counts.Bytes);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(0)]
    public async Task Other_bytes_than_the_digest_says_are_noticed_at_the_last_read(int length)
    {
        await using var registry = await FakeRegistry.StartAsync();
        var digest = registry.AddBlob(Door.Random(1000));
        registry.Corrupt(digest, Door.Random(length));
        using var door = Door.To(registry);

        await using var stream = await door.OpenBlobAsync(registry, digest);
        _ = await Door.FailureAsync(() => stream.CopyToAsync(Stream.Null), RegistryFault.DigestMismatch);
        Assert.Equal(1, door.Counts.Failures(RegistryFault.DigestMismatch));
    }

    [Fact]
    public async Task A_reader_that_never_asks_for_the_end_is_told_with_the_last_bytes()
    {
        await using var registry = await FakeRegistry.StartAsync();
        var digest = registry.AddBlob(Door.Random(1000));
        registry.Corrupt(digest, Door.Random(1000));
        using var door = Door.To(registry);

        await using var stream = await door.OpenBlobAsync(registry, digest);
        _ = await Door.FailureAsync(() => stream.ReadExactlyAsync(new byte[1000]).AsTask(), RegistryFault.DigestMismatch);
    }

    [Theory]
    [InlineData(false, 10, 10)]
    [InlineData(true, 10, 10)]
    [InlineData(false, 5000, 1000)]
    [InlineData(true, 5000, 1000)]
    public async Task The_beginning_of_a_blob_is_all_that_comes(bool hasNoRanges, long asked, int read)
    {
        await using var registry = await FakeRegistry.StartAsync();
        var blob = Door.Random(1000);
        var digest = registry.AddBlob(blob);
        registry.Faults.HasNoRanges = hasNoRanges;
        using var door = Door.To(registry);

        Assert.Equal(blob[..read], await Door.ReadAsync(await door.OpenBlobAsync(registry, digest, asked)));
        Assert.Equal($"bytes=0-{asked - 1}", registry.Requests.Single().Header("Range"));
    }

    [Fact]
    public async Task The_beginning_of_an_empty_blob_is_empty()
    {
        await using var registry = await FakeRegistry.StartAsync();
        var digest = registry.AddBlob([]);
        using var door = Door.To(registry);

        Assert.Empty(await Door.ReadAsync(await door.OpenBlobAsync(registry, digest, 10)));
    }

    [Theory]
    [InlineData(10L, "bytes 5-9/1000")]
    [InlineData(10L, null)]
    [InlineData(null, "bytes 0-9/1000")]
    public async Task A_part_that_was_not_asked_for_is_no_answer(long? asked, string? range)
    {
        await using var registry = await FakeRegistry.StartAsync();
        var digest = registry.AddBlob(Door.Random(1000));
        registry.Faults.Status(FakeRequestKind.Blob, 206, headers: range is null ? [] : [$"Content-Range: {range}"]);
        using var door = Door.To(registry);

        _ = await Door.FailureAsync(() => door.OpenBlobAsync(registry, digest, asked), RegistryFault.InvalidAnswer);
    }

    [Fact]
    public async Task A_blob_that_is_not_there_is_a_failure()
    {
        await using var registry = await FakeRegistry.StartAsync();
        using var door = Door.To(registry);

        var failure = await Door.FailureAsync(() => door.OpenBlobAsync(registry, Digest.Of([]).ToString()), RegistryFault.NotFound);
        Assert.Equal("BLOB_UNKNOWN", failure.RegistryCode);
        Assert.Equal(1, registry.Count(FakeRequestKind.Blob));
    }

    [Fact]
    public async Task A_connection_that_is_cut_in_the_middle_is_told_to_the_reader()
    {
        await using var registry = await FakeRegistry.StartAsync();
        var blob = Door.Random(100_000);
        var digest = registry.AddBlob(blob);
        registry.Faults.CutBody(FakeRequestKind.Blob, 5000);
        using var door = Door.To(registry);

        await using (var stream = await door.OpenBlobAsync(registry, digest))
        {
            var failure = await Door.FailureAsync(() => stream.CopyToAsync(Stream.Null), RegistryFault.Unreachable);
            Assert.True(failure.IsTransient);
        }

        Assert.Equal(blob, await Door.ReadAsync(await door.OpenBlobAsync(registry, digest)));
    }

    [Fact]
    public async Task Opening_is_tried_again()
    {
        await using var registry = await FakeRegistry.StartAsync();
        var blob = Door.Random(10);
        var digest = registry.AddBlob(blob);
        registry.Faults.Status(FakeRequestKind.Blob, 502);
        registry.Faults.Cut(FakeRequestKind.Blob);
        using var door = Door.To(registry);

        Assert.Equal(blob, await Door.ReadAsync(await door.OpenBlobAsync(registry, digest)));
        Assert.True(door.Counts.Retries >= 1);
    }

    [Fact]
    public async Task Nothing_is_asked_for_no_bytes()
    {
        await using var registry = await FakeRegistry.StartAsync();
        using var door = Door.To(registry);

        _ = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => door.OpenBlobAsync(registry, Digest.Of([]).ToString(), 0));
    }
}

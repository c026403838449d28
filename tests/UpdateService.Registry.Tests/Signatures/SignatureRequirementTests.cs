using UpdateService.Registry.Protocol;
using UpdateService.Registry.Signatures;
using UpdateService.Testing.Signatures;

namespace UpdateService.Registry.Tests.Signatures;

public sealed class SignatureRequirementTests : IClassFixture<SigningKeys>, IDisposable
{
    private static readonly Digest Image = Digest.Of("an image"u8);

    private readonly SigningKeys keys;
    private readonly TemporaryFolder folder = new();

    public SignatureRequirementTests(SigningKeys keys)
    {
        this.keys = keys;
        _ = Directory.CreateDirectory(folder.In("keys"));
        File.WriteAllBytes(folder.In("keys/key"), SigningKey.Armored(keys.Primary.Public()));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task One_good_signature_is_enough_whatever_stands_before_it()
    {
        Store(1, []);
        Store(2, "garbage"u8.ToArray());
        Store(3, keys.Stranger.Sign(SignatureCheckTests.Claim(Image)));
        Store(4, keys.Primary.Sign(SignatureCheckTests.Claim(Image)));
        Assert.Null(await RefuseAsync());
    }

    [Fact]
    public async Task Without_a_good_one_each_is_named_with_its_reason()
    {
        Store(1, []);
        Store(2, keys.Stranger.Sign(SignatureCheckTests.Claim(Image)));
        Assert.Equal(
            $"The image {Image} has no good signature in {folder.In("store")}: signature-1: it is empty. signature-2: it was made with the key {keys.Stranger.Name}, which is not among those trusted.",
            await RefuseAsync());
    }

    [Fact]
    public async Task The_first_number_that_is_missing_ends_the_search()
    {
        Store(2, keys.Primary.Sign(SignatureCheckTests.Claim(Image)));
        Assert.Equal($"The image {Image} has no signature in {folder.In("store")}.", await RefuseAsync());
    }

    [Fact]
    public async Task A_store_that_fails_does_not_end_the_search()
    {
        var asked = new List<string>();
        var store = new SignatureAddress("https://example.com/signatures", (address, _) =>
        {
            asked.Add(address);
            return asked.Count == 1
                ? throw new RegistryException(RegistryFault.ServerError, "The server answers 500.")
                : Task.FromResult<ReadOnlyMemory<byte>?>(keys.Primary.Sign(SignatureCheckTests.Claim(Image)));
        });
        Assert.Null(await new SignatureRequirement(folder.In("keys"), store, new StandingTime()).RefuseAsync(Image, CancellationToken.None));
        Assert.Equal([$"https://example.com/signatures/sha256={Image.Hex}/signature-1", $"https://example.com/signatures/sha256={Image.Hex}/signature-2"], asked);
    }

    [Fact]
    public async Task A_store_that_always_fails_is_told()
    {
        var store = new SignatureAddress("https://example.com", (_, _) => throw new RegistryException(RegistryFault.Unreachable, "Nobody listens."));
        var reason = await new SignatureRequirement(folder.In("keys"), store, new StandingTime()).RefuseAsync(Image, CancellationToken.None);
        Assert.Contains("signature-9: it cannot be read (Nobody listens).", reason, StringComparison.Ordinal);
        Assert.DoesNotContain("signature-10", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_keys_count_without_a_restart()
    {
        Store(1, keys.Stranger.Sign(SignatureCheckTests.Claim(Image)));
        var requirement = Requirement();
        Assert.NotNull(await requirement.RefuseAsync(Image, CancellationToken.None));
        await File.WriteAllBytesAsync(folder.In("keys/another"), SigningKey.Binary(keys.Stranger.Public()));
        Assert.Null(await requirement.RefuseAsync(Image, CancellationToken.None));
    }

    [Fact]
    public async Task Keys_that_cannot_be_read_refuse_every_image()
    {
        Store(1, keys.Primary.Sign(SignatureCheckTests.Claim(Image)));
        await File.WriteAllTextAsync(folder.In("keys/broken"), "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nxxxx\n");
        Assert.Contains(folder.In("keys/broken"), await RefuseAsync(), StringComparison.Ordinal);
    }

    private void Store(int number, byte[] signature)
    {
        _ = Directory.CreateDirectory(folder.In($"store/sha256={Image.Hex}"));
        File.WriteAllBytes(folder.In($"store/sha256={Image.Hex}/signature-{number}"), signature);
    }

    private SignatureRequirement Requirement() => new(folder.In("keys"), new SignatureFolder(folder.In("store"), TimeProvider.System), new StandingTime());

    private Task<string?> RefuseAsync() => Requirement().RefuseAsync(Image, CancellationToken.None);
}

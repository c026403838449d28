using UpdateService.Registry.Signatures;

namespace UpdateService.Registry.Tests.Signatures;

public sealed class SignatureFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("sha256=ab12/signature-1", "sha256=ab12/signature-1")]
    [InlineData("sha256=ab12/signature-1", "sha256/ab12/signature-1")]
    [InlineData("sha=00/signature-999", "sha/00/signature-999")]
    public async Task Both_layouts_are_known(string name, string path)
    {
        Put(path, "s");
        Assert.Equal("s", await ReadAsync(name));
    }

    [Theory]
    [InlineData("sha256=ab12/signature-1")]
    [InlineData("sha256=ab12/signature-3")]
    [InlineData("sha=ab12/signature-2")]
    public async Task What_is_not_there_is_null(string name)
    {
        Put("sha256=ab12/signature-2", "s");
        Assert.Null(await ReadAsync(name));
        Assert.Null(await new SignatureFolder(folder.In("absent"), TimeProvider.System).ReadAsync(Name(name), CancellationToken.None));
    }

    [Fact]
    public async Task A_folder_in_place_of_a_signature_is_none()
    {
        _ = Directory.CreateDirectory(folder.In("store/sha256=ab/signature-1"));
        Assert.Null(await ReadAsync("sha256=ab/signature-1"));
    }

    [Fact]
    public async Task A_signature_over_1_MiB_is_an_error()
    {
        Put("sha256=ab/signature-1", new string('x', 1 << 20));
        Put("sha256=ab/signature-2", new string('x', (1 << 20) + 1));
        Assert.Equal(1 << 20, (await ReadAsync("sha256=ab/signature-1"))!.Length);
        var exception = await Assert.ThrowsAsync<IOException>(() => ReadAsync("sha256=ab/signature-2"));
        Assert.Contains("more than the limit of 1048576 bytes", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_inside_are_followed_as_a_mounted_ConfigMap_has_them()
    {
        Put("..2026/sha256=ab/signature-1", "s");
        _ = Directory.CreateSymbolicLink(folder.In("store/..data"), "..2026");
        _ = Directory.CreateSymbolicLink(folder.In("store/sha256=ab"), "..data/sha256=ab");
        _ = Directory.CreateDirectory(folder.In("store/sha256=cd"));
        _ = File.CreateSymbolicLink(folder.In("store/sha256=cd/signature-1"), "../sha256=ab/signature-1");
        Assert.Equal("s", await ReadAsync("sha256=ab/signature-1"));
        Assert.Equal("s", await ReadAsync("sha256=cd/signature-1"));
    }

    [Theory]
    [InlineData("../../secret")]
    [InlineData("../../../../../../../../../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("../out/secret")]
    [InlineData("signature-1")]
    [InlineData("gone")]
    public async Task Links_that_lead_out_or_nowhere_are_not_followed(string target)
    {
        await File.WriteAllTextAsync(folder.In("secret"), "secret");
        _ = Directory.CreateDirectory(folder.In("store/sha256=ab"));
        _ = Directory.CreateSymbolicLink(folder.In("store/out"), "..");
        _ = File.CreateSymbolicLink(folder.In("store/sha256=ab/signature-1"), target);
        Assert.Null(await ReadAsync("sha256=ab/signature-1"));
    }

    [Fact]
    public async Task A_folder_that_is_a_link_out_is_not_followed()
    {
        _ = Directory.CreateDirectory(folder.In("elsewhere"));
        await File.WriteAllTextAsync(folder.In("elsewhere/signature-1"), "secret");
        _ = Directory.CreateDirectory(folder.In("store"));
        _ = Directory.CreateSymbolicLink(folder.In("store/sha256=ab"), "../elsewhere");
        _ = Directory.CreateSymbolicLink(folder.In("store/sha256=cd"), folder.In("elsewhere"));
        Assert.Null(await ReadAsync("sha256=ab/signature-1"));
        Assert.Null(await ReadAsync("sha256=cd/signature-1"));
    }

    [Theory]
    [InlineData("sha256=0f/signature-1")]
    [InlineData("sha=0f/signature-12")]
    [InlineData("sha256=0f/signature-999")]
    public void A_name_is_written_as_it_was_read(string text) => Assert.Equal(text, Name(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("sha256=0f")]
    [InlineData("sha256=/signature-1")]
    [InlineData("sha256=0F/signature-1")]
    [InlineData("sha256=../signature-1")]
    [InlineData("sha256=0f/../signature-1")]
    [InlineData("sha256=0f/signature-0")]
    [InlineData("sha256=0f/signature-01")]
    [InlineData("sha256=0f/signature-1000")]
    [InlineData("sha256=0f/signature-1/")]
    [InlineData("sha256=0f/signature-1\n")]
    [InlineData("sha256=0f/signature-+1")]
    [InlineData("sha256=0f/signature-")]
    [InlineData("sha512=0f/signature-1")]
    [InlineData("sha256=0f/signature-1/signature-1")]
    [InlineData("sha=ab/signature-1\0")]
    public void Anything_else_is_no_name(string text) => Assert.False(SignatureName.TryParse(text, out _));

    [Fact]
    public void A_digest_of_any_usual_length_is_a_name_and_no_longer_one()
    {
        Assert.True(SignatureName.TryParse($"sha256={new string('a', 128)}/signature-1", out _));
        Assert.False(SignatureName.TryParse($"sha256={new string('a', 129)}/signature-1", out _));
    }

    private static SignatureName Name(string text) => SignatureName.TryParse(text, out var name) ? name : throw new ArgumentException(text, nameof(text));

    private void Put(string path, string text)
    {
        var target = folder.In($"store/{path}");
        _ = Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.WriteAllText(target, text);
    }

    private async Task<string?> ReadAsync(string name) =>
        await new SignatureFolder(folder.In("store"), TimeProvider.System).ReadAsync(Name(name), CancellationToken.None) is { } content ? System.Text.Encoding.UTF8.GetString(content.Span) : null;
}

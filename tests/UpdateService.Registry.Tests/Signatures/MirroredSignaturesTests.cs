using System.Text;
using UpdateService.Registry.Signatures;

namespace UpdateService.Registry.Tests.Signatures;

/// <summary>Signatures as tools that mirror releases write them.</summary>
public sealed class MirroredSignaturesTests : IDisposable
{
    private static readonly string Hex = new('a', 64);
    private static readonly string Other = new('b', 64);

    private readonly TemporaryFolder folder = new();
    private readonly ManualTime time = new(TimeSpan.Zero);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("4.16.10-x86_64-sha256-{0}")]
    [InlineData("signatures/4.16.10-x86_64-sha256-{0}")]
    [InlineData("working-dir/signatures/4.16.10-x86_64-sha256-{0}")]
    [InlineData("sha256-{0}")]
    [InlineData("sha256={0}-1")]
    public async Task Files_of_oc_mirror_are_found_by_the_digest_in_their_names(string name)
    {
        Put(string.Format(System.Globalization.CultureInfo.InvariantCulture, name, Hex), "s");

        Assert.Equal(("s", null, null), (await ReadAsync(Hex, 1), await ReadAsync(Hex, 2), await ReadAsync(Other, 1)));
        Assert.Equal(1, Folder().Count());
    }

    [Theory]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nbinaryData:\n  sha256-{0}-1: {1}\n  sha256-{0}-2: {2}\n")]
    [InlineData("kind: ConfigMap\nbinaryData:\n  sha256-{0}: {1}\n---\nkind: ConfigMap\nbinaryData:\n  \"sha256-{0}-7\": '{2}'\n...\n")]
    [InlineData("{{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"binaryData\":{{\"sha256-{0}-10\":\"{2}\",\"sha256-{0}-9\":\"{1}\"}}}}")]
    [InlineData("kind: List\nitems:\n- kind: ConfigMap\n  metadata: {{labels: {{a: b}}}}\n  binaryData:\n    sha256-{0}-1: |\n      {1}\n    sha256-{0}-2: >-\n      {2}\n")]
    public async Task Entries_of_ConfigMaps_are_found_in_yaml_and_json(string format)
    {
        foreach (var name in new[] { "signature-configmap.yaml", "cluster-resources/signature-configmap.json", "a.yml" })
        {
            Directory.CreateDirectory(folder.In("store"));
            Directory.Delete(folder.In("store"), recursive: true);
            Put(name, string.Format(System.Globalization.CultureInfo.InvariantCulture, format, Hex, Base64("one"), Base64("two")));

            Assert.Equal(("one", "two", null), (await ReadAsync(Hex, 1), await ReadAsync(Hex, 2), await ReadAsync(Hex, 3)));
        }
    }

    [Theory]
    [InlineData("data:\n  sha256-{0}-1: {1}\n")]
    [InlineData("binaryData:\n  sha256-{0}-1: 'no base64!'\n")]
    [InlineData("binaryData:\n  a:\n    sha256-{0}-1: {1}\n")]
    [InlineData("binaryData: [ sha256-{0}-1, {1} ]\n")]
    [InlineData("binaryData:\n  sha512-{0}-1: {1}\n")]
    [InlineData("\"binaryData")]
    public async Task What_is_no_entry_of_binary_data_is_no_signature(string format)
    {
        Put("a.yaml", string.Format(System.Globalization.CultureInfo.InvariantCulture, format, Hex, Base64("one")));
        Assert.Null(await ReadAsync(Hex, 1));
        Assert.Equal(0, Folder().Count());
    }

    [Fact]
    public async Task What_was_read_of_a_file_before_it_breaks_off_counts()
    {
        Put("a.yaml", $"binaryData:\n  sha256-{Hex}-1: {Base64("one")}\n  \"sha256-{Other}-1: {Base64("two")}\n");
        Assert.Equal(("one", null), (await ReadAsync(Hex, 1), await ReadAsync(Other, 1)));
    }

    [Fact]
    public async Task A_file_that_is_nested_as_deep_as_it_is_long_is_survived()
    {
        Put("a.json", $"{new string('[', 200_000)}");
        Put("b.yaml", $"binaryData:\n  sha256-{Hex}-1: {Base64("one")}\n");
        Assert.Equal("one", await ReadAsync(Hex, 1));
    }

    [Fact]
    public async Task The_same_signature_in_two_files_is_one()
    {
        Put($"4.16.10-x86_64-sha256-{Hex}", "one");
        Put("a.yaml", $"binaryData:\n  sha256-{Hex}-1: {Base64("one")}\n");
        Assert.Equal(("one", null), (await ReadAsync(Hex, 1), await ReadAsync(Hex, 2)));
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../secret")]
    [InlineData("../elsewhere/secret")]
    public async Task No_byte_from_outside_is_served(string target)
    {
        _ = Directory.CreateDirectory(folder.In("elsewhere"));
        _ = Directory.CreateDirectory(folder.In("store"));
        await File.WriteAllTextAsync(folder.In("secret"), $"binaryData:\n  sha256-{Hex}-1: {Base64("secret")}\n");
        File.Copy(folder.In("secret"), folder.In("elsewhere/secret"));
        File.Copy(folder.In("secret"), folder.In("elsewhere/a.yaml"));
        _ = File.CreateSymbolicLink(folder.In("store/a.yaml"), target);
        _ = File.CreateSymbolicLink(folder.In($"store/4.16.10-x86_64-sha256-{Other}"), target);
        _ = Directory.CreateSymbolicLink(folder.In("store/signatures"), "../elsewhere");

        Assert.Equal((null, null), (await ReadAsync(Hex, 1), await ReadAsync(Other, 1)));
    }

    [Fact]
    public async Task A_mounted_ConfigMap_is_made_of_links_inside()
    {
        Put($"..2026/4.16.10-x86_64-sha256-{Hex}", "one");
        _ = Directory.CreateSymbolicLink(folder.In("store/..data"), "..2026");
        _ = File.CreateSymbolicLink(folder.In($"store/4.16.10-x86_64-sha256-{Hex}"), $"..data/4.16.10-x86_64-sha256-{Hex}");
        Assert.Equal("one", await ReadAsync(Hex, 1));
    }

    [Fact]
    public async Task A_pipe_is_not_opened()
    {
        _ = Directory.CreateDirectory(folder.In("store"));
        using (var pipe = System.Diagnostics.Process.Start("mkfifo", [folder.In("store/a.yaml"), folder.In($"store/4.16.10-x86_64-sha256-{Hex}")]))
        {
            await pipe.WaitForExitAsync();
        }

        Assert.Null(await ReadAsync(Hex, 1).WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task Files_that_come_later_are_found_after_a_few_seconds()
    {
        var store = Folder();
        Put("a.txt", "x");
        Assert.Null(await store.ReadAsync(Name(Hex, 1), CancellationToken.None));
        Put($"4.16.10-x86_64-sha256-{Hex}", "one");
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.NotNull(await store.ReadAsync(Name(Hex, 1), CancellationToken.None));
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static SignatureName Name(string hex, int number) => SignatureName.TryParse($"sha256={hex}/signature-{number}", out var name) ? name : throw new ArgumentException(hex, nameof(hex));

    private SignatureFolder Folder() => new(folder.In("store"), time);

    private void Put(string path, string text)
    {
        var target = folder.In($"store/{path}");
        _ = Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.WriteAllText(target, text);
    }

    private async Task<string?> ReadAsync(string hex, int number) =>
        await Folder().ReadAsync(Name(hex, number), CancellationToken.None) is { } content ? Encoding.UTF8.GetString(content.Span) : null;
}

using UpdateService.Testing.Registries;

namespace UpdateService.Cli.Tests.Doctoring;

/// <summary>What is told of repositories: the login, the tags, one release.</summary>
public sealed class RepositoryTests
{
    [Theory]
    [InlineData("Basic", null, "The registry wants a login, and no credentials are given.", "--registry-auth")]
    [InlineData("Bearer", null, "The registry wants a login, and no credentials are given.", "podman login")]
    [InlineData("Basic", "elsewhere.example.com", "has no entry for", "or a namespace of it")]
    [InlineData("Basic", "{0}/mirror", "/mirror' of", "Log in anew")]
    [InlineData("Bearer", "{0}", "is refused (401): wrong, expired or revoked", "Log in anew")]
    public async Task Credentials_that_are_missing_or_refused_are_told_apart(string scheme, string? key, string found, string remedy)
    {
        await using var mirror = await Mirror.StartAsync();
        mirror.Registry.Login = new FakeLogin(scheme);
        string[] auth = key is null ? [] : ["--registry-auth", mirror.WriteAuth(string.Format(null, key, mirror.Registry.Host), "robot", "wr0ng-password")];

        var visit = await Visit.WithAsync([.. mirror.PlainSources, .. auth]);

        visit.Breaks("login").Says(found, remedy);
        Assert.Equal(("skipped", "skipped"), (visit["tags"].Verdict, visit["release"].Verdict));
        Assert.DoesNotContain("wr0ng", visit.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String("robot:wr0ng-password"u8), visit.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_that_are_known_and_may_not_read_are_told()
    {
        await using var mirror = await Mirror.StartAsync();
        mirror.Registry.Login = new FakeLogin("Basic");
        mirror.Registry.Faults.StatusAlways(FakeRequestKind.Tags, 403, _ => true);

        var visit = await Visit.WithAsync([.. mirror.PlainSources, "--registry-auth", mirror.WriteAuth(mirror.Registry.Host, "robot", "s3cret-password")]);

        visit.Breaks("login").Says($"may not read {mirror.Registry.Host}/{Mirror.Repository} (403)", "Let that account");
    }

    [Fact]
    public async Task A_registry_that_gives_tokens_to_anybody_needs_no_credentials()
    {
        await using var mirror = await Mirror.StartAsync();
        mirror.Registry.Login = new FakeLogin("Bearer") { Anonymous = true };

        var visit = await Visit.WithAsync(mirror.PlainSources);

        Assert.Equal((ExitStatus.Fine, "ok"), (visit.Status, visit["login"].Verdict));
        visit["login"].Says("No credentials are used: the registry lets anybody read.");
    }

    [Fact]
    public async Task A_repository_without_a_tag_is_told()
    {
        await using var mirror = await Mirror.StartAsync();
        mirror.Registry.Faults.TagsBody = $$"""{"name":"{{Mirror.Repository}}","tags":null}""";

        (await Visit.WithAsync(mirror.PlainSources)).Breaks("tags").Says("The repository has no tag.", "Mirror releases into it");
    }

    [Fact]
    public async Task A_repository_that_is_not_there_is_told()
    {
        await using var mirror = await Mirror.StartAsync();
        mirror.Registry.Remove(Mirror.Repository);

        var visit = await Visit.WithAsync(mirror.PlainSources);

        visit.Breaks("tags").Says($"The registry has no repository {Mirror.Repository}.", "--releases");
        Assert.Equal("ok", visit["login"].Verdict);
    }

    [Fact]
    public async Task A_repository_of_other_images_is_to_be_looked_at()
    {
        await using var mirror = await Mirror.StartAsync();
        mirror.Push("etcd-latest", ImageSketch.Of(ImageSketch.Config("amd64"), ImageFlavour.Oci), "mirror/components");

        var visit = await Visit.WithAsync("--insecure-registry", mirror.Registry.Host, "--releases", $"oci://{mirror.Registry.Host}/mirror/components");

        Assert.Equal(("look", "skipped"), (visit["tags"].Verdict, visit["release"].Verdict));
        visit["tags"].Says("1 tag; 0 names of a release among them.", "components");
    }

    [Theory]
    [InlineData("metadata", "4.18.9-x86_64 is broken: ")]
    [InlineData("layer", "4.18.9-x86_64 cannot be read: ")]
    [InlineData("manifest", "4.18.9-x86_64 cannot be read: ")]
    public async Task A_broken_release_is_told(string what, string found)
    {
        await using var mirror = await Mirror.StartAsync();
        var release = new ReleaseSketch("4.18.9");
        var image = what == "metadata" ? release.ToImage(LayerSketch.Of((ReleaseSketch.MetadataFile, "{ no json"))) : release.ToImage();
        mirror.Push("4.18.9-x86_64", image);
        if (what != "metadata")
        {
            mirror.Registry.Corrupt((what == "layer" ? UpdateService.Registry.Digest.Of(release.TopLayer.Content.Span) : image.Digest).ToString(), "torn"u8.ToArray());
        }

        var visit = await Visit.WithAsync(mirror.PlainSources);

        Assert.Equal((ExitStatus.Trouble, "broken"), (visit.Status, visit["release"].Verdict));
        visit["release"].Says(found, "Mirror that release again");
    }

    [Fact]
    public async Task A_newest_tag_that_is_no_release_does_not_hide_the_next()
    {
        await using var mirror = await Mirror.StartAsync();
        mirror.Push("4.19.0", ImageSketch.Of(ImageSketch.Config("amd64"), ImageFlavour.Oci));

        (await Visit.WithAsync(mirror.PlainSources))["release"].Says("4.18.2-x86_64 is 4.18.2 for amd64");
    }

    [Fact]
    public async Task A_registry_that_hangs_is_told_once_the_time_is_over()
    {
        await using var mirror = await Mirror.StartAsync();
        mirror.Registry.Faults.StallAlways(FakeRequestKind.Tags);
        var time = new ManualTime(TimeSpan.FromMilliseconds(1));

        var visiting = Visit.WithAsync(around => around with { Time = time }, [.. mirror.PlainSources, "--timeout", "50s"]);
        await Eventually.HoldsAsync(() => mirror.Registry.Faults.Stalled == 1, "the list of tags hangs");
        time.Advance(TimeSpan.FromSeconds(40));
        var visit = await visiting;

        visit.Breaks("tags").Says("no answer within the time limit", "--timeout gives it longer");
        visit["login"].Says("This cannot be checked");
        Assert.Equal("skipped", visit["login"].Verdict);
    }

    [Fact]
    public async Task An_interruption_ends_it_at_once()
    {
        await using var mirror = await Mirror.StartAsync();
        mirror.Registry.Faults.StallAlways(FakeRequestKind.Tags);
        using var interruption = new CancellationTokenSource();
        using var output = new MemoryStream();
        var running = Tool.RunAsync(["doctor", .. mirror.PlainSources], new Surroundings { Input = Stream.Null, Output = output, Errors = TextWriter.Null }, interruption.Token);

        await Eventually.HoldsAsync(() => mirror.Registry.Faults.Stalled == 1, "the list of tags hangs");
        await interruption.CancelAsync();

        Assert.Equal(ExitStatus.Interrupted, await running);
    }
}

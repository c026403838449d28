using UpdateService.GraphData.Folders;

namespace UpdateService.GraphData.Tests.Folders;

public sealed class FolderListingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public FolderListingTests() => GraphDataSketch.Good.WriteTo(folder.Path);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Without_a_change_two_listings_are_equal()
    {
        Assert.Equal(FolderListing.Of(folder.Path), FolderListing.Of(folder.Path));
        Assert.Equal(FolderListing.Of(folder.Path).GetHashCode(), FolderListing.Of(folder.Path).GetHashCode());
    }

    [Fact]
    public void A_new_file_is_seen() => AssertSeen(() => File.WriteAllText(folder.In("channels/new.yaml"), ""));

    [Fact]
    public void A_file_that_went_is_seen() => AssertSeen(() => File.Delete(folder.In("blocked-edges/4.1.3.yaml")));

    [Fact]
    public void Another_size_is_seen_even_with_the_same_time() => AssertSeen(() =>
    {
        var time = File.GetLastWriteTimeUtc(folder.In("version"));
        File.AppendAllText(folder.In("version"), " ");
        File.SetLastWriteTimeUtc(folder.In("version"), time);
    });

    [Fact]
    public void Another_time_is_seen_to_100_nanoseconds() =>
        AssertSeen(() => File.SetLastWriteTimeUtc(folder.In("version"), File.GetLastWriteTimeUtc(folder.In("version")).AddTicks(1)));

    [Fact]
    public void Another_name_is_seen() => AssertSeen(() => File.Move(folder.In("channels/stable-4.1.yaml"), folder.In("channels/stable-4.2.yaml")));

    [Fact]
    public void An_empty_folder_that_comes_is_seen() => AssertSeen(() => Directory.CreateDirectory(folder.In("releases")));

    [Fact]
    public void A_link_in_place_of_a_file_is_seen() => AssertSeen(() =>
    {
        File.Move(folder.In("version"), folder.In("other"));
        _ = File.CreateSymbolicLink(folder.In("version"), "other");
    });

    [Fact]
    public void A_change_behind_a_link_is_seen()
    {
        File.Move(folder.In("version"), folder.In("other"));
        _ = File.CreateSymbolicLink(folder.In("version"), "other");
        AssertSeen(() => File.AppendAllText(folder.In("other"), " "));
    }

    [Fact]
    public void Another_target_of_the_data_link_is_seen()
    {
        _ = Directory.CreateSymbolicLink(folder.In("..data"), "..1");
        AssertSeen(() =>
        {
            File.Delete(folder.In("..data"));
            _ = Directory.CreateSymbolicLink(folder.In("..data"), "..2");
        });
    }

    [Fact]
    public void Another_target_of_the_root_is_seen()
    {
        using var other = new TemporaryFolder();
        _ = Directory.CreateDirectory(other.In("1"));
        _ = Directory.CreateDirectory(other.In("2"));
        _ = Directory.CreateSymbolicLink(other.In("root"), "1");
        var before = FolderListing.Of(other.In("root"));
        File.Delete(other.In("root"));
        _ = Directory.CreateSymbolicLink(other.In("root"), "2");
        Assert.NotEqual(before, FolderListing.Of(other.In("root")));
    }

    [Fact]
    public void What_has_no_meaning_does_not_count()
    {
        var before = FolderListing.Of(folder.Path);
        _ = Directory.CreateDirectory(folder.In("hack"));
        File.WriteAllText(folder.In("hack/README.md"), "x");
        _ = Directory.CreateDirectory(folder.In("channels/sub"));
        Assert.Equal(before, FolderListing.Of(folder.Path));
    }

    [Fact]
    public void Changes_are_what_came_what_went_what_shows_and_what_is_told()
    {
        GraphDataSketch.Good.With("LICENSE", "l").WriteTo(folder.Path);
        var before = FolderListing.Of(folder.Path);
        File.WriteAllText(folder.In("channels/new.yaml"), "");
        File.AppendAllText(folder.In("channels/stable-4.1.yaml"), " ");
        File.Delete(folder.In("blocked-edges/4.1.3.yaml"));

        var changes = FolderListing.Of(folder.Path).ChangesSince(before, ["LICENSE", "blocked-edges/4.1.3.yaml", "README.md", ".git/index", "channels/sub/a.yaml"])!;

        Assert.Equal(["LICENSE", "channels/new.yaml", "channels/stable-4.1.yaml"], changes.Changed);
        Assert.Equal(["blocked-edges/4.1.3.yaml"], changes.Gone);
    }

    [Fact]
    public void Without_changes_there_are_none()
    {
        var before = FolderListing.Of(folder.Path);
        var changes = FolderListing.Of(folder.Path).ChangesSince(before, [])!;
        Assert.Empty(changes.Changed);
        Assert.Empty(changes.Gone);
    }

    [Theory]
    [InlineData("channels")]
    [InlineData("blocked-edges")]
    [InlineData("releases")]
    [InlineData("raw")]
    [InlineData("signatures")]
    [InlineData("signatures/sha256")]
    public void Of_a_folder_that_changed_anything_may_have(string told)
    {
        var listing = FolderListing.Of(folder.Path);
        Assert.Null(listing.ChangesSince(listing, [told]));
    }

    [Fact]
    public void Where_a_folder_took_the_place_of_another_anything_may_have_changed()
    {
        var before = FolderListing.Of(folder.Path);
        Directory.Move(folder.In("channels"), folder.In("old"));
        Directory.Move(folder.In("old"), folder.In("channels"));
        var after = FolderListing.Of(folder.Path);
        Assert.Equal(before, after);
        Assert.Null(after.ChangesSince(before, []));
    }

    [Theory]
    [InlineData("version")]
    [InlineData("..data")]
    public void Where_there_are_links_anything_may_have_changed(string link)
    {
        var before = FolderListing.Of(folder.Path);
        File.Delete(folder.In(link));
        _ = File.CreateSymbolicLink(folder.In(link), "elsewhere");
        var after = FolderListing.Of(folder.Path);
        Assert.Null(after.ChangesSince(before, []));
        Assert.Null(before.ChangesSince(after, []));
    }

    private void AssertSeen(Action change)
    {
        var before = FolderListing.Of(folder.Path);
        change();
        Assert.NotEqual(before, FolderListing.Of(folder.Path));
        Assert.False(before.Equals(null));
    }
}

namespace UpdateService.Snapshot.Tests.Selection;

public sealed class ChannelSelectionTests : IDisposable
{
    private const string Channel = "channels/stable-4.16.yaml";

    private readonly SmallInputs inputs = new();

    public void Dispose() => inputs.Dispose();

    [Fact]
    public async Task Versions_are_sorted_and_keep_their_architecture_and_the_feeder_stays()
    {
        Assert.Equal(0, await inputs.RunAsync());
        Assert.Equal(
            "feeder:\n  delay: PT48H\n  name: fast\nname: stable-4.16\nversions:\n- 4.16.2\n- 4.16.3\n- 4.16.4+amd64\n",
            inputs.Written(Channel));
    }

    [Fact]
    public async Task Channels_from_another_minor_version_on_are_selected_on_demand()
    {
        Assert.Equal(0, await inputs.RunAsync("--from-minor", "4.11"));
        Assert.Contains("channels/stable-4.11.yaml", inputs.WrittenFiles());
    }

    [Theory]
    [InlineData("nightly")]
    [InlineData("../stable-4.16")]
    public async Task A_channel_with_another_form_of_name_is_left_out_and_reported(string name)
    {
        inputs.Put("channels/odd.yaml", $"name: {name}\nversions: [4.16.3]\n");
        Assert.Equal(0, await inputs.RunAsync());
        Assert.Equal([Channel], inputs.WrittenFiles().Where(file => file.StartsWith("channels/", StringComparison.Ordinal)));
        Assert.Contains($"note: The channel '{name}' is left out", inputs.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_files_of_one_channel_become_one()
    {
        inputs.Put("channels/more.yaml", "name: stable-4.16\nversions: [4.16.1, 4.16.2]\n");
        Assert.Equal(0, await inputs.RunAsync());
        Assert.EndsWith("- 4.16.1\n- 4.16.2\n- 4.16.3\n- 4.16.4+amd64\n", inputs.Written(Channel), StringComparison.Ordinal);
    }
}

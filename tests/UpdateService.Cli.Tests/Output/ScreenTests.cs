using System.Text.RegularExpressions;
using UpdateService.Cli.Output;
using UpdateService.Planning.Writing;

namespace UpdateService.Cli.Tests.Output;

/// <summary>What a person at a terminal sees beyond what a pipe gets.</summary>
public sealed partial class ScreenTests : IDisposable
{
    private readonly GraphDataDirectory data = GraphDataDirectory.Sample();

    [Theory]
    [InlineData("path", "4.18.1", "4.18.3")]
    [InlineData("path", "4.18.1", "4.18.3", "--avoid", "4.18.2")]
    [InlineData("path", "4.18.1", "4.19")]
    [InlineData("explain", "4.18.1", "4.18.3")]
    [InlineData("recommended", "4.18.1")]
    [InlineData("releases")]
    public async Task Without_its_colours_a_text_on_a_terminal_is_the_text_in_a_pipe(params string[] line)
    {
        var plain = await Ran.OnAsync(data, line);
        var coloured = await OnTerminalAsync(static around => around, line);

        Assert.NotEqual(plain.Output, coloured.Output);
        Assert.Equal(plain.Output, Escape().Replace(coloured.Output, ""));
        Assert.Equal(plain.Status, coloured.Status);
    }

    [Theory]
    [InlineData("NO_COLOR", "1")]
    [InlineData("TERM", "dumb")]
    public async Task Who_wants_no_colours_gets_none(string variable, string value)
    {
        var ran = await OnTerminalAsync(around => around with { Variable = name => name == variable ? value : null }, "path", "4.18.1", "4.18.3");
        Assert.Equal((await Ran.OnAsync(data, "path", "4.18.1", "4.18.3")).Output, ran.Output);
    }

    [Fact]
    public async Task JSON_is_the_same_everywhere() =>
        Assert.Equal((await Ran.OnAsync(data, "channels", "-o", "json")).Output, (await OnTerminalAsync(static around => around, "channels", "-o", "json")).Output);

    [Fact]
    public async Task Channels_are_a_table()
    {
        data.Write("channels/stable-4.18.yaml", GraphDataDirectory.ChannelOf("stable-4.18", "4.18.1", "4.18.2", "4.18.3", "4.18.4"));
        var table = (await OnTerminalAsync(around => around with { Variable = name => name == "NO_COLOR" ? "1" : null }, "channels")).Gives();
        Assert.Equal(
            """
            ╭─────────────┬────────┬────────┬──────────┬─────────┬────────────┬──────────╮
            │ channel     │ oldest │ newest │ releases │ updates │ with risks │ no image │
            ├─────────────┼────────┼────────┼──────────┼─────────┼────────────┼──────────┤
            │ stable-4.18 │ 4.18.1 │ 4.18.3 │        3 │       2 │          1 │        1 │
            ╰─────────────┴────────┴────────┴──────────┴─────────┴────────────┴──────────╯

            """,
            table);
    }

    [Fact]
    public void Texts_of_others_do_not_steer_the_terminal() =>
        Assert.Equal("a [31m b\nc d", PlainText.OfLines("a\u001b[31m\u0007b\nc\u202ed"));

    [Theory]
    [InlineData("json", "application/json", "{\"a\":\"\u009b31m\u202e\"}\n", "{\"a\":\" 31m \"}\n")]
    [InlineData("md", "text/markdown", "\u001b]0;owned\u0007\n\u009b31m\n", " ]0;owned \n 31m\n")]
    [InlineData("text", "text/plain", "\u001b]0;owned\u0007\n\u009b31m\n", " ]0;owned \n 31m\n")]
    public async Task A_service_does_not_steer_the_terminal_in_whatever_format(string format, string mediaType, string sent, string shown)
    {
        await using var service = await Asking.FakeService.StartAsync(context => Asking.FakeService.AnswerAsync(context, 200, mediaType, sent));

        var ran = await OnTerminalAsync(around => around with { Variable = name => name == "NO_COLOR" ? "1" : null }, "releases", "4.16.3", "-o", format, "--server", service.Address);
        var piped = await Ran.WithAsync("releases", "4.16.3", "-o", format, "--server", service.Address);

        Assert.Equal(shown, ran.Gives());
        Assert.Equal(sent, piped.Gives());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"channels\":[{\"name\":\"stable-4.18\"}]}")]
    [InlineData("{")]
    public async Task Channels_that_a_service_tells_otherwise_are_no_table_but_trouble(string json)
    {
        await using var service = await Asking.FakeService.StartAsync(context => Asking.FakeService.AnswerAsync(context, 200, "application/json", json));

        Assert.Contains("JSON", (await OnTerminalAsync(static around => around, "channels", "--server", service.Address)).Fails(ExitStatus.Trouble), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Long_work_is_told_on_a_terminal_and_leaves_no_trace()
    {
        var work = new TaskCompletionSource<int>();
        await using var errors = new WatchedWriter(text =>
        {
            if (text.EndsWith("reading … 2 s", StringComparison.Ordinal))
            {
                work.SetResult(7);
            }
        });
        var around = new Surroundings { Input = Stream.Null, Output = Stream.Null, Errors = errors, IsErrorTerminal = true, Time = new HastyTime(TimeSpan.FromSeconds(1)) };

        Assert.Equal(7, await Progress.ShowAsync(around, "reading", work.Task));

        Assert.StartsWith("\r\u001b[Kreading … 1 s\r\u001b[Kreading … 2 s", errors.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("\r\u001b[K", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_pipe_nothing_is_told_of_work()
    {
        await using var errors = new StringWriter();
        Assert.Equal(7, await Progress.ShowAsync(new Surroundings { Input = Stream.Null, Output = Stream.Null, Errors = errors, Time = new HastyTime(TimeSpan.FromSeconds(1)) }, "reading", Task.FromResult(7)));
        Assert.Empty(errors.ToString());
    }

    /// <inheritdoc/>
    public void Dispose() => data.Dispose();

    private Task<Ran> OnTerminalAsync(Func<Surroundings, Surroundings> change, params string[] line) =>
        Ran.WithAsync(around => change(around with { ShippedData = data.Path, IsOutputTerminal = true }), line);

    private sealed class WatchedWriter(Action<string> written) : StringWriter
    {
        public override async Task WriteAsync(string? value)
        {
            await base.WriteAsync(value);
            written(value ?? "");
        }
    }

    [GeneratedRegex("\u001b\\[[0-9;]*m", RegexOptions.None, Timeout.Infinite)]
    private static partial Regex Escape();
}

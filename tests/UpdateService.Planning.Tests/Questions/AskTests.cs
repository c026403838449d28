using System.Text.Json;
using UpdateService.Planning.Facts;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Questions;
using UpdateService.Planning.Writing;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Questions;

/// <summary>Questions as people write them.</summary>
public sealed class AskTests
{
    private static readonly Planner Planner = PlannerOf(new Sketch
    {
        Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.2.0").From("4.1.1"), Guard("4.2.0", Risk("Slow")),
        Channel("stable-4.1", "4.1.0", "4.1.1"), Channel("stable-4.2", "4.1.1", "4.2.0"), Channel("fast-4.2", "4.1.0", "4.1.1", "4.2.0"),
    });

    [Theory]
    [InlineData(QuestionKind.Path, "from=4.1.0&to=4.1.1")]
    [InlineData(QuestionKind.Path, "current_ocp_version=4.1.0&target_ocp_version=4.1.1&arch=x86_64&is_show_hot_fix=false")]
    [InlineData(QuestionKind.Recommended, "version=4.1.0")]
    [InlineData(QuestionKind.Explain, "from=4.1.0&to=4.2.0")]
    [InlineData(QuestionKind.Channels, "")]
    [InlineData(QuestionKind.Channels, "channel=not-looked-at")]
    [InlineData(QuestionKind.Releases, "")]
    [InlineData(QuestionKind.Release, "version=4.1.0")]
    [InlineData(QuestionKind.Release, "version=4.1.0&channel=fast-4.2")]
    [InlineData(QuestionKind.Release, "version=4.1.0&channel=stable")]
    [InlineData(QuestionKind.Matrix, "channel=stable-4.2")]
    [InlineData(QuestionKind.Comparison, "channel=stable-4.2&with=fast-4.2")]
    public void Every_question_is_answered_in_every_format_that_it_offers(QuestionKind kind, string query)
    {
        var reply = Ask(kind, query);

        Assert.False(reply.IsRefused);
        Assert.Equal(kind.Formats().AsEnumerable(), reply.Answer!.Formats);
        foreach (var format in reply.Answer.Formats)
        {
            Assert.Equal(format, Ask(kind, $"{query}&format={format.Name()}").Format);
            Assert.NotEmpty(reply.Answer.Write(format));
        }

        using var json = JsonDocument.Parse(reply.Answer.Write(AnswerFormat.Json));
        Assert.Equal(JsonValueKind.Object, json.RootElement.ValueKind);
    }

    [Theory]
    [InlineData(QuestionKind.Path, "", "from", "'from' is missing; give a version such as 4.16.3.", "")]
    [InlineData(QuestionKind.Path, "from=4.1", "from", "'from' cannot be read: 4.1 is a minor; give one of its versions, such as 4.1.1.", "4.1.1")]
    [InlineData(QuestionKind.Explain, "from=4.1.0&to=4.2", "to", "'to' cannot be read: 4.2 is a minor; give one of its versions, such as 4.2.0.", "4.2.0")]
    [InlineData(QuestionKind.Path, "from=4.1.0&channel=stabel-4.2", "channel", "There is no channel stabel-4.2.", "stable-4.2")]
    [InlineData(QuestionKind.Path, "from=4.1.0&currentChannel=stabel-4.2", "currentChannel", "There is no channel stabel-4.2.", "stable-4.2")]
    [InlineData(QuestionKind.Path, "from=4.1.0&currentChannel=stable", "currentChannel", "'currentChannel' takes one channel, and stable is a group of channels.", "")]
    [InlineData(QuestionKind.Explain, "from=4.1.0&to=4.2.0&channel=stabel-4.2", "channel", "There is no channel stabel-4.2.", "stable-4.2")]
    [InlineData(QuestionKind.Recommended, "version=4.1.0&channel=stabel-4.2", "channel", "There is no channel stabel-4.2.", "stable-4.2")]
    [InlineData(QuestionKind.Path, "from=4.1.0&arch=amd46", "arch", "No release is there for the architecture amd46; there are amd64.", "amd64")]
    [InlineData(QuestionKind.Explain, "from=4.1.0&to=4.2.0&arch=amd46", "arch", "No release is there for the architecture amd46; there are amd64.", "amd64")]
    [InlineData(QuestionKind.Recommended, "version=4.1.0&arch=amd46", "arch", "No release is there for the architecture amd46; there are amd64.", "amd64")]
    [InlineData(QuestionKind.Release, "version=4.1.0&channel=stabel-4.2", "channel", "There is no channel stabel-4.2.", "stable-4.2")]
    [InlineData(QuestionKind.Release, "version=4.1.0&channel=stable-4.2", "channel", "4.1.0 is not in stable-4.2, but in stable-4.1, fast-4.2.", "stable-4.1 fast-4.2")]
    [InlineData(QuestionKind.Path, "from=4.3", "from", "'from' cannot be read: 4.3 is a minor; give one of its versions.", "")]
    [InlineData(QuestionKind.Releases, "channel=Stable-4.2", "channel", "'Stable-4.2' is no channel: names are of 0-9, a-z, - and dots.", "stable-4.2 stable-4.1")]
    [InlineData(QuestionKind.Release, "version=4.1.0&arch=amd46", "arch", "No release is there for the architecture amd46; there are amd64.", "amd64")]
    [InlineData(QuestionKind.Path, "from=4", "from", "'from' cannot be read: '4' is no version by SemVer 2.0.0: it has fewer than three numbers.", "")]
    [InlineData(QuestionKind.Path, "from=4.1.0&to=stable-4.1", "to", "'to' is 'stable-4.1': it is a channel; give a version such as 4.16.3, or a minor such as 4.16, and name the channel by 'channel'.", "")]
    [InlineData(QuestionKind.Recommended, "version=q.io/r@sha256:00", "version", "'version' is 'q.io/r@sha256:00': it is an image by digest; give its version, such as 4.16.3.", "")]
    [InlineData(QuestionKind.Releases, "version=4.1.0", "version", "'version' is no minor such as 4.18: '4.1.0'.", "")]
    [InlineData(QuestionKind.Comparison, "channel=stable-4.1&with=stable-4.1&all=yes", "all", "'all' is neither true nor false: 'yes'.", "")]
    [InlineData(QuestionKind.Path, "from=4.1.0&to=four", "to", "'to' is neither a version nor a minor such as 4.18: 'four' is no version by SemVer 2.0.0: a number holds something other than digits.", "")]
    [InlineData(QuestionKind.Path, "from=4.1.0&alternatives=51", "alternatives", "'alternatives' is not a number from 0 to 50: '51'.", "")]
    [InlineData(QuestionKind.Path, "from=4.1.0&channel=Stable:4", "channel", "'Stable:4' is no channel: names are of 0-9, a-z, - and dots, such as stable-4.16.", "")]
    [InlineData(QuestionKind.Explain, "from=4.1.0&to=4.2.0&arch=amd_64", "arch", "'amd_64' is no architecture: names are of 0-9 and a-z, such as amd64.", "")]
    [InlineData(QuestionKind.Path, "from=4.1.0&avoid=Slo", "avoid", "Nothing is named 'Slo': 'avoid' takes the names of risks, and versions.", "Slow")]
    [InlineData(QuestionKind.Path, "from=4.1.0&acept=Slow", "acept", "There is no parameter 'acept'; 'accept' may be meant.", "accept")]
    [InlineData(QuestionKind.Path, "from=4.1.0&format=svgg", "format", "This answer has no format 'svgg'; it has json, text, md, mermaid, dot, svg.", "svg")]
    [InlineData(QuestionKind.Explain, "from=4.1.0&to=4.2.0&format=svg", "format", "This answer has no format 'svg'; it has json, text, md.", "")]
    [InlineData(QuestionKind.Path, "from=4.2.0&to=4.1.0", "to", "4.1.0 is below 4.2.0, and a cluster does not go back to an earlier version.", "")]
    [InlineData(QuestionKind.Matrix, "", "channel", "'channel' is missing; give one such as stable-4.16.", "")]
    [InlineData(QuestionKind.Matrix, "channel=stabel-4.2", "channel", "There is no channel stabel-4.2.", "stable-4.2 stable-4.1")]
    [InlineData(QuestionKind.Comparison, "channel=stable-4.2", "with", "'with' is missing; give one such as stable-4.16.", "")]
    [InlineData(QuestionKind.Comparison, "with=stable-4.2", "channel", "'channel' is missing; give one such as stable-4.16.", "")]
    [InlineData(QuestionKind.Comparison, "channel=stable-4.2&with=stabel-4.1", "with", "There is no channel stabel-4.1.", "stable-4.1")]
    [InlineData(QuestionKind.Releases, "channel=fast-4.1", "channel", "There is no channel fast-4.1.", "fast-4.2")]
    [InlineData(QuestionKind.Channels, "arch=amd46", "arch", "No release is there for the architecture amd46; there are amd64.", "amd64")]
    [InlineData(QuestionKind.Release, "", "version", "'version' is missing; give a version such as 4.16.3.", "")]
    public void A_refusal_names_the_parameter_the_remedy_and_near_names(QuestionKind kind, string query, string parameter, string message, string near)
    {
        var refusal = Assert.Single(Ask(kind, query).Refusals);

        Assert.Equal((parameter, message), (refusal.Parameter, refusal.Message));
        Assert.StartsWith(near, string.Join(' ', refusal.NearMatches), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_there_are_no_releases_no_architecture_is_unknown()
    {
        var reply = PlannerOf([]).Ask(QuestionKind.Channels, QuestionParameters.Of(("arch", "arm64")));

        Assert.False(reply.IsRefused);
        Assert.NotNull(reply.Answer);
    }

    [Fact]
    public void Two_channels_are_not_called_equal_because_the_usual_architecture_has_no_release()
    {
        var planner = PlannerOf([Release("4.1.0+arm64"), Release("4.1.1+arm64"), Channel("stable-4.1", "4.1.0"), Channel("fast-4.1", "4.1.0", "4.1.1")]);

        var refusal = Assert.Single(planner.Ask(QuestionKind.Comparison, QuestionParameters.Of(("channel", "fast-4.1"), ("with", "stable-4.1"))).Refusals);
        Assert.Equal(("arch", "No release is there for the architecture amd64; there are arm64."), (refusal.Parameter, refusal.Message));
        Assert.False(planner.Ask(QuestionKind.Channels, QuestionParameters.Of()).IsRefused);
    }

    [Theory]
    [InlineData(QuestionKind.Path, "from=4.1.0%2Bs390x&to=4.1.1", "from")]
    [InlineData(QuestionKind.Path, "from=4.1.0&to=4.1.1%2Bs390x", "to")]
    [InlineData(QuestionKind.Path, "from=4.1.0&via=4.1.1%2Bs390x", "via")]
    [InlineData(QuestionKind.Recommended, "version=4.1.0%2Bs390x", "version")]
    [InlineData(QuestionKind.Path, "from=4.1.0%2Bamd64&to=4.1.1%2Bamd64&arch=x86_64", null)]
    public void A_version_of_another_architecture_than_is_asked_for_is_refused(QuestionKind kind, string query, string? parameter)
    {
        var refusal = Ask(kind, Uri.UnescapeDataString(query)).Refusals.SingleOrDefault();

        Assert.Equal(parameter, refusal?.Parameter);
        Assert.EndsWith(parameter is null ? "" : ", and the question is about amd64: leave out what follows the +, and name the architecture by 'arch'.", refusal?.Message ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_may_name_its_architecture_as_Go_or_as_the_system_does() => Assert.DoesNotContain(
        Ask(QuestionKind.Path, Uri.UnescapeDataString("from=4.1.0%2Baarch64&to=4.1.1%2Barm64&arch=arm64")).Refusals,
        refusal => refusal.Parameter is "from" or "to");

    [Fact]
    public void A_planner_does_not_answer_about_two_graphs() => Assert.StartsWith(
        "A planner has one graph; GraphComparison.Ask takes two.",
        Assert.Throws<ArgumentOutOfRangeException>(() => Ask(QuestionKind.Difference, "")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_version_that_is_not_known_is_told_the_newest_of_its_minor_and_near_ones()
    {
        var answer = (PathAnswer)Ask(QuestionKind.Path, "from=4.1.0&to=4.1.7").Answer!;

        var reason = Assert.Single(answer.Reasons);
        Assert.StartsWith("4.1.7 is not known: ", reason.Message, StringComparison.Ordinal);
        Assert.EndsWith("the newest in stable-4.1 is 4.1.1.", reason.Message, StringComparison.Ordinal);
        Assert.Equal(("stable-4.1", "4.1.1"), (reason.Evidence.Channel, reason.Evidence.Newest));
        Assert.Equal("4.1.1", reason.Evidence.NearMatches[0]);
    }

    [Fact]
    public void The_hosted_tool_s_channel_is_where_the_plan_begins_unless_it_has_both_ends()
    {
        var hosted = (PathAnswer)Ask(QuestionKind.Path, "channel=stable-4.1&current_ocp_version=4.1.0&target_ocp_version=4.2.0").Answer!;
        var whole = (PathAnswer)Ask(QuestionKind.Path, "channel=fast-4.2&current_ocp_version=4.1.0&target_ocp_version=4.2.0").Answer!;
        var own = (PathAnswer)Ask(QuestionKind.Path, "channel=stable-4.1&from=4.1.0&to=4.2.0").Answer!;

        Assert.Equal("stable-4.1  stable-4.2 oc adm upgrade channel stable-4.2", string.Join(' ', hosted.Best!.Hops.Select(hop => $"{hop.Channel} {hop.ChannelCommand}")));
        Assert.All(whole.Best!.Hops, hop => Assert.Equal("fast-4.2", hop.Channel));
        Assert.Null(own.Best);
    }

    [Fact]
    public void A_format_that_an_answer_does_not_have_is_a_mistake_of_the_caller() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Planner.ListChannels(Architecture.Default).Write(AnswerFormat.Svg));

    [Theory]
    [InlineData("https://example.com/a", true)]
    [InlineData("HTTP://example.com", true)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData(" javascript:alert(1)", false)]
    [InlineData("java\tscript:alert(1)", false)]
    [InlineData("data:text/html,x", false)]
    [InlineData("//example.com", false)]
    [InlineData("https://", false)]
    [InlineData("https://example.com/ onclick=x", false)]
    [InlineData(null, false)]
    public void Only_addresses_of_the_web_are_links(string? address, bool isLink) => Assert.Equal(isLink, WebAddress.IsLink(address));

    private static Reply Ask(QuestionKind kind, string query) => Planner.Ask(
        kind,
        QuestionParameters.Of(query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1]))));

    private static Planner PlannerOf(Sketch sketch)
    {
        var build = sketch.Build().Build;
        return new Planner(build.Graph, new PlanningFacts(sketch.Inputs, build));
    }
}

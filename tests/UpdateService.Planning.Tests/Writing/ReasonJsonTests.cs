using System.Collections.Immutable;
using UpdateService.Planning.Explanations;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Writing;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Writing;

public sealed class ReasonJsonTests
{
    private static readonly Evidence All = new()
    {
        Version = "4.1.1",
        Architecture = "arm64",
        Architectures = ["amd64"],
        Channel = "stable-4.1",
        Channels = ["fast-4.1", "candidate-4.1"],
        Sources = ["quay.example"],
        NamedBy = ["4.1.2"],
        NearMatches = ["4.1.0"],
        File = "blocked-edges/a.yaml",
        Line = 3,
        Pattern = ".*",
        Risks = ["A", "B"],
        UnacceptedRisks = ["B"],
        RiskSets = [["B"], ["C", "D"]],
        FirstStop = "4.1.3",
        Stops = ["4.1.3", "4.1.4"],
        Newest = "4.1.5",
        Feeder = "fast-4.1",
        Delay = "P1W",
        Earliest = new DateTimeOffset(2026, 2, 24, 0, 0, 0, TimeSpan.Zero),
        LeftOut = "It is gone.",
    };

    [Fact]
    public void Evidence_is_written_whole_and_what_is_not_known_is_left_out() => Assert.Equal(
        """
        {"from":"4.1.0","to":"4.1.1","arch":"amd64","channel":"stable-4.1","revision":7,"complete":false,"reasons":[
        {"kind":"DeadEnd","message":"So.","evidence":{},"next":"Wait."},
        {"kind":"NotMirrored","message":"So it is.","evidence":{"version":"4.1.1","arch":"arm64","architectures":["amd64"],"channel":"stable-4.1","channels":["fast-4.1","candidate-4.1"],"sources":["quay.example"],
        "namedBy":["4.1.2"],"nearMatches":["4.1.0"],"file":"blocked-edges/a.yaml","line":3,"pattern":".*","risks":["A","B"],"unacceptedRisks":["B"],"riskSets":[["B"],["C","D"]],"firstStop":"4.1.3","stops":["4.1.3","4.1.4"],
        "newest":"4.1.5","feeder":"fast-4.1","delay":"P1W","earliest":"2026-02-24T00:00:00+00:00","leftOut":"It is gone."},"next":"Ask."}],"unknownRisks":[{"name":"X","nearMatches":[]}]}
        """.Replace("\n", "", StringComparison.Ordinal),
        Answer("stable-4.1", [new Reason(ReasonKind.DeadEnd, "So.", new Evidence(), "Wait."), new Reason(ReasonKind.NotMirrored, "So it is.", All, "Ask.")], [new UnknownName("X", [])])
            .Write(AnswerFormat.Json, new WritingOptions { Revision = 7 }));

    [Fact]
    public void Without_a_channel_or_a_revision_there_is_null_or_nothing() => Assert.Equal(
        """{"from":"4.1.0","to":"4.1.1","arch":"amd64","channel":null,"complete":false,"reasons":[]}""",
        Answer(null, [], []).Write(AnswerFormat.Json));

    private static ExplanationAnswer Answer(string? channel, ImmutableArray<Reason> reasons, ImmutableArray<UnknownName> unknown) =>
        new(new ExplanationQuestion(Version("4.1.0"), Version("4.1.1")) { Channel = channel }, reasons) { IsComplete = false, UnknownRisks = unknown };
}

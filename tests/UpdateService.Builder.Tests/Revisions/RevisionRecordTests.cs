using UpdateService.Builder.Revisions;

namespace UpdateService.Builder.Tests.Revisions;

/// <summary>How people name a revision, and when two are of one build.</summary>
public sealed class RevisionRecordTests
{
    [Theory]
    [InlineData("7", 7)]
    [InlineData("1234", 1234)]
    [InlineData("1235", 1300)]
    [InlineData("abcd", 9)]
    [InlineData("abcd0", 8)]
    [InlineData("abc", null)]
    [InlineData("10", null)]
    [InlineData("07", null)]
    [InlineData("", null)]
    [InlineData("ABCD", null)]
    [InlineData("-7", null)]
    public void A_number_counts_before_the_beginning_of_a_hash_and_the_newest_of_several_is_meant(string name, int? number)
    {
        var records = (RevisionRecord[])[Record(7, "0000"), Record(8, "abcd0"), Record(9, "abcd1"), Record(1234, "ffff"), Record(1300, "12350")];
        Assert.Equal(number, RevisionRecord.Find([.. records], name)?.Number);
    }

    [Fact]
    public void Another_content_leave_input_or_thing_left_out_makes_another_build_and_other_trouble_does_not()
    {
        var place = new Place("host/repository:tag", 0);
        var record = Record(1, "abcd");
        Assert.All(
            (RevisionRecord[])
            [
                record with { ContentHash = "abce" },
                record with { Lenient = true },
                record with { Inputs = [new RevisionInput("graph-data", "sha256:0")] },
                record with { Quarantine = [new RecordedQuarantine("4.1.0", "amd64", "r", place, "Two have it.")] },
                record with { Problems = [new Problem(ProblemRule.UnreadableRelease, ProblemSeverity.Error, place, "It is broken.")] },
            ],
            other => Assert.False(record.IsSameBuildAs(other)));
        Assert.All(
            (RevisionRecord[])
            [
                record with { Number = 2, BuiltAt = DateTimeOffset.MaxValue, BuildSeconds = 1 },
                record with { Problems = [new Problem(ProblemRule.UnreadableSource, ProblemSeverity.Error, place, "It is away.")] },
                record with { Problems = [new Problem(ProblemRule.UnreadableRelease, ProblemSeverity.Warning, place, "What was known stays.")] },
            ],
            other => Assert.True(record.IsSameBuildAs(other)));
    }

    private static RevisionRecord Record(int number, string hash) =>
        new(number, hash, DateTimeOffset.UnixEpoch, 0, [], Lenient: false, DataDate: null, [], new RevisionCounts(0, 0, 0, 0, 0, 0, 0, 0), [], []);
}

using UpdateService.Builder.Revisions;

namespace UpdateService.Builder.Tests.Revisions;

/// <summary>How people name a revision.</summary>
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

    private static RevisionRecord Record(int number, string hash) =>
        new(number, hash, DateTimeOffset.UnixEpoch, 0, [], Lenient: false, DataDate: null, [], new RevisionCounts(0, 0, 0, 0, 0, 0, 0, 0), [], []);
}

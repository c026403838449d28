using UpdateService.Planning.Writing;

namespace UpdateService.Planning.Tests.Writing;

public sealed class AmountTests
{
    [Theory]
    [InlineData(0, "0 updates")]
    [InlineData(1, "1 update")]
    [InlineData(2, "2 updates")]
    [InlineData(14312, "14,312 updates")]
    public void One_is_one_and_all_else_is_many(int count, string words) => Assert.Equal(words, Amount.Of(count, "update"));
}

using UpdateService.Cli.Asking;

namespace UpdateService.Cli.Tests.Asking;

/// <summary>Addresses of services as people write them.</summary>
public sealed class ServiceAddressTests
{
    [Theory]
    [InlineData("localhost:8080", "http://localhost:8080/api/upgrades_info")]
    [InlineData("127.0.0.1:8080/", "http://127.0.0.1:8080/api/upgrades_info")]
    [InlineData("[::1]:8080", "http://[::1]:8080/api/upgrades_info")]
    [InlineData("updates.example.com", "https://updates.example.com/api/upgrades_info")]
    [InlineData("updates.example.com/api/upgrades_info/", "https://updates.example.com/api/upgrades_info")]
    [InlineData("user:secret@updates.example.com:8443", "https://updates.example.com:8443/api/upgrades_info")]
    [InlineData(" http://updates.example.com/osus/ ", "http://updates.example.com/osus")]
    [InlineData("http://updates.example.com/osus/api/upgrades_info/v1/graph", "http://updates.example.com/osus/api/upgrades_info")]
    public void A_scheme_and_slashes_may_be_left_out(string text, string first)
    {
        Assert.True(ServiceAddress.TryParse(text, out var address));
        Assert.Equal(first, address.Bases[0]);
    }

    [Theory]
    [InlineData("ftp://updates.example.com")]
    [InlineData("/updates")]
    [InlineData("")]
    [InlineData("http://")]
    [InlineData("two words")]
    public void What_is_no_address_is_refused(string text) => Assert.False(ServiceAddress.TryParse(text, out _));
}

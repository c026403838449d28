namespace UpdateService.Server.Tests.Graphs;

/// <summary>Which type a request's <c>Accept</c> header gets.</summary>
public sealed class MediaTypeTests(SampleService sample) : IClassFixture<SampleService>
{
    private const string Json = "application/json";
    private const string Vendor = "application/vnd.redhat.cincinnati.v1+json";
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

    [Theory]
    [InlineData(Vendor)]
    [InlineData(Vendor, "")]
    [InlineData(Vendor, Vendor)]
    [InlineData(Json, Json)]
    [InlineData(Json, "*")]
    [InlineData(Json, "*/*")]
    [InlineData(Json, "application/*")]
    [InlineData(Json, "APPLICATION/JSON")]
    [InlineData(Vendor, "application/vnd.RedHat.Cincinnati.v1+JSON")]
    [InlineData(Json, "application/json, application/vnd.redhat.cincinnati.v1+json")]
    [InlineData(Vendor, "application/vnd.redhat.cincinnati.v1+json, application/json")]
    [InlineData(Vendor, "application/vnd.redhat.cincinnati.v1+json, */*")]
    [InlineData(Vendor, "*/*, application/vnd.redhat.cincinnati.v1+json")]
    [InlineData(Json, "application/json, */*")]
    [InlineData(Json, "application/json;q=0.5, application/vnd.redhat.cincinnati.v1+json;q=0.4")]
    [InlineData(Vendor, "application/json;q=0.5, application/vnd.redhat.cincinnati.v1+json;q=0.6")]
    [InlineData(Vendor, "application/json;q=0, */*")]
    [InlineData(Json, "application/vnd.redhat.cincinnati.v1+json;q=0, */*")]
    [InlineData(Json, "application/json;q=0.001")]
    [InlineData(Json, "application/json;charset=utf-8")]
    [InlineData(Json, "application/json ; charset=utf-8 ; q=0.3")]
    [InlineData(Json, "text/html,\tapplication/json;Q=0.9")]
    [InlineData(Json, ",,application/json,,")]
    [InlineData(Json, Browser)]
    [InlineData(Json, "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2")]
    [InlineData(Json, "text/html", "application/json")]
    [InlineData(Vendor, "text/html", Vendor)]
    [InlineData(Json, "garbage", "*/*")]
    public async Task The_type_is_one_that_the_request_allows(string type, params string[] accept)
    {
        var answer = await sample.Service.GetAsync("/graph?channel=stable-4.18", accept.Select(value => $"Accept: {value}"));

        Assert.Equal((200, type), (answer.Status, answer["Content-Type"]));
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("text/*")]
    [InlineData("application/xml")]
    [InlineData("application/vnd.redhat.cincinnati.v2+json")]
    [InlineData("application/json;q=0")]
    [InlineData("application/json;q=0.0, text/html")]
    [InlineData("*/*;q=0")]
    [InlineData("application/*;q=0, */*;q=0.000")]
    [InlineData("application/json;q=0, application/vnd.redhat.cincinnati.v1+json;q=0, */*")]
    [InlineData("application/jsonp")]
    [InlineData("json")]
    [InlineData("garbage")]
    [InlineData(";;;q=1")]
    [InlineData("application/json;q=2")]
    [InlineData("application/json;q=x")]
    public async Task A_header_that_allows_neither_type_is_refused(string accept) =>
        Assert.Equal(406, (await sample.Service.GetAsync("/graph?channel=stable-4.18", $"Accept: {accept}")).Status);

    [Fact]
    public async Task Both_types_have_the_same_body_and_tag()
    {
        var json = await sample.Service.GetAsync("/graph?channel=stable-4.18", $"Accept: {Json}");
        var vendor = await sample.Service.GetAsync("/graph?channel=stable-4.18", $"Accept: {Vendor}");

        Assert.Equal((json.Text, json["ETag"]), (vendor.Text, vendor["ETag"]));
    }
}

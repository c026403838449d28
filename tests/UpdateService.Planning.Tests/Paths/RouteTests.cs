using UpdateService.Planning.Paths;

namespace UpdateService.Planning.Tests.Paths;

public sealed class RouteTests
{
    [Fact]
    public void A_route_is_known_by_its_releases()
    {
        var route = new Route([1, 2, 4], [7, 8]);

        Assert.Equal(new Route([1, 2, 4], [7, 8]), route);
        Assert.NotEqual(new Route([1, 3, 4], [7, 8]), route);
        Assert.NotEqual(new Route([1, 2], [7]), route);
    }

    [Fact]
    public void A_place_on_a_route_is_known_by_its_release_and_the_risks_so_far()
    {
        var state = new RouteState(1, [2, 4]);

        Assert.Equal(new RouteState(1, [2, 4]), state);
        Assert.NotEqual(new RouteState(2, [2, 4]), state);
        Assert.NotEqual(new RouteState(1, [2, 5]), state);
    }
}

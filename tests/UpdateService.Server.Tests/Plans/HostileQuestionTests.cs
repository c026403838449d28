using FsCheck.Fluent;

namespace UpdateService.Server.Tests.Plans;

/// <summary>Questions that nobody means well: an answer or a problem comes, never a failure, never a trace of the inside.</summary>
public sealed class HostileQuestionTests(SampleService sample) : IClassFixture<SampleService>
{
    private static readonly string[] Paths = ["/v1/path", "/v1/recommended", "/v1/explain", "/v1/channels", "/v1/releases", "/v1/releases/4.18.1", "/v1/matrix", "/v1/compare"];

    private static readonly string[] Names =
        ["from", "to", "version", "arch", "channel", "currentChannel", "with", "accept", "avoid", "via", "alternatives", "format", "revision", "current_ocp_version", "", "%00", "id"];

    private static readonly string[] Values =
    [
        "", "4.18.1", "4.18.3", "4.18", "stable-4.18", "amd64", "%00", "%0A%0D", "%1B[31m", "%FF%FE", "%ED%A0%80", "%zz", "%", "%F0%9F%98%80", "-1", "99999999999999999999", "4.18.1,4.18.2,,",
        "<script>", "..%2F..%2Fetc%2Fpasswd", "4.18.1-" + "a.b.c.d", "18446744073709551615.0.0", "18446744073709551616.0.0", "0", "json", "svg", "SampleRisk", "'", "%22", "%5C", "*",
    ];

    [Fact]
    public void Any_parameters_are_answered_or_refused() => Law.Holds(
        (from path in Gen.Elements(Paths)
         from pairs in Gen.ListOf(from name in Gen.Elements(Names) from value in Gen.Elements(Values) select $"{name}={value}")
         select $"{path}?{string.Join('&', pairs)}").ToArbitrary(),
        async target => AssertHarmless(await sample.Service.GetAsync(target)),
        tests: 150);

    [Fact]
    public async Task Values_of_8_kB_are_answered_or_refused_briefly()
    {
        foreach (var path in Paths)
        {
            foreach (var name in Names.Where(name => name.Length > 0))
            {
                var target = $"{path}?from=4.18.1&{name}=";
                var longest = 8192 - "GET  HTTP/1.1\r\n".Length - RunningService.Prefix.Length - target.Length;
                foreach (var filler in (string[])["x", "9", "4.18.1,", "A,", "a-", "%00", ".", "%F0%9F%98%80"])
                {
                    var answer = await sample.Service.GetAsync(target + string.Concat(Enumerable.Repeat(filler, longest / filler.Length)));

                    AssertHarmless(answer);
                    Assert.InRange(answer.Body.Length, 0, 2_000_000);
                    Assert.True(answer.Status == 200 || answer.Body.Length < 10_000, $"{answer.Body.Length} bytes say what is wrong with {name}.");
                }
            }
        }
    }

    [Fact]
    public async Task Five_hundred_unknown_names_are_reported_and_only_the_first_are_compared()
    {
        var answer = await sample.Service.GetAsync($"/v1/path?from=4.18.1&to=4.18.3&accept={string.Join(',', Enumerable.Range(0, 500).Select(number => $"Risk{number}"))}");

        Assert.Equal(200, answer.Status);
        Assert.Contains("Risk499", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_parameters_than_any_question_has_are_refused()
    {
        var answer = await sample.Service.GetAsync($"/v1/path?from=4.18.1{string.Concat(Enumerable.Repeat("&a=b", 500))}");

        Assert.Equal((400, "application/problem+json"), (answer.Status, answer["Content-Type"]));
        Assert.Contains("The question has more than 200 parameters; no question needs as many.", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_release_may_be_named_in_any_way()
    {
        foreach (var name in Values.Where(value => value.Length > 0))
        {
            AssertHarmless(await sample.Service.GetAsync($"/v1/releases/{name}"));
        }
    }

    [Fact]
    public async Task Clients_that_vanish_while_their_question_is_answered_do_no_harm()
    {
        for (var number = 0; number < 50; number++)
        {
            using var wire = await Wire.OpenAsync(sample.Service.Protocol);
            await wire.SendAsync($"GET {RunningService.Prefix}/v1/path?from=4.18.1&accept=Gone{number} HTTP/1.1\r\nHost: a\r\n\r\n");
        }

        Assert.Equal(200, (await sample.Service.GetAsync("/v1/path?from=4.18.1&accept=There")).Status);
        Assert.DoesNotContain(sample.Service.Log, line => line.Contains("failed inside the service", StringComparison.Ordinal));
    }

    private void AssertHarmless(WireAnswer answer)
    {
        Assert.Contains(answer.Status, (int[])[200, 400, 404, 406, 422]);
        foreach (var trace in (string[])["<html", "   at ", "Exception", "System.", ".cs:line"])
        {
            Assert.DoesNotContain(trace, answer.Text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(sample.Service.Log, line => line.Contains("failed inside the service", StringComparison.Ordinal));
    }
}

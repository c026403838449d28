using UpdateService.Server.Hosting;
using UpdateService.Testing.Fuzzing;

namespace UpdateService.Server.Tests.Hosting;

/// <summary>Whatever stands in switches, in the environment and in appsettings.</summary>
public sealed class OptionFuzzTests
{
    private static readonly Corpus Lines = Corpus.Of(
        [
            .. Tokens.Any, .. Tokens.Numbers,
            .. Tokens.Of("--", "=", " ", "on", "none", "50%", "1.5h", "100ms", "http://*:80", "https://[::1]:8443/", "http://localhost:0", "/api", "oci://a/b", "user:s3cret@", ".tar.gz", ".jsonl"),
            .. OptionTable.All.Select(option => System.Text.Encoding.UTF8.GetBytes($" --{option.Name} ")),
        ],
        "--listen http://127.0.0.1:8080,http://[::1]:8081 --path-prefix /api/upgrades_info --refresh 5m --lenient --keep 20",
        "--graph-data https://user:s3cret@example.com/data.tar.gz --loss-limit 2.5% --offline --offline-host a:5000 --insecure-registry a,b:5000",
        "--releases oci://quay.io/a/b --mandatory channel,arch --keep-alive 5s --max-connections none --rate-limit 100 --log-format json --trace-share 10% --traces-to http://collector:4318",
        "--state=/tmp/state --registry-concurrency 16 --status-listen http://0.0.0.0:9080 --registry-ca /nowhere/ca.pem");

    [Fact]
    public void Options_are_taken_or_refused_in_a_sentence_without_secrets() => Fuzz.Texts(
        Lines,
        line => AssertRead(() => WrittenOptions.Read(line.Split(' ', StringSplitOptions.RemoveEmptyEntries))),
        inputs: 1000,
        mostMegabytes: 1024); // Files that happen to be named are read.

    [Fact]
    public void Settings_are_taken_or_refused_in_a_sentence_without_secrets() => Fuzz.Texts(
        Lines,
        line =>
        {
            var words = line.Split("--", StringSplitOptions.RemoveEmptyEntries);
            var settings = words.Select(word => word.Split([' ', '='], 2)).Select(pair => (Key: $"UpdateService:{KeyOf(pair[0])}", Value: pair.Length > 1 ? pair[1].Trim(' ') : "")).DistinctBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase).ToArray();
            AssertRead(() => WrittenOptions.Read([], [], settings));
        },
        inputs: 1000,
        mostMegabytes: 1024); // Files that happen to be named are read.

    private static string KeyOf(string name) => string.Concat(name.Split('-').Select(word => word.Length == 0 ? "" : char.ToUpperInvariant(word[0]) + word[1..]));

    private static void AssertRead(Func<ServiceOptions> read)
    {
        try
        {
            var options = read();
            Assert.NotEmpty(options.Listen);
            Assert.All(options.Listen.Concat(options.StatusListen), address => Assert.NotNull(address.LocalUri(8080)));
            Assert.InRange(options.GuardLimits.Loss, 0, 1);
            Assert.InRange(options.Refresh, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
            Assert.True(options.PathPrefix.Length == 0 || options.PathPrefix[0] == '/');
        }
        catch (OptionException exception)
        {
            Assert.InRange(exception.Message.Length, 1, 2000);
            Assert.DoesNotContain("://user:s3cret@", exception.Message, StringComparison.Ordinal);
        }
    }
}

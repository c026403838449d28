using Microsoft.Extensions.Logging.Abstractions;
using UpdateService.Builder.State;
using UpdateService.Server.Administration;

namespace UpdateService.Server.Tests.Administration;

/// <summary>Each act is a whole line, and the file has an end.</summary>
public sealed class AuditLogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StateFolder state;

    public AuditLogTests() => state = new StateFolder(folder.Path);

    public void Dispose()
    {
        state.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_line_holds_when_what_from_and_result_and_nothing_else()
    {
        var log = Log();
        log.Write("pin \"7\" ü\u0001", "[::1]:80", "a\nb");
        log.Write("refresh", "10.0.0.1:80", "Unchanged");
        Assert.Equal(
            """
            {"when":"2026-08-21T12:00:00+00:00","what":"pin \"7\" ü\\u0001","from":"[::1]:80","result":"a\\u000ab"}
            {"when":"2026-08-21T12:00:00+00:00","what":"refresh","from":"10.0.0.1:80","result":"Unchanged"}

            """,
            File.ReadAllText(state.Audit));
    }

    [Fact]
    public void A_line_that_was_torn_does_not_spoil_the_next()
    {
        File.WriteAllText(state.Audit, "{\"when\":\"2026");
        Log().Write("refresh", "a", "b");
        Assert.Equal(["{\"when\":\"2026", "{\"when\":\"2026-08-21T12:00:00+00:00\",\"what\":\"refresh\",\"from\":\"a\",\"result\":\"b\"}"], File.ReadAllLines(state.Audit));
    }

    [Fact]
    public void Lines_of_before_stay()
    {
        Log().Write("refresh", "a", "first");
        Log().Write("refresh", "a", "second");
        Assert.Equal(2, File.ReadAllLines(state.Audit).Length);
    }

    [Fact]
    public void A_full_file_is_put_aside_and_the_one_before_goes()
    {
        foreach (var letter in "ab")
        {
            File.WriteAllText(state.Audit, new string(letter, (8 << 20) + 1));
            Log().Write("refresh", "a", "b");
            _ = Assert.Single(File.ReadAllLines(state.Audit));
            Assert.Equal(letter, File.ReadAllText($"{state.Audit}.1")[0]);
        }
    }

    [Fact]
    public void Two_acts_at_once_are_two_lines()
    {
        var log = Log();
        _ = Parallel.For(0, 200, number => log.Write("refresh", "a", $"{number}"));
        Assert.Equal(200, File.ReadAllLines(state.Audit).Distinct(StringComparer.Ordinal).Count(line => line.EndsWith("\"}", StringComparison.Ordinal)));
    }

    private AuditLog Log() => new(state, new Noon(), NullLogger<AuditLog>.Instance);

    private sealed class Noon : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 8, 21, 12, 0, 0, TimeSpan.Zero);
    }
}

using System.Text;

namespace UpdateService.Server.Tests.Hosting;

/// <summary>What no answer may show, whatever was asked: a page of the server's own, or its inside.</summary>
internal static class HarmlessAnswer
{
    /// <summary>Whether it shows neither.</summary>
    public static void AssertHarmless(this WireAnswer answer)
    {
        foreach (var trace in (string[])["<html", "<!DOCTYPE", "   at ", "Exception", "System.", "UpdateService", ".cs:line"])
        {
            Assert.DoesNotContain(trace, Encoding.Latin1.GetString(answer.Body), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("html", answer["Content-Type"] ?? "", StringComparison.Ordinal);
    }
}

using System.IO.Compression;

namespace UpdateService.Server.Plans;

/// <summary>An answer of the planner, ready to be sent.</summary>
/// <param name="Tag">Identifies query, format and revision: equal ones have equal tags, even after a restart.</param>
/// <param name="MediaType">The type with its parameters.</param>
/// <param name="Body">The uncompressed body.</param>
/// <param name="IsComplete">Whether its tag names only this body: the planner reached no limit, and nothing in it depends on the current time.</param>
internal sealed record PreparedAnswer(string Tag, string MediaType, byte[] Body, bool IsComplete)
{
    private const int LeastWorthPacking = 1024;

    /// <summary>The value of <c>ETag</c> without its <c>W/</c>.</summary>
    public string EntityTag { get; } = $"\"{Tag}\"";

    /// <summary>Whether gzip makes it noticeably smaller.</summary>
    public bool IsWorthPacking => Body.Length > LeastWorthPacking;

    /// <summary>The body in gzip.</summary>
    public byte[] Pack()
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(Body);
        }

        return output.ToArray();
    }
}

using System.IO.Compression;

namespace UpdateService.Server.Plans;

/// <summary>An answer of the planner, ready to be sent.</summary>
/// <param name="Tag">Names question, format and revision: equal ones have equal tags, also after a restart.</param>
/// <param name="MediaType">With its parameters.</param>
/// <param name="Body">Not compressed.</param>
/// <param name="IsComplete">Whether its tag names this body alone: the planner met none of its bounds, and nothing in it is bound to this moment.</param>
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

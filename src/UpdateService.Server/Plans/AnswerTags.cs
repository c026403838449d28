using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using UpdateService.Builder.Revisions;
using UpdateService.Planning.Writing;
using UpdateService.Server.Hosting;

namespace UpdateService.Server.Plans;

/// <summary>
/// Tags of answers: a hash over the revisions, the query and the format, which a restart does not change. Explanations depend on inputs
/// that no graph shows, so the hash includes the inputs of a revision and not only its content.
/// </summary>
internal static class AnswerTags
{
    private const int Digits = 32;

    private static readonly ConditionalWeakTable<RevisionRecord, string> Revisions = [];

    /// <summary>The tag of an answer.</summary>
    /// <param name="records">The revisions, in the query's order.</param>
    /// <param name="query">The question.</param>
    /// <param name="format">The format of the answer.</param>
    public static string Of(IEnumerable<RevisionRecord> records, PlannerQuery query, AnswerFormat format) =>
        Of(records, $"{query.Kind} {format.Name()} {query.Parameters.Normalise(query.Kind)}");

    /// <summary>The tag of anything made from revisions.</summary>
    /// <param name="records">The revisions.</param>
    /// <param name="question">Everything else that it depends on.</param>
    public static string Of(IEnumerable<RevisionRecord> records, string question) =>
        Hash($"{string.Join(' ', records.Select(record => Revisions.GetValue(record, Identity)))} {question}");

    private static string Identity(RevisionRecord record)
    {
        var inputs = record.Inputs.Select(input => $"{input.Digest} {input.Source}");
        return Hash(string.Create(CultureInfo.InvariantCulture, $"{ServiceVersion.Text}\n{record.Number}\n{record.ContentHash}\n{string.Join('\n', inputs)}"));
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..Digits];
}

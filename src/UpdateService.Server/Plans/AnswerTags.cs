using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using UpdateService.Builder.Revisions;
using UpdateService.Planning.Writing;
using UpdateService.Server.Hosting;

namespace UpdateService.Server.Plans;

/// <summary>
/// Names for answers: a hash over the revisions, the question and the format, and nothing that a restart changes. Explanations
/// speak of inputs that no graph shows, so the revision counts with its inputs and not only with its content.
/// </summary>
internal static class AnswerTags
{
    private const int Digits = 32;

    private static readonly ConditionalWeakTable<RevisionRecord, string> Revisions = [];

    /// <summary>The tag of an answer.</summary>
    /// <param name="records">The revisions that are asked, in the question's order.</param>
    /// <param name="query">The question.</param>
    /// <param name="format">How the answer is written.</param>
    public static string Of(IEnumerable<RevisionRecord> records, PlannerQuery query, AnswerFormat format) =>
        Of(records, $"{query.Kind} {format.Name()} {query.Parameters.Normalise(query.Kind)}");

    /// <summary>The tag of anything that is made of revisions.</summary>
    /// <param name="records">The revisions.</param>
    /// <param name="question">All else that it depends on.</param>
    public static string Of(IEnumerable<RevisionRecord> records, string question) =>
        Hash($"{string.Join(' ', records.Select(record => Revisions.GetValue(record, Identity)))} {question}");

    private static string Identity(RevisionRecord record)
    {
        var inputs = record.Inputs.Select(input => $"{input.Digest} {input.Source}");
        return Hash(string.Create(CultureInfo.InvariantCulture, $"{ServiceVersion.Text}\n{record.Number}\n{record.ContentHash}\n{string.Join('\n', inputs)}"));
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..Digits];
}

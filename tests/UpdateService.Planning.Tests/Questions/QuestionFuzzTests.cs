using UpdateService.Planning.Facts;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Questions;
using UpdateService.Planning.Writing;
using UpdateService.Testing.Fuzzing;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Questions;

/// <summary>Whatever people, and what they use, may ask.</summary>
public sealed class QuestionFuzzTests
{
    /// <summary>What the service takes.</summary>
    private const int MostParameters = 200;

    private static readonly Planner Planner = PlannerOf(new Sketch
    {
        Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.2.0").From("4.1.1", "4.1.0"), Release("4.2.1+arm64"), Guard("4.2.0", Risk("Slow")),
        Channel("stable-4.1", "4.1.0", "4.1.1"), Channel("stable-4.2", "4.1.1", "4.2.0"), Channel("fast-4.2", "4.1.0", "4.1.1", "4.2.0", "4.2.1"),
    });

    private static readonly QuestionKind[] Kinds = [.. Enum.GetValues<QuestionKind>().Where(kind => kind != QuestionKind.Difference)];

    private static readonly Corpus Queries = Corpus.Of(
        [
            .. Tokens.Any,
            .. Tokens.Of(
                "from=", "to=", "version=", "arch=", "channel=", "currentChannel=", "with=", "accept=", "avoid=", "via=", "alternatives=", "format=", "current_ocp_version=", "target_ocp_version=", "is_show_hot_fix=", "&FROM=", "frm=",
                "4.1.0", "4.2", "4.2.0", "stable-4.2", "arm64", "x86_64", "Slow", "4.1.1,4.1.1", "svg", "mermaid", "50", "51"),
        ],
        "from=4.1.0&to=4.2.0&accept=Slow&alternatives=3&format=svg", "from=4.1.0&to=4.2&via=4.1.1&avoid=Slow", "version=4.1.0&channel=fast-4.2", "channel=stable-4.1&with=stable-4.2", "current_ocp_version=4.1.0&target_ocp_version=4.2.0&arch=x86_64&channel=stable-4.1");

    [Fact]
    public void Every_question_is_answered_or_refused_with_what_is_wrong() => Fuzz.Texts(
        Queries,
        query =>
        {
            foreach (var kind in Kinds)
            {
                var parameters = QuestionParameters.Of(Pairs(query));
                var reply = Planner.Ask(kind, parameters, CancellationToken.None);
                Assert.True(reply.Answer is not null || reply.IsRefused);
                Assert.All(reply.Refusals, refusal => Fuzz.AssertTold(refusal.Message));
                Assert.Equal(parameters.Normalise(), QuestionParameters.Of(Pairs(query)).Normalise());
                foreach (var format in reply.Answer is { } answer ? kind.Formats() : [])
                {
                    AssertHarmless(format, reply.Answer!.Write(format));
                }
            }
        },
        inputs: 1000);

    [Fact]
    public void Small_words_are_read_or_not() => Fuzz.Texts(
        Corpus.Of([.. Tokens.Any, .. Tokens.Of("P", "T", "W", "D", "H", "M", ".")], "4.18", "P1W2DT3H4M", "PT48H", "18446744073709551615.0", "x86_64"),
        text =>
        {
            Assert.True(!MinorName.TryParse(text, out var minor) || minor.ToString() == text, text);
            Assert.True(!IsoDuration.TryParse(text, out var duration) || duration >= TimeSpan.Zero, text);
            Assert.True(!ArchitectureName.TryRead(text, out var architecture) || Architecture.IsName(architecture.Name), text);
        });

    /// <summary>Nothing that was typed becomes markup of a picture, or a control character of a terminal's.</summary>
    private static void AssertHarmless(AnswerFormat format, string text)
    {
        _ = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetByteCount(text);
        Assert.DoesNotContain(text, character => char.IsControl(character) && character is not '\n');
        if (format == AnswerFormat.Svg)
        {
            _ = System.Xml.Linq.XDocument.Parse(text);
            Assert.DoesNotContain("<script", text, StringComparison.OrdinalIgnoreCase);
        }

        if (format == AnswerFormat.Json)
        {
            using var json = System.Text.Json.JsonDocument.Parse(text);
        }
    }

    private static IEnumerable<KeyValuePair<string, string?>> Pairs(string query) => query.Split('&').Take(MostParameters).Select(pair => pair.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], pair.Length > 1 ? pair[1] : null));

    private static Planner PlannerOf(Sketch sketch)
    {
        var build = sketch.Build().Build;
        return new Planner(build.Graph, new PlanningFacts(sketch.Inputs, build));
    }
}

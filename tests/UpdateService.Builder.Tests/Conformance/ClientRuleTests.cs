using UpdateService.Builder.Answers;
using UpdateService.Builder.Sources;
using UpdateService.Graph.Building;

namespace UpdateService.Builder.Tests.Conformance;

/// <summary>The clients' rules on everything that is answered from the real data.</summary>
public sealed class ClientRuleTests
{
    [SharedDataFact]
    public async Task No_answer_from_the_real_data_breaks_a_rule_of_the_clients()
    {
        var collector = new InputCollector(new GraphDataInMemory(GraphDataTar.Read(SharedData.GraphData)), [new CatalogueFile(SharedData.Releases, lenient: false)], lenient: false);
        var inputs = await collector.CollectAsync(CancellationToken.None);
        var answers = new AnswerFactory().Make(new GraphBuilder().Build(inputs.Inputs).Graph);
        Assert.Equal(309, answers.Count);
        Assert.All(answers.All, entry => Assert.Empty(Invariants.Violations(entry.Answer.Body, entry.Architecture)));
    }
}

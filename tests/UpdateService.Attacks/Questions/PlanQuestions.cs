namespace UpdateService.Attacks.Questions;

/// <summary>Plans of the served revision, each another one, as dear as they may be.</summary>
internal static class PlanQuestions
{
    public static Task RunAsync(Target target) => Asking.RunAsync(target, random =>
    {
        var (from, to) = ($"4.{random.Next(8, 14)}.{random.Next(0, 40)}", $"4.{random.Next(15, 20)}.{random.Next(0, 40)}");
        var via = string.Join(',', Enumerable.Range(0, random.Next(0, 200)).Select(number => $"4.{random.Next(8, 20)}.{number}"));
        var avoid = string.Join(',', Enumerable.Range(0, random.Next(0, 200)).Select(number => $"4.{random.Next(8, 20)}.{number}"));
        var message = new HttpRequestMessage(random.Next(10) == 0 ? HttpMethod.Post : HttpMethod.Get, $"/api/upgrades_info/v1/path?from={from}&to={to}&alternatives=9&via={via}&avoid={avoid}");
        _ = message.Headers.TryAddWithoutValidation("Accept", string.Join(',', Enumerable.Range(0, random.Next(1, 300)).Select(number => $"a/b{number};q=0.5")) + ",*/*;q=0.1");
        return message;
    });
}

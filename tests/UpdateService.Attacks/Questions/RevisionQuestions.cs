namespace UpdateService.Attacks.Questions;

/// <summary>Questions about kept revisions, each another one.</summary>
internal static class RevisionQuestions
{
    private const string Api = "/api/upgrades_info/v1";
    private const int Kept = 20;

    private static readonly string[] Types = ["application/json", "text/html", "text/markdown", "*/*", "image/svg+xml"];

    /// <param name="target">The second value is the newest revision; the third the word that the paths of all questions hold.</param>
    public static Task RunAsync(Target target)
    {
        var newest = target.Number(1, Kept);
        var word = target.Word(2, "");
        return Asking.RunAsync(target, random =>
        {
            string path;
            do
            {
                path = Question(random, newest);
            }
            while (!path.Contains(word, StringComparison.Ordinal));
            var message = new HttpRequestMessage(HttpMethod.Get, path);
            _ = message.Headers.TryAddWithoutValidation("Accept", Types[random.Next(Types.Length)]);
            _ = message.Headers.TryAddWithoutValidation("Accept-Encoding", random.Next(2) == 0 ? "gzip" : "identity");
            return message;
        });
    }

    private static string Question(Random random, int newest)
    {
        int Revision() => Math.Max(1, newest - random.Next(Kept));
        var junk = $"x{random.NextInt64():x}={random.NextInt64():x}";
        var (minor, patch) = (random.Next(14, 20), random.Next(0, 40));
        return random.Next(9) switch
        {
            0 => $"/compare?before={Revision()}&after={Revision()}&{junk}",
            1 => $"{Api}/revisions/{Revision()}/diff/{Revision()}?{junk}",
            2 => $"/matrix?revision={Revision()}&channel=candidate-4.{minor}&arch=amd64&{junk}",
            3 => $"{Api}/matrix?revision={Revision()}&channel=candidate-4.{minor}&arch=amd64&{junk}",
            4 => $"{Api}/path?revision={Revision()}&from=4.{minor}.{patch}&to=4.{minor + 1}.{patch}&alternatives=9&{junk}",
            5 => $"{Api}/channels?revision={Revision()}&{junk}",
            6 => $"{Api}/path?revision={Revision()}&from=4.{minor}.{patch}&to=4.{minor + 1}.{patch}&format=svg&{junk}",
            7 => $"{Api}/recommended?revision={Revision()}&version=4.{minor}.{patch}&via={new string('v', random.Next(1, 3000))}",
            _ => $"/compare?before={Revision()}&after={Revision()}&from={junk}",
        };
    }
}

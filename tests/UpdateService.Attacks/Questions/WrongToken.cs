namespace UpdateService.Attacks.Questions;

/// <summary>Acts of an administrator with a wrong token.</summary>
internal static class WrongToken
{
    private static readonly string[] Acts = ["refresh", "pin?revision=1", "unpin", "publish?candidate=000000000000", "x%0Ay%1B[31m"];

    public static Task RunAsync(Target target) => Asking.RunAsync(target, random =>
    {
        var message = new HttpRequestMessage(HttpMethod.Post, $"/admin/{Acts[random.Next(Acts.Length)]}");
        _ = message.Headers.TryAddWithoutValidation("Authorization", $"Bearer {random.NextInt64():x16}");
        return message;
    });
}

using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using UpdateService.Planning.Writing;
using UpdateService.Registry;

namespace UpdateService.Cli.Asking;

/// <summary>Asks a service over HTTP.</summary>
/// <param name="address">Where it is.</param>
/// <param name="http">The connections; the caller disposes of them.</param>
/// <param name="limit">How long an answer may take.</param>
internal sealed class ServiceClient(ServiceAddress address, HttpClient http, TimeSpan limit)
{
    /// <summary>The service's host, without a password.</summary>
    public Uri Origin => new(new Uri(address.Bases[0]).GetLeftPart(UriPartial.Authority));

    private const int LargestAnswer = 256 << 20;

    private string? found;

    /// <summary>Connections that go through the environment's proxies and trust further authorities.</summary>
    /// <param name="authorities">A PEM file or folder; null for the system's authorities alone.</param>
    public static HttpClient Connect(string? authorities) =>
        new(TrustedTransport.Create("--ca", authorities is null ? [] : [authorities])) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LargestAnswer };

    /// <summary>Asks.</summary>
    /// <param name="path">Behind <c>/v1/</c>, escaped.</param>
    /// <param name="values">For the query.</param>
    /// <param name="format">What the answer shall be written in.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="CommandException">The query is refused, or there is no answer.</exception>
    public async Task<byte[]> GetAsync(string path, IEnumerable<KeyValuePair<string, string?>> values, AnswerFormat format, CancellationToken cancellationToken)
    {
        var query = string.Join('&', values.Append(KeyValuePair.Create("format", (string?)format.Name()))
            .Where(pair => !string.IsNullOrEmpty(pair.Value))
            .Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value!)}"));
        return (await FindAsync($"v1/{path}?{query}", accept: null, cancellationToken)).Expect(format);
    }

    /// <summary>Asks for a graph as clusters do.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="CommandException">The query is refused, or there is no answer.</exception>
    public async Task<byte[]> GetGraphAsync(string channel, CancellationToken cancellationToken) =>
        (await FindAsync($"graph?channel={Uri.EscapeDataString(channel)}&arch=amd64", AnswerFormat.Json.MediaType(), cancellationToken)).Expect(AnswerFormat.Json);

    private async Task<ServiceAnswer> FindAsync(string target, string? accept, CancellationToken cancellationToken)
    {
        foreach (var start in found is null ? address.Bases : [found])
        {
            var answer = await SendAsync($"{start}/{target}", accept, cancellationToken);
            if (!answer.IsElsewhere)
            {
                found = start;
                return answer;
            }
        }

        throw CommandException.Trouble($"No update service answers at {string.Join(" or ", address.Bases)}. Write --server as the address of the service, with its path prefix where it has another than the usual.");
    }

    private async Task<ServiceAnswer> SendAsync(string target, string? accept, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("updatectl", "1"));
        if (accept is not null)
        {
            request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept));
        }

        if (address.Credentials is { } credentials)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(limit);
        try
        {
            using var response = await http.SendAsync(request, patience.Token);
            var body = await response.Content.ReadAsByteArrayAsync(patience.Token);
            return new ServiceAnswer(new Uri(target), response.StatusCode, response.Content.Headers.ContentType?.MediaType ?? "", body);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw CommandException.Trouble($"{Host(target)} did not answer within {limit.TotalSeconds:0.###} s; --timeout gives it longer.");
        }
        catch (HttpRequestException exception)
        {
            throw CommandException.Trouble($"{Host(target)} does not answer: {Reason(exception)} Check --server, or leave it out to ask the data set that ships with updatectl.");
        }
    }

    private static string Host(string target) => new Uri(target).GetLeftPart(UriPartial.Authority);

    private static string Reason(HttpRequestException exception)
    {
        var reason = exception.StatusCode == HttpStatusCode.ProxyAuthenticationRequired ? "the proxy wants other credentials" : exception switch
        {
            { InnerException: AuthenticationException certificate } when certificate.Message.Contains("certificate", StringComparison.OrdinalIgnoreCase) =>
                $"its certificate is not trusted ({certificate.Message.TrimEnd('.')}). --ca names the PEM file of its authority",
            { InnerException: AuthenticationException } => "it does not speak TLS there. Try http:// instead of https://",
            { HttpRequestError: HttpRequestError.InvalidResponse } => "what it sends is not HTTP. Try https:// instead of http://, or another port",
            _ => exception.GetBaseException().Message,
        };
        return reason.EndsWith('.') ? reason : reason + ".";
    }
}

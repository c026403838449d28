using UpdateService.Cli.Asking;
using UpdateService.Cli.Commands;

namespace UpdateService.Cli.Doctoring.Services;

/// <summary>A running service.</summary>
internal sealed class ServiceCase : IDisposable
{
    private readonly HttpClient http;

    /// <summary>A service; nothing is asked yet.</summary>
    /// <param name="server">Its address as it was typed.</param>
    /// <param name="authorities">Its authority; null for the system's.</param>
    /// <param name="limit">How long an answer may take.</param>
    /// <exception cref="CommandException">It is no address.</exception>
    public ServiceCase(string server, string? authorities, TimeSpan limit)
    {
        http = ServiceClient.Connect(authorities);
        Client = QuestionCommand.Client(server, http, limit);
        Origin = Client.Origin;
    }

    /// <summary>Asks it.</summary>
    public ServiceClient Client { get; }

    /// <summary>Its host, without a password.</summary>
    public Uri Origin { get; }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();
}

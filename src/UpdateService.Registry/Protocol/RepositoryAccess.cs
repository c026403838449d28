using System.Net;
using UpdateService.Registry.Protocol.Authentication;
using UpdateService.Registry.Protocol.Transport;

namespace UpdateService.Registry.Protocol;

/// <summary>Asks a registry about one repository: in turn, and with what the registry asks to be shown.</summary>
internal sealed class RepositoryAccess(RepositoryName name, Wire wire, RepositoryLogin login)
{
    /// <summary>Where the repository is.</summary>
    internal Uri Address { get; } = RegistryAddress.Of(name, wire.IsInsecure(name.Host));

    /// <summary>Sends a request, and repeats it once with another grant if the first is refused. Another host gets no grant.</summary>
    internal async Task<Answer> AskAsync(Inquiry inquiry, CancellationToken cancellationToken)
    {
        var turn = await wire.TakeTurnAsync(Address, cancellationToken);
        Answer? answer = null;
        try
        {
            var isOwn = inquiry.Address.Authority == Address.Authority;
            var grant = isOwn ? await login.PresentAsync(cancellationToken) : null;
            answer = await wire.SendAsync(inquiry.With(grant?.Header), cancellationToken);
            if (isOwn && IsChallenge(answer))
            {
                var challenges = answer.Headers("WWW-Authenticate").SelectMany(header => Challenge.Parse(header)).ToList();
                answer.Dispose();
                var other = await login.RenewAsync(grant, challenges, cancellationToken);
                answer = await wire.SendAsync(inquiry.With(other.Header), cancellationToken);
                if (IsChallenge(answer))
                {
                    answer.Dispose();
                    throw login.Refused(inquiry);
                }
            }
            else if (isOwn && IsDenial(answer) && await login.ChangedAsync(grant, cancellationToken) is { } changed)
            {
                answer.Dispose();
                answer = await wire.SendAsync(inquiry.With(changed.Header), cancellationToken);
            }

            answer.Hold(turn);
            return answer;
        }
        catch
        {
            answer?.Dispose();
            _ = turn.Release();
            throw;
        }
    }

    private bool IsChallenge(Answer answer) => answer.Status == HttpStatusCode.Unauthorized && answer.Address.Authority == Address.Authority;

    /// <summary>403: it is not allowed, or the password has expired, as Amazon's registry says it.</summary>
    private bool IsDenial(Answer answer) => answer.Status == HttpStatusCode.Forbidden && answer.Address.Authority == Address.Authority;
}

namespace UpdateService.Registry.Protocol.Transport;

/// <summary>Addresses as messages show them: without user and query, where secrets and signatures are.</summary>
internal static class ShownAddress
{
    /// <summary><c>https://host/path</c>.</summary>
    internal static string Of(Uri address) => address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}

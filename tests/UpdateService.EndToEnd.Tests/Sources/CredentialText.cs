using System.Text.Json.Nodes;
using UpdateService.EndToEnd.Tests.Registries;

namespace UpdateService.EndToEnd.Tests.Sources;

/// <summary>The text of a <c>.dockerconfigjson</c>.</summary>
internal static class CredentialText
{
    /// <summary>One with an entry for each key: a host, or a host and the beginning of a repository's path.</summary>
    public static string Of(params (string Key, RegistryAccount Account)[] entries) => new JsonObject
    {
        ["auths"] = new JsonObject(entries.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)new JsonObject { ["auth"] = entry.Account.Authorization["Basic ".Length..] }))),
    }.ToJsonString();

    /// <summary>One with user and password as they are, which some tools write.</summary>
    public static string InPlain(string key, RegistryAccount account) => new JsonObject
    {
        ["auths"] = new JsonObject { [key] = new JsonObject { ["username"] = account.Name, ["password"] = account.Password } },
    }.ToJsonString();
}

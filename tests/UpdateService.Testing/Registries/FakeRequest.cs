namespace UpdateService.Testing.Registries;

/// <summary>What a fake registry is asked for.</summary>
public enum FakeRequestKind
{
    /// <summary>A page of tags.</summary>
    Tags,

    /// <summary>A manifest's headers.</summary>
    Head,

    /// <summary>A manifest.</summary>
    Manifest,

    /// <summary>A blob.</summary>
    Blob,

    /// <summary>A token.</summary>
    Token,

    /// <summary>A blob's upload: opened (POST), or the blob itself (PUT).</summary>
    Upload,

    /// <summary>A manifest that is pushed.</summary>
    Push,

    /// <summary>The beginning of the API, <c>/v2/</c>, by which a client learns how to log in.</summary>
    Start,

    /// <summary>A file, or anything else.</summary>
    File,
}

/// <summary>A request as it came in.</summary>
/// <param name="Kind">For what.</param>
/// <param name="Method">GET, HEAD, POST, PUT.</param>
/// <param name="Path">The path.</param>
/// <param name="Query">With its question mark; empty where there is none.</param>
/// <param name="Headers">The headers.</param>
/// <param name="Body">The body as text; empty for what is pushed.</param>
public sealed record FakeRequest(FakeRequestKind Kind, string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The header of this name; null where it was not sent.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

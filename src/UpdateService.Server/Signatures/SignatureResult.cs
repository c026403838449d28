namespace UpdateService.Server.Signatures;

/// <summary>The result of a request for a signature.</summary>
internal enum SignatureResult
{
    /// <summary>The signature was found.</summary>
    Served,

    /// <summary>There is no signature of that name.</summary>
    Unknown,

    /// <summary>The path is not that of a signature.</summary>
    Invalid,
}

namespace UpdateService.Server.Signatures;

/// <summary>What came of a request for a signature.</summary>
internal enum SignatureResult
{
    /// <summary>It was there.</summary>
    Served,

    /// <summary>There is none of that name.</summary>
    Unknown,

    /// <summary>The path is not one of a signature.</summary>
    Invalid,
}

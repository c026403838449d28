using UpdateService.Registry.Protocol;

namespace UpdateService.Cli.Doctoring;

/// <summary>What a check comes to.</summary>
internal enum Verdict
{
    /// <summary>It is as it should be.</summary>
    Fine,

    /// <summary>It works, but should be checked.</summary>
    Notable,

    /// <summary>It does not work.</summary>
    Broken,

    /// <summary>It could not be determined, or there is nothing to check.</summary>
    NotMade,
}

/// <summary>What one check found.</summary>
/// <param name="Verdict">What it comes to.</param>
/// <param name="Found">A sentence or two, without secrets.</param>
/// <param name="Remedy">What to do about it; null if nothing is to be done, or only more of the same.</param>
internal sealed record Finding(Verdict Verdict, string Found, string? Remedy = null)
{
    /// <summary>All is well.</summary>
    public static Finding Fine(string found) => new(Verdict.Fine, found);

    /// <summary>It works, but should be checked.</summary>
    public static Finding Notable(string found, string? remedy = null) => new(Verdict.Notable, found, remedy);

    /// <summary>It does not work.</summary>
    public static Finding Broken(string found, string remedy) => new(Verdict.Broken, found, remedy);

    /// <summary>A registry or an address could not be read.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="remedy">What to do where the failure does not say so itself.</param>
    public static Finding Broken(RegistryException failure, string remedy) => new(Verdict.Broken, failure.Finding, failure.Remedy ?? remedy);

    /// <summary>The check was not made.</summary>
    public static Finding NotMade(string reason) => new(Verdict.NotMade, reason);
}

/// <summary>A finding with its place in a report.</summary>
/// <param name="Subject">What was looked at: a host, a repository, this machine.</param>
/// <param name="Check">The name of the check.</param>
/// <param name="Finding">What was found.</param>
internal sealed record Entry(string Subject, string Check, Finding Finding);

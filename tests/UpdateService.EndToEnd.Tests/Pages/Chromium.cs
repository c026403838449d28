namespace UpdateService.EndToEnd.Tests.Pages;

/// <summary>The browser that the system has; Playwright downloads none.</summary>
internal static class Chromium
{
    /// <summary>Where Debian's package puts it.</summary>
    public const string Program = "/usr/bin/chromium";

    /// <summary>Whether it is there.</summary>
    public static bool IsInstalled { get; } = File.Exists(Program);

    /// <summary>Why tests in a browser are skipped; null where they are not.</summary>
    public static string? SkipReason { get; } = IsInstalled ? null : $"There is no browser at {Program}; install the package chromium.";
}

/// <summary>A test in a browser, which not every machine has; there it is skipped and says so.</summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = Chromium.SkipReason;
}

/// <summary>A table of tests in a browser.</summary>
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = Chromium.SkipReason;
}

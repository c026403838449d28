using Microsoft.Playwright;

namespace UpdateService.EndToEnd.Tests.Pages;

/// <summary>How windows and eyes differ.</summary>
internal static class Look
{
    /// <summary>Looks by name, so that tables of tests can name them.</summary>
    public static BrowserNewContextOptions Of(string name) => name switch
    {
        "light" => new() { ColorScheme = ColorScheme.Light },
        "dark" => new() { ColorScheme = ColorScheme.Dark },
        "forced colours" => new() { ForcedColors = ForcedColors.Active },
        "reduced motion" => new() { ReducedMotion = ReducedMotion.Reduce },
        "narrow" => new() { ViewportSize = new() { Width = 320, Height = 640 } },
        "without scripts" => new() { JavaScriptEnabled = false },
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such look."),
    };
}

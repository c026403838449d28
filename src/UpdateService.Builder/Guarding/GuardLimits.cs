namespace UpdateService.Builder.Guarding;

/// <summary>What a revision may lose, open and weaken without an administrator: shares from 0 to 1.</summary>
/// <param name="Loss">Of a channel's edges that errors may cost. Above a half also of releases, of all and of a channel.</param>
/// <param name="Open">Of the closed pairs, those that may become edges without risks.</param>
/// <param name="Weaken">Of the closed pairs, those that may lose a risk; and those of which a risk may get other matching rules.</param>
public sealed record GuardLimits(double Loss = 0.05, double Open = 0.05, double Weaken = 0.3)
{
    /// <summary>The share of the closed pairs that may turn from blocked to conditional.</summary>
    public const double BlockToRisk = 0.01;

    /// <summary>Pairs, or releases, that may always go at once.</summary>
    public const int Few = 20;
}

namespace UpdateService.Builder.Guarding;

/// <summary>What a revision may lose, open and weaken without an administrator, as shares from 0 to 1.</summary>
/// <param name="Loss">The share of a channel's edges that errors may cost. Above a half, also of all releases and of a channel's.</param>
/// <param name="Open">The share of the closed pairs that may become edges without risks.</param>
/// <param name="Weaken">The share of the closed pairs that may lose a risk, and of those that may have a risk with other matching rules.</param>
public sealed record GuardLimits(double Loss = 0.05, double Open = 0.05, double Weaken = 0.3)
{
    /// <summary>The share of the closed pairs that may turn from blocked to conditional.</summary>
    public const double BlockToRisk = 0.01;

    /// <summary>How many pairs or releases may always go at once.</summary>
    public const int Few = 20;
}

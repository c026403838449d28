using System.Reflection;

namespace UpdateService.Server.Hosting;

/// <summary>Which build this is.</summary>
internal static class ServiceVersion
{
    /// <summary>The version with the commit, as the build was told it.</summary>
    public static string Text { get; } =
        typeof(ServiceVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}

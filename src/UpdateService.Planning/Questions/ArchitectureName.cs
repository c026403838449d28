namespace UpdateService.Planning.Questions;

/// <summary>Architectures as people write them.</summary>
public static class ArchitectureName
{
    /// <summary>Reads a name in any case; kernels, and the hosted tool, have others for two of them. An absent one is the default.</summary>
    public static bool TryRead(string? text, out Architecture architecture) => Architecture.TryParse(
        text?.Trim().ToLowerInvariant() switch
        {
            null => Architecture.Default.Name,
            "x86_64" or "x86-64" => "amd64",
            "aarch64" => "arm64",
            var name => name,
        },
        out architecture!);
}

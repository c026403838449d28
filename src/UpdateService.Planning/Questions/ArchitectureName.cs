namespace UpdateService.Planning.Questions;

/// <summary>Architectures as people write them.</summary>
public static class ArchitectureName
{
    /// <summary>Reads a name; kernels, and the hosted tool, have others for two of them. An absent one is the default.</summary>
    public static bool TryRead(string? text, out Architecture architecture) => Architecture.TryParse(
        text switch
        {
            null => Architecture.Default.Name,
            "x86_64" => "amd64",
            "aarch64" => "arm64",
            _ => text,
        },
        out architecture!);
}

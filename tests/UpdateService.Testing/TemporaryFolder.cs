namespace UpdateService.Testing;

/// <summary>A new empty folder that goes away with the test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Its path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("update-service-").FullName;

    /// <summary>The path of something in it.</summary>
    public string In(string relative) => System.IO.Path.Combine(Path, relative);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}

using System.Text;

namespace UpdateService.Cli.Output;

/// <summary>Standard error. If it cannot be written (it is closed, or its disk is full), only the exit status reports the outcome.</summary>
/// <param name="writer">The stream's own writer.</param>
internal sealed class ErrorWriter(TextWriter writer) : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding => writer.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Write(value.ToString());

    /// <inheritdoc/>
    public override void Write(string? value)
    {
        try
        {
            writer.Write(value);
            writer.Flush();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // Standard error cannot be written either. The exit status reports the failure.
        }
    }

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Write($"{value}{NewLine}");
}

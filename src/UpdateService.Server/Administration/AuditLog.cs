using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using UpdateService.Builder.State;
using UpdateService.Registry.Keeping;

namespace UpdateService.Server.Administration;

/// <summary>
/// Records every action of an administrator, even a failed one, as a line of the log and as a line of JSON in the state folder:
/// <c>{"when":…,"what":…,"from":…,"result":…}</c>. Requests with a wrong token, which anybody can send, are recorded in a separate file.
/// </summary>
internal sealed partial class AuditLog(StateFolder? state, TimeProvider time, ILogger<AuditLog> logger)
{
    private const long LargestFile = 8 << 20;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock turn = new();

    /// <summary>Records an action.</summary>
    /// <param name="what">The action, with its revision.</param>
    /// <param name="from">The address that it came from.</param>
    /// <param name="result">The result.</param>
    public void Write(string what, string from, string result) => Write(what, from, result, state?.Audit);

    /// <summary>Records actions that were refused because of a wrong token.</summary>
    /// <param name="what">The action, or the number of actions.</param>
    /// <param name="from">The address that they came from.</param>
    /// <param name="result">The reason.</param>
    public void WriteRefused(string what, string from, string result) => Write(what, from, result, state?.RefusedAudit);

    /// <summary>An action contains text from its sender, which must not be able to forge a line.</summary>
    private void Write(string what, string from, string result, string? path)
    {
        (what, result) = (Excerpt.Visible(what), Excerpt.Visible(result));
        LogAct(what, from, result);
        if (path is null)
        {
            return;
        }

        try
        {
            lock (turn)
            {
                state!.Take();
                MakeRoom(path);
                Append(path, Line(what, from, result));
            }
        }
        catch (Exception exception) when (DiskTrouble.IsOfDisk(exception))
        {
            LogUnwritten(path, exception.Message);
        }
    }

    /// <summary>Limits the size of each file. The file before it is kept, older ones are not.</summary>
    private static void MakeRoom(string path)
    {
        if (File.Exists(path) && new FileInfo(path).Length > LargestFile)
        {
            File.Move(path, $"{path}.1", overwrite: true);
        }
    }

    private static void Append(string path, byte[] line)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.Read, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
            FileModes.CloseToOthers(path); // An earlier version made it readable by all.
        }

        using var file = new FileStream(path, options);
        if (file.Length > 0)
        {
            // An incomplete line from a full disk must not damage the next one.
            _ = file.Seek(-1, SeekOrigin.End);
            line = file.ReadByte() == '\n' ? line : [(byte)'\n', .. line];
        }

        file.Write(line);
    }

    private byte[] Line(string what, string from, string result)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("when"u8, time.GetUtcNow());
            json.WriteString("what"u8, what);
            json.WriteString("from"u8, from);
            json.WriteString("result"u8, result);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Administration: {What} from {From}: {Result}.")]
    private partial void LogAct(string what, string from, string result);

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit log {Path} cannot be written: {Reason}")]
    private partial void LogUnwritten(string path, string reason);
}

using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using UpdateService.Builder.State;
using UpdateService.Registry.Keeping;

namespace UpdateService.Server.Administration;

/// <summary>
/// Every act of an administrator, also a refused one: as a line of the log, and as a line of JSON in the state folder:
/// <c>{"when":…,"what":…,"from":…,"result":…}</c>.
/// </summary>
internal sealed partial class AuditLog(StateFolder? state, TimeProvider time, ILogger<AuditLog> logger)
{
    private const long LargestFile = 8 << 20;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock turn = new();

    /// <summary>Writes an act down.</summary>
    /// <param name="what">Which act, with the revision it meant.</param>
    /// <param name="from">The address that it came from.</param>
    /// <param name="result">What came of it.</param>
    public void Write(string what, string from, string result)
    {
        LogAct(what, from, result);
        if (state is null)
        {
            return;
        }

        try
        {
            lock (turn)
            {
                state.Take();
                MakeRoom(state.Audit);
                Append(state.Audit, Line(what, from, result));
            }
        }
        catch (Exception exception) when (DiskTrouble.IsOfDisk(exception))
        {
            LogUnwritten(state.Audit, exception.Message);
        }
    }

    /// <summary>Refused acts are anybody's to make, so the file has an end: the one before is kept, older ones are not.</summary>
    private static void MakeRoom(string path)
    {
        if (File.Exists(path) && new FileInfo(path).Length > LargestFile)
        {
            File.Move(path, $"{path}.1", overwrite: true);
        }
    }

    private static void Append(string path, byte[] line)
    {
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        if (file.Length > 0)
        {
            // A line that a full disk tore must not spoil the one after it.
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

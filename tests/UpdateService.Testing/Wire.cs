using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace UpdateService.Testing;

/// <summary>
/// A connection whose bytes are the test's own: no client library tidies targets, headers or bodies. Every wait has a
/// deadline.
/// </summary>
public sealed class Wire : IDisposable
{
    private readonly TcpClient client;
    private readonly NetworkStream stream;
    private readonly CancellationTokenSource deadline;
    private readonly List<byte> unread = [];

    private Wire(TcpClient client, CancellationTokenSource deadline)
    {
        this.client = client;
        this.deadline = deadline;
        stream = client.GetStream();
    }

    /// <summary>Whether this side has been told that the other one is done.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Connects.</summary>
    public static Task<Wire> OpenAsync(Uri address) => OpenAsync(address, receiveBuffer: null);

    /// <summary>Connects with a receive buffer of about that size, so that the other side must wait for slow reading.</summary>
    public static async Task<Wire> OpenAsync(Uri address, int? receiveBuffer)
    {
        ArgumentNullException.ThrowIfNull(address);
        var socket = new TcpClient(AddressFamily.InterNetwork) { NoDelay = true };
        socket.ReceiveBufferSize = receiveBuffer ?? socket.ReceiveBufferSize;
        var patience = new CancellationTokenSource(Eventually.Deadline);
        await socket.ConnectAsync(IPAddress.Loopback, address.Port, patience.Token);
        return new Wire(socket, patience);
    }

    /// <summary>One request without a body on a connection of its own.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="method">As it is sent; an answer to <c>HEAD</c> has no body.</param>
    /// <param name="target">As it is sent.</param>
    /// <param name="headers">Lines such as <c>Accept: */*</c>.</param>
    public static async Task<WireAnswer> AskAsync(Uri address, string method, string target, params IEnumerable<string> headers)
    {
        using var wire = await OpenAsync(address);
        await wire.SendAsync($"{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{string.Concat(headers.Select(header => $"{header}\r\n"))}\r\n");
        return await wire.ReadAnswerAsync(hasBody: method != "HEAD");
    }

    /// <summary>Sends the characters as bytes (Latin-1).</summary>
    public async Task SendAsync(string text) => await stream.WriteAsync(Encoding.Latin1.GetBytes(text), deadline.Token);

    /// <summary>Reads one whole answer.</summary>
    public async Task<WireAnswer> ReadAnswerAsync(bool hasBody = true)
    {
        var lines = new List<string>();
        while (await ReadLineAsync() is { Length: > 0 } line)
        {
            lines.Add(line);
        }

        var status = lines[0].Split(' ', 3);
        Assert.Equal("HTTP/1.1", status[0]);
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).Select(parts => KeyValuePair.Create(parts[0], parts[1])).ToImmutableArray();
        var answer = new WireAnswer(int.Parse(status[1], CultureInfo.InvariantCulture), headers, []);
        Assert.Null(answer["Transfer-Encoding"]);
        var length = hasBody && answer.Status is not (204 or 304) ? int.Parse(answer["Content-Length"]!, CultureInfo.InvariantCulture) : 0;
        return answer with { Body = await ReadBytesAsync(length) };
    }

    /// <summary>Reads whatever comes until the other side ends the connection, in whichever way.</summary>
    public async Task<byte[]> ReadToEndAsync()
    {
        try
        {
            while (await FillAsync())
            {
            }
        }
        catch (IOException)
        {
            IsEnded = true; // A reset ends it as well.
        }

        return Take(unread.Count);
    }

    /// <summary>Reads so many bytes.</summary>
    public async Task<byte[]> ReadBytesAsync(int count)
    {
        while (unread.Count < count)
        {
            Assert.True(await FillAsync(), $"The connection ended after {unread.Count} of {count} bytes.");
        }

        return Take(count);
    }

    /// <summary>Tells the other side that nothing more will be sent.</summary>
    public void EndSending() => client.Client.Shutdown(SocketShutdown.Send);

    /// <inheritdoc/>
    public void Dispose()
    {
        stream.Dispose();
        client.Dispose();
        deadline.Dispose();
    }

    private async Task<string> ReadLineAsync()
    {
        int end;
        while ((end = unread.IndexOf((byte)'\n')) < 0)
        {
            Assert.True(await FillAsync(), $"The connection ended inside a header: {Encoding.Latin1.GetString([.. unread])}");
        }

        return Encoding.Latin1.GetString(Take(end + 1)).TrimEnd('\r', '\n');
    }

    private async Task<bool> FillAsync()
    {
        var buffer = new byte[64 << 10];
        var count = await stream.ReadAsync(buffer, deadline.Token);
        unread.AddRange(buffer.AsSpan(0, count));
        IsEnded = count == 0;
        return count > 0;
    }

    private byte[] Take(int count)
    {
        var taken = unread.GetRange(0, count).ToArray();
        unread.RemoveRange(0, count);
        return taken;
    }
}

/// <summary>An answer as it came over the wire.</summary>
/// <param name="Status">Its number.</param>
/// <param name="Headers">In the order in which they came.</param>
/// <param name="Body">Not decoded.</param>
public sealed record WireAnswer(int Status, ImmutableArray<KeyValuePair<string, string>> Headers, byte[] Body)
{
    /// <summary>The body as UTF-8; it must be that.</summary>
    public string Text => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(Body);

    /// <summary>All headers but <c>Date</c> and <c>Connection</c>, sorted, one a line.</summary>
    public string HeaderText => string.Join('\n', Headers
        .Where(header => header.Key is not ("Date" or "Connection"))
        .Select(header => $"{header.Key}: {header.Value}")
        .Order(StringComparer.Ordinal));

    /// <summary>The header's value; null where it is absent; it must not stand twice.</summary>
    public string? this[string name] => Headers.SingleOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}

using System.Text;
using System.Text.Json;
using UpdateService.Planning.Questions;
using UpdateService.Planning.Writing;

namespace UpdateService.Cli.Output;

/// <summary>Where answers are shown: as they are in a pipe or a file, with colours and tables on a terminal.</summary>
internal sealed class Screen(Surroundings around)
{
    private const int LeastWidthOfTable = 80;

    /// <summary>The format to ask for, so that the answer can be shown in another one: a table is drawn of JSON.</summary>
    public AnswerFormat FormatToAsk(QuestionKind kind, AnswerFormat shown) => IsTable(kind, shown) ? AnswerFormat.Json : shown;

    /// <summary>Shows an answer.</summary>
    /// <param name="kind">What was asked; null for what is no question to a planner.</param>
    /// <param name="format">What the person wants to see.</param>
    /// <param name="body">In the format that <see cref="FormatToAsk"/> named.</param>
    /// <param name="status">The exit status that belongs to it.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public async Task ShowAsync(QuestionKind? kind, AnswerFormat format, ReadOnlyMemory<byte> body, int status, CancellationToken cancellationToken)
    {
        if (kind is { } asked && IsTable(asked, format))
        {
            await WriteAsync(Encoding.UTF8.GetBytes(DrawTable(body)), cancellationToken);
        }
        else if (around.IsOutputTerminal)
        {
            // In no format: a server says what it likes, and the media type is no promise about the bytes.
            var text = PlainText.OfLines(Encoding.UTF8.GetString(body.Span));
            await WriteAsync(Encoding.UTF8.GetBytes(format == AnswerFormat.Text && around.HasColours ? Colouring.Of(text, status) : text), cancellationToken);
        }
        else
        {
            await WriteAsync(body, cancellationToken);
        }
    }

    /// <summary>Writes something as it is, with an end of line.</summary>
    /// <exception cref="CommandException">Standard output is closed, or its disk is full.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        try
        {
            await around.Output.WriteAsync(body, cancellationToken);
            if (body.IsEmpty || body.Span[^1] != (byte)'\n')
            {
                await around.Output.WriteAsync("\n"u8.ToArray(), cancellationToken);
            }

            await around.Output.FlushAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            throw CommandException.Trouble($"The output cannot be written: {exception.GetBaseException().Message.TrimEnd('.')}.");
        }
    }

    private string DrawTable(ReadOnlyMemory<byte> json)
    {
        try
        {
            return ChannelTable.Draw(json, around.Width, around.HasColours);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw CommandException.Trouble("The server's list of channels is not JSON of an update service of this version; -o json shows it as it is.");
        }
    }

    private bool IsTable(QuestionKind kind, AnswerFormat shown) => kind == QuestionKind.Channels && shown == AnswerFormat.Text && around.IsOutputTerminal && around.Width >= LeastWidthOfTable;
}

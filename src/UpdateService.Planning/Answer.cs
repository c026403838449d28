using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using UpdateService.Planning.Writing;

namespace UpdateService.Planning;

/// <summary>The planner's answer to a query. Equal answers give equal bytes.</summary>
public abstract record Answer
{
    /// <summary>Nothing here is written into a page's markup, so only JSON's own characters need escaping.</summary>
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The formats of the answer. The first is the default.</summary>
    public abstract ImmutableArray<AnswerFormat> Formats { get; }

    /// <summary>Writes the answer as UTF-8.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="format">One of <see cref="Formats"/>.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">The answer has no such format.</exception>
    public void WriteTo(IBufferWriter<byte> output, AnswerFormat format, WritingOptions? options = null)
    {
        if (!Formats.Contains(format))
        {
            throw new ArgumentOutOfRangeException(nameof(format), format, $"This answer is written as {string.Join(", ", Formats)}.");
        }

        if (format == AnswerFormat.Json)
        {
            using var json = new Utf8JsonWriter(output, JsonOptions);
            WriteJson(json, options?.Revision);
        }
        else
        {
            _ = Encoding.UTF8.GetBytes(Draw(format, options ?? WritingOptions.Default), output);
        }
    }

    /// <summary>The answer as text.</summary>
    /// <param name="format">One of <see cref="Formats"/>.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">The answer has no such format.</exception>
    public string Write(AnswerFormat format, WritingOptions? options = null)
    {
        var output = new ArrayBufferWriter<byte>();
        WriteTo(output, format, options);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    internal abstract void WriteJson(Utf8JsonWriter json, int? revision);

    /// <summary>Writes the answer in words.</summary>
    internal abstract void Tell(Page page);

    /// <summary>The answer in a format that is not JSON.</summary>
    internal virtual string Draw(AnswerFormat format, WritingOptions options)
    {
        Page page = format == AnswerFormat.Markdown ? new MarkdownPage() : new TextPage(options.Width);
        Tell(page);
        return page.ToString()!;
    }
}

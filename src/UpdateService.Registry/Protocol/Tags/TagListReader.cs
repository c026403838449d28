using System.Buffers;
using System.Text;
using System.Text.Json;

namespace UpdateService.Registry.Protocol.Tags;

/// <summary>
/// Reads a tag list (<c>{"name":"…","tags":["…"]}</c>) piece by piece, so that neither the text nor the tags are in memory as a whole but
/// for the names' own bytes. What is no tag by its spelling is left out.
/// </summary>
internal sealed class TagListReader
{
    private const int LongestTag = 128;
    private const int LongestEscapedTag = LongestTag * 6;
    private const byte End = (byte)'\n';

    private readonly ArrayBufferWriter<byte> names = new(4096);
    private readonly byte[] unescaped = new byte[LongestEscapedTag];
    private JsonReaderState state;
    private bool isTagsNext;
    private bool isInTags;

    /// <summary>The names read so far, a line break after each.</summary>
    public ReadOnlyMemory<byte> Names => names.WrittenMemory;

    /// <summary>How many entries the list had, spelled as tags or not.</summary>
    public int Entries { get; private set; }

    /// <summary>Whether <c>tags</c> was there, as a list or <c>null</c>.</summary>
    public bool HasTags { get; private set; }

    /// <summary>Reads as much as can be understood.</summary>
    /// <param name="data">What was left of the last piece, and the next one.</param>
    /// <param name="isLast">Whether nothing follows.</param>
    /// <returns>How many bytes need not be given again.</returns>
    /// <exception cref="JsonException">It is no tag list.</exception>
    public int Read(ReadOnlySpan<byte> data, bool isLast)
    {
        var json = new Utf8JsonReader(data, isLast, state);
        while (json.Read())
        {
            if (json.CurrentDepth == 0 && json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.EndObject))
            {
                throw new JsonException("No object.");
            }

            if (isInTags)
            {
                ReadInTags(ref json);
            }
            else if (json.CurrentDepth == 1 && json.TokenType == JsonTokenType.PropertyName)
            {
                isTagsNext = IsTags(ref json);
            }
            else if (isTagsNext)
            {
                BeginTags(json.TokenType);
            }
        }

        state = json.CurrentState;
        return (int)json.BytesConsumed;
    }

    /// <summary>The tags in the names.</summary>
    public static IEnumerable<string> Split(ReadOnlyMemory<byte> names)
    {
        for (var rest = names; !rest.IsEmpty;)
        {
            var end = rest.Span.IndexOf(End);
            yield return Encoding.ASCII.GetString(rest.Span[..end]);
            rest = rest[(end + 1)..];
        }
    }

    private static bool IsTags(ref Utf8JsonReader json)
    {
        try
        {
            return json.ValueTextEquals("tags"u8);
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException("Half of a surrogate pair.", exception);
        }
    }

    private void BeginTags(JsonTokenType token)
    {
        isTagsNext = false;
        HasTags = true;
        isInTags = token == JsonTokenType.StartArray;
        if (!isInTags && token != JsonTokenType.Null)
        {
            throw new JsonException("No list.");
        }
    }

    private void ReadInTags(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.EndArray)
        {
            isInTags = false;
        }
        else if (json.TokenType == JsonTokenType.String)
        {
            Entries++;
            Add(ref json);
        }
        else
        {
            throw new JsonException("No text.");
        }
    }

    private void Add(ref Utf8JsonReader json)
    {
        if (json.ValueSpan.Length > LongestEscapedTag)
        {
            return;
        }

        ReadOnlySpan<byte> name = json.ValueSpan;
        if (json.ValueIsEscaped)
        {
            name = TryUnescape(ref json, out var length) ? unescaped.AsSpan(0, length) : [];
        }

        if (RepositoryGrammar.IsTag(name))
        {
            names.Write(name);
            names.Write([End]);
        }
    }

    private bool TryUnescape(ref Utf8JsonReader json, out int length)
    {
        try
        {
            length = json.CopyString(unescaped);
            return true;
        }
        catch (InvalidOperationException)
        {
            length = 0;
            return false; // Half of a surrogate pair: no tag.
        }
    }
}

namespace UpdateService.Server.Streams;

/// <summary>The kinds of HTTP/2 frames, by their numbers.</summary>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc9113#name-frame-definitions"/>
internal enum FrameKind
{
    /// <summary>A part of a body.</summary>
    Data = 0,

    /// <summary>The beginning of a request or of an answer.</summary>
    Headers = 1,

    /// <summary>Means nothing any more.</summary>
    Priority = 2,

    /// <summary>Ends a stream before its time.</summary>
    Reset = 3,

    /// <summary>What the client takes; answered each time.</summary>
    Settings = 4,

    /// <summary>Answered each time.</summary>
    Ping = 6,

    /// <summary>How much more the client takes.</summary>
    WindowUpdate = 8,

    /// <summary>More of a request's headers.</summary>
    Continuation = 9,
}

namespace UpdateService.Server.Streams;

/// <summary>The kinds of HTTP/2 frames, by their numbers.</summary>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc9113#name-frame-definitions"/>
internal enum FrameKind
{
    /// <summary>A part of a body.</summary>
    Data = 0,

    /// <summary>The start of a request or of an answer.</summary>
    Headers = 1,

    /// <summary>No longer used.</summary>
    Priority = 2,

    /// <summary>Cancels a stream.</summary>
    Reset = 3,

    /// <summary>The client's settings; each is answered.</summary>
    Settings = 4,

    /// <summary>A ping; each is answered.</summary>
    Ping = 6,

    /// <summary>How much more the client accepts.</summary>
    WindowUpdate = 8,

    /// <summary>More of a request's headers.</summary>
    Continuation = 9,
}

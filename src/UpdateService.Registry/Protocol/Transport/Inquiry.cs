using System.Net;
using System.Net.Http.Headers;

namespace UpdateService.Registry.Protocol.Transport;

/// <summary>What is asked: all that a request is made of, again after a redirect, a refused token or a failure.</summary>
/// <param name="kind">For what.</param>
/// <param name="method">GET, HEAD, POST or PUT.</param>
/// <param name="address">Where.</param>
internal sealed class Inquiry(RegistryRequestKind kind, HttpMethod method, Uri address)
{
    private static readonly string Agent = $"UpdateService/{typeof(Inquiry).Assembly.GetName().Version?.ToString(3)}";

    /// <summary>For what.</summary>
    public RegistryRequestKind Kind => kind;

    /// <summary>GET, HEAD, POST or PUT.</summary>
    public HttpMethod Method => method;

    /// <summary>Where.</summary>
    public Uri Address => address;

    /// <summary>The Accept header.</summary>
    public string? Accept { get; init; }

    /// <summary>The entity tag of what is there already.</summary>
    public string? IfNoneMatch { get; init; }

    /// <summary>How many bytes from the beginning are wanted; null: all.</summary>
    public long? FirstBytes { get; init; }

    /// <summary>The Authorization header; never sent to another host.</summary>
    public string? Authorization { get; init; }

    /// <summary>The body of a POST, as a form.</summary>
    public string? Form { get; init; }

    /// <summary>The body to push; null if there is none.</summary>
    public ReadOnlyMemory<byte>? Content { get; init; }

    /// <summary>The media type of <see cref="Content"/>; null if it is not sent.</summary>
    public string? ContentType { get; init; }

    /// <summary>Whether plain HTTP is right although the host is not listed as insecure.</summary>
    public bool MayBePlain { get; init; }

    /// <summary>Whether another host than the first was led to.</summary>
    public bool IsElsewhere { get; private init; }

    /// <summary>The method and address, for messages.</summary>
    public override string ToString() => $"{method} {ShownAddress.Of(address)}";

    /// <summary>The same with another Authorization header.</summary>
    internal Inquiry With(string? authorization) => authorization == Authorization ? this : At(address, authorization);

    /// <summary>The same at another place.</summary>
    internal Inquiry At(Uri other, string? authorization) => new(kind, method, other)
    {
        Accept = Accept,
        IfNoneMatch = IfNoneMatch,
        FirstBytes = FirstBytes,
        Authorization = authorization,
        Form = Form,
        Content = Content,
        ContentType = ContentType,
        MayBePlain = MayBePlain && other.Host == address.Host,
        IsElsewhere = IsElsewhere || other.Authority != address.Authority,
    };

    /// <summary>The request to send.</summary>
    /// <param name="limit">The time it may take.</param>
    internal HttpRequestMessage ToRequest(TimeLimit limit)
    {
        var request = new HttpRequestMessage(method, address) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        Add("User-Agent", Agent);
        Add("Accept", Accept);
        Add("Accept-Encoding", "identity"); // Without it a server may use any coding.
        Add("If-None-Match", IfNoneMatch);
        Add("Authorization", Authorization);
        if (FirstBytes is { } count)
        {
            request.Headers.Range = new RangeHeaderValue(0, count - 1);
        }

        if (Form is not null)
        {
            request.Content = new StringContent(Form, new MediaTypeHeaderValue("application/x-www-form-urlencoded"));
        }

        if (Content is { } content)
        {
            request.Content = new UploadContent(content, limit) { Headers = { ContentType = ContentType is null ? null : MediaTypeHeaderValue.Parse(ContentType) } };
        }

        return request;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                _ = request.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }
}

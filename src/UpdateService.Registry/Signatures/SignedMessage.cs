using System.Collections.Immutable;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace UpdateService.Registry.Signatures;

/// <summary>An OpenPGP signed message taken apart; nothing about it is verified.</summary>
/// <param name="Content">What is signed.</param>
/// <param name="Signatures">By whom, as they say.</param>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc4880#section-11.3"/>
internal sealed record SignedMessage(byte[] Content, ImmutableArray<PgpSignature> Signatures)
{
    private const int MostBytes = 1 << 20;

    /// <summary>Reads a message: one-pass signatures, literal data, signatures; compressed as a whole or not.</summary>
    /// <exception cref="InvalidDataException">It is another thing.</exception>
    /// <remarks>The parser can throw any exception for bytes that it does not expect.</remarks>
    public static SignedMessage Read(ReadOnlyMemory<byte> message)
    {
        var objects = new PgpObjectFactory(new MemoryStream(message.ToArray(), writable: false));
        var first = objects.NextPgpObject();
        if (first is PgpCompressedData compressed)
        {
            objects = new PgpObjectFactory(new MemoryStream(ReadAll(compressed.GetDataStream()), writable: false));
            first = objects.NextPgpObject();
        }

        return first is PgpOnePassSignatureList
            && objects.NextPgpObject() is PgpLiteralData literal
            && ReadAll(literal.GetInputStream()) is var content
            && objects.NextPgpObject() is PgpSignatureList { Count: > 0 } signatures
                ? new SignedMessage(content, [.. Enumerable.Range(0, signatures.Count).Select(index => signatures[index])])
                : throw new InvalidDataException("it does not hold signed data and a signature");
    }

    private static byte[] ReadAll(Stream stream)
    {
        var content = new byte[MostBytes + 1];
        var length = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return length > MostBytes ? throw new InvalidDataException($"it has more than {MostBytes} bytes unpacked") : content[..length];
    }
}

using System.Text.RegularExpressions;

namespace UpdateService.GraphData.Files;

/// <summary>
/// Files and folders that editors, version control and operating systems leave beside graph-data, and documents for people. None of
/// them is graph-data; each is recognised by its name and, if the name alone proves nothing, by its first bytes.
/// </summary>
internal static partial class Leftovers
{
    /// <summary>The first bytes of an AppleDouble file.</summary>
    /// <seealso href="https://www.rfc-editor.org/rfc/rfc1740#appendix-B"/>
    private static ReadOnlySpan<byte> AppleDouble => [0, 5, 0x16, 7];

    private static ReadOnlySpan<byte> AppleSingle => [0, 5, 0x16, 0];

    private static ReadOnlySpan<byte> CompoundFile => [0xd0, 0xcf, 0x11, 0xe0];

    private static ReadOnlySpan<byte> VimSwap => "b0VIM "u8;

    /// <summary>Whether the name is that of a document, or of a file that keeps a folder or configures a tool.</summary>
    public static bool IsName(string name) => Document().IsMatch(name);

    /// <summary>Whether the name is that of a lock that Emacs leaves as a link to nowhere while a file is open.</summary>
    public static bool IsEditorLock(string name) => name.StartsWith(".#", StringComparison.Ordinal);

    /// <summary>Whether a folder is version control's, the system's, or one that Kubernetes keeps behind the links of a mounted ConfigMap.</summary>
    public static bool IsFolder(string name) => name is ".git" or "lost+found" || MountedVersion().IsMatch(name);

    /// <summary>Whether the content is metadata of macOS or Windows, or a swap file of Vim, and the name says so too.</summary>
    public static bool IsBinary(string name, ReadOnlySpan<byte> content) =>
        (name.StartsWith("._", StringComparison.Ordinal) && (content.StartsWith(AppleDouble) || content.StartsWith(AppleSingle)))
        || (SwapName().IsMatch(name) && content.StartsWith(VimSwap))
        || (name is ".DS_Store" && content.StartsWith("\0\0\0\u0001Bud1"u8))
        || (name is "Thumbs.db" && content.StartsWith(CompoundFile));

    [GeneratedRegex(@"\A(README|LICENSE|LICENCE|NOTICE|OWNERS|CODEOWNERS|CONTRIBUTING|CHANGELOG)(_ALIASES)?(\.(md|txt|rst|adoc))?\z|\A\.(keep|gitkeep|gitignore|gitattributes|gitmodules|editorconfig|yamllint|placeholder|helmignore|dockerignore)\z|\A(desktop\.ini|Dockerfile|Makefile)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Document();

    [GeneratedRegex(@"\A\..+\.sw[a-z]\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SwapName();

    [GeneratedRegex(@"\A\.\.(data|data_tmp|[0-9]{4}(_[0-9]{2}){5}\.[0-9]+)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MountedVersion();
}

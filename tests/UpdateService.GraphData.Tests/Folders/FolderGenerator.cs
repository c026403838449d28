using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;

namespace UpdateService.GraphData.Tests.Folders;

/// <summary>One thing that somebody, or something, put into a folder of graph-data.</summary>
/// <param name="Path">Relative to the folder.</param>
/// <param name="Form">What it is.</param>
/// <param name="Target">The release that it tries to block; null if it tries nothing.</param>
public sealed record FolderItem(string Path, FolderForm Form, string? Target);

/// <summary>What stands at a path.</summary>
public enum FolderForm
{
    Block,
    HalfABlock,
    JsonBlock,
    Prose,
    Empty,
    Pipe,
    Socket,
    LinkInside,
    LinkOutside,
    LinkToNowhere,
    AppleDouble,
    VimSwap,
}

/// <summary>Makes folders as they are met: names, suffixes, sub-folders, links, pipes, leftovers of editors and systems, half-written files.</summary>
public static class FolderGenerator
{
    private static readonly string[] Folders =
    [
        "blocked-edges", "blocked-edges", "blocked-edges", "blocked-edges/sub", "blocked-edges/.hidden", "blocked-edges/a/b/c", "channels", "channels/sub",
        "blocked_edges", "Blocked-Edges", "blocked-edges.bak", "blockedEdges", "blocked-edge", ".", "raw",
    ];

    private static readonly string[] Names =
    [
        "x.yaml", "x.YAML", "x.yml", "x.yaml~", "x.yaml.bak", "x.yaml.orig", ".x.yaml.swp", "#x.yaml#", ".#x.yaml", "._x.yaml", "x", "x.txt", "x.json",
        "x.yaml.tmp", ".x.yaml.Ab3dEf", "x.yaml.part", "README", "README.md", "OWNERS", ".gitkeep", ".DS_Store", "x\u001b[31m.yaml", "x y.yaml", "é.yaml", "4913",
    ];

    public static Arbitrary<FolderItem[]> Items() =>
        Gen.ListOf(Item()).Select(items => items.DistinctBy(item => item.Path).ToArray()).ToArbitrary();

    /// <summary>Writes an item; what cannot stand there beside the others is left out.</summary>
    public static bool TryWrite(string root, string outside, FolderItem item)
    {
        var path = Path.Combine(root, item.Path);
        try
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (Path.Exists(path))
            {
                return false;
            }

            Write(path, outside, item);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static Gen<FolderItem> Item() =>
        from folder in Gen.Elements(Folders)
        from name in Gen.Elements(Names)
        from form in Gen.Elements(Enum.GetValues<FolderForm>())
        from target in Gen.Elements("4.1.1", "4.1.2")
        select new FolderItem(folder == "." ? name : $"{folder}/{name}", form, form is FolderForm.Block or FolderForm.HalfABlock or FolderForm.JsonBlock or FolderForm.LinkInside or FolderForm.LinkOutside ? target : null);

    private static void Write(string path, string outside, FolderItem item)
    {
        var block = $"to: {item.Target}\nfrom: .*\n";
        switch (item.Form)
        {
            case FolderForm.Block:
                File.WriteAllText(path, block);
                break;
            case FolderForm.HalfABlock:
                File.WriteAllText(path, $"to: {item.Target}\nfrom: '.");
                break;
            case FolderForm.JsonBlock:
                File.WriteAllText(path, $$"""{"to":"{{item.Target}}","from":".*"}""");
                break;
            case FolderForm.Prose:
                File.WriteAllText(path, "Some words for people.\n");
                break;
            case FolderForm.Empty:
                File.WriteAllText(path, "");
                break;
            case FolderForm.Pipe:
                using (var mkfifo = Process.Start("mkfifo", [path]))
                {
                    mkfifo.WaitForExit();
                }

                break;
            case FolderForm.Socket:
                var name = Path.Combine(outside, "s");
                using (var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified))
                {
                    socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(name));
                    File.Move(name, path);
                }

                break;
            case FolderForm.LinkInside:
                var behind = Path.Combine(Path.GetDirectoryName(path)!, $"behind-{Path.GetFileName(path)}.yaml");
                File.WriteAllText(behind, block);
                _ = File.CreateSymbolicLink(path, Path.GetFileName(behind));
                break;
            case FolderForm.LinkOutside:
                var secret = Path.Combine(outside, Guid.NewGuid().ToString("N"));
                File.WriteAllText(secret, $"# {FolderLaws.Secret}\n{block}");
                _ = File.CreateSymbolicLink(path, secret);
                break;
            case FolderForm.LinkToNowhere:
                _ = File.CreateSymbolicLink(path, "user@host.123:456");
                break;
            case FolderForm.AppleDouble:
                File.WriteAllBytes(path, "\0\u0005\u0016\u0007\0\u0002\0\0Mac OS X"u8.ToArray());
                break;
            case FolderForm.VimSwap:
                File.WriteAllBytes(path, "b0VIM 9.0"u8.ToArray());
                break;
        }
    }
}

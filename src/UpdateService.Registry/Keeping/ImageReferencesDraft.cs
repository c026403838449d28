using System.IO.Compression;

namespace UpdateService.Registry.Keeping;

/// <summary>
/// A list of component images on its way to the disk; it appears there whole, or not at all. It is not forced onto the disk, as
/// thousands are written in a row, and its own checksum shows what a crash of the machine left of it.
/// </summary>
internal sealed class ImageReferencesDraft(string path, DiskTrouble trouble) : IDisposable
{
    private readonly string aside = path + ".new";
    private FileStream? file;
    private GZipStream? gzip;

    /// <summary>Whether a first piece was written.</summary>
    public bool IsBegun => file is not null || IsGivenUp;

    /// <summary>Whether the disk did not take it.</summary>
    public bool IsGivenUp { get; private set; }

    /// <summary>Whether all of the list was written.</summary>
    public bool IsWhole { get; set; }

    /// <summary>Writes a piece. A disk that fails ends the draft, and nothing else.</summary>
    public void Write(ReadOnlySpan<byte> piece)
    {
        if (IsGivenUp)
        {
            return;
        }

        try
        {
            if (gzip is null)
            {
                _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                file = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None);
                gzip = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true);
            }

            gzip.Write(piece);
        }
        catch (Exception exception) when (DiskTrouble.IsOfDisk(exception))
        {
            GiveUp(exception);
        }
    }

    /// <summary>Keeps the list, if it is whole; the result is whether it is kept.</summary>
    public bool Keep()
    {
        if (!IsWhole || IsGivenUp || gzip is null)
        {
            return false;
        }

        try
        {
            gzip.Dispose();
            file!.Dispose();
            File.Move(aside, path, overwrite: true);
            file = null;
            return true;
        }
        catch (Exception exception) when (DiskTrouble.IsOfDisk(exception))
        {
            GiveUp(exception);
            return false;
        }
    }

    /// <summary>Removes what was not kept.</summary>
    public void Dispose()
    {
        if (file is null)
        {
            return;
        }

        // Each by itself: on a full disk the first two fail, and the third makes room.
        Try(() => gzip?.Dispose());
        try
        {
            file.Dispose();
        }
        catch (Exception exception) when (DiskTrouble.IsOfDisk(exception))
        {
            GiveUp(exception);
        }

        Try(() => File.Delete(aside));
        file = null;
    }

    private void Try(Action act)
    {
        try
        {
            act();
        }
        catch (Exception exception) when (DiskTrouble.IsOfDisk(exception))
        {
            GiveUp(exception);
        }
    }

    private void GiveUp(Exception exception)
    {
        IsGivenUp = true;
        trouble.Report(exception);
    }
}

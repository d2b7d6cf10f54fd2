using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Reporting;

/// <summary>A picture of a run's folder, for the page.</summary>
internal static class StoredPicture
{
    /// <summary>Its bytes, as they are or made smaller.</summary>
    /// <param name="file">A PNG.</param>
    /// <param name="maximumWidth">In pixels; null: as it is.</param>
    /// <exception cref="UserException">It cannot be read, or is cut or damaged.</exception>
    public static byte[] Read(string file, int? maximumWidth)
    {
        var bytes = OrRefuse(file, () => File.ReadAllBytes(file));
        OrRefuse(file, () => ImageFile.Decode(bytes, file));
        return maximumWidth is { } width ? JpegCopy.ToJpeg(bytes, width) : bytes;
    }

    /// <summary>How many bytes it has.</summary>
    /// <exception cref="UserException">It cannot be read, as where a link leads nowhere.</exception>
    public static long Length(string file) => OrRefuse(file, () => new FileInfo(file).Length);

    private static T OrRefuse<T>(string file, Func<T> read)
    {
        const string Hint = "Delete it; the report then leaves it out.";
        try
        {
            return read();
        }
        catch (UserException fault)
        {
            throw new UserException(fault.Message, Hint);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{file} cannot be read: {fault.Message}", Hint);
        }
    }
}

using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Reporting;

/// <summary>A picture of a run's folder, for the page.</summary>
internal static class StoredPicture
{
    /// <summary>Its bytes, as they are or made smaller.</summary>
    /// <param name="file">A PNG.</param>
    /// <param name="maximumWidth">In pixels; null: as it is.</param>
    /// <exception cref="UserException">It is cut or damaged.</exception>
    public static byte[] Read(string file, int? maximumWidth)
    {
        var bytes = File.ReadAllBytes(file);
        try
        {
            ImageFile.Decode(bytes, file);
        }
        catch (UserException fault)
        {
            throw new UserException(fault.Message, "Delete it; the report then leaves it out.");
        }

        return maximumWidth is { } width ? JpegCopy.ToJpeg(bytes, width) : bytes;
    }
}

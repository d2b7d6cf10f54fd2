using AsynDGAN.Core.Figures;

namespace AsynDGAN.Core.Reporting;

/// <summary>A picture of a run's folder, for the page.</summary>
internal static class StoredPicture
{
    /// <summary>Its bytes, as they are or made smaller.</summary>
    /// <param name="file">A PNG.</param>
    /// <param name="maximumWidth">In pixels; null: as it is.</param>
    /// <exception cref="UserException">It shall be made smaller and is damaged.</exception>
    public static byte[] Read(string file, int? maximumWidth)
    {
        var bytes = File.ReadAllBytes(file);
        try
        {
            return maximumWidth is { } width ? JpegCopy.ToJpeg(bytes, width) : bytes;
        }
        catch (ArgumentException)
        {
            throw new UserException($"{file} is damaged.", "Delete it; the report then leaves it out.");
        }
    }
}

using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Setup;

/// <summary>One image under two patients, who would be in training and test alike. Files are compared; a run compares pixels, whatever file they come from.</summary>
internal static class SharedFiles
{
    /// <summary>Looks at those that are as long as another one, whatever their names.</summary>
    /// <param name="place">What messages call the data.</param>
    /// <param name="found">The lines of the manifest.</param>
    /// <exception cref="UserException">There are some: all of them.</exception>
    public static void Refuse(string place, FoundData found)
    {
        (string Patient, string Image, string Path)[] images = [.. found.Entries.SelectMany(entry => entry.Images.Select(image => (entry.Patient, image, Path.Combine(found.Folder, image))))];
        var lengths = Array.ConvertAll(images, image => new FileInfo(image.Path) is { Exists: true, Length: > 0 } file ? file.Length : 0);
        var several = lengths.CountBy(length => length).Where(length => length is { Key: > 0, Value: > 1 }).Select(length => length.Key).ToHashSet();
        var faults = new FaultList();
        foreach (var (later, first) in SharedImages.Find([.. images.Zip(lengths, (image, length) => (image.Patient, (IReadOnlyList<string>)(several.Contains(length) ? [Digest.OfFile(image.Path)] : [])))]))
        {
            if (!IsBlank(images[later].Path))
            {
                faults.Add($"{images[later].Image} of patient {images[later].Patient} is the same file as {images[first].Image} of patient {images[first].Patient}");
            }
        }

        faults.ThrowIfAny(place, "An image belongs to one patient: remove the copies, or say by --patients whose images are whose.");
    }

    // One that cannot be read is told of where pictures are looked at.
    private static bool IsBlank(string file)
    {
        try
        {
            return !DataFolder.IsVolume(file) && SharedImages.Digest(ImageFile.Read(file)).Length == 0;
        }
        catch (UserException)
        {
            return true;
        }
    }
}

using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Core.Setup;

/// <summary>Why a place is no data, and what to do: the message of a place that is taken for nothing.</summary>
internal static class NoData
{
    private const string Wanted = "Pictures (PNG, TIFF, JPEG) or NIfTI volumes with a mask each are wanted: SITE/images/NAME.png with SITE/masks/NAME.png, or NAME.png with NAME_mask.png, or a CSV with the columns site, patient, image, mask.";

    private static readonly string[] dicom = [".dcm", ".dicom", ".ima"];
    private static readonly string[] otherVolumes = [".mha", ".mhd", ".nrrd", ".nhdr", ".mgz", ".img", ".hdr"];
    private static readonly string[] otherPictures = [".bmp", ".gif", ".webp", ".pgm", ".ppm", ".jp2", ".heic", ".svs", ".ndpi", ".npy", ".npz", ".mat"];

    /// <summary>The message of a folder.</summary>
    public static UserException Of(DataFolder folder)
    {
        var (place, files) = (folder.Path, folder.Files);
        string[] images = [.. folder.Images];
        if (files.Count == 0)
        {
            return new UserException(folder.Written.Count > 0 ? $"{place} holds nothing but what asyndgan wrote, such as {folder.Written[0]}" : $"{place} holds no files{GivenPath.Resolved(place)}", Wanted);
        }

        if (images.Length == 0)
        {
            return files.FirstOrDefault(DataFolder.IsArchive) is { } packed ? Packed(folder.At(packed))
                : Some(dicom) is { } slice ? new UserException($"{place} holds DICOM files, such as {slice}, which are not read", "Convert them to NIfTI (dcm2niix) or PNG, and put the masks beside them.")
                : Some(otherVolumes) is { } volume ? new UserException($"{place} holds volumes of a kind that is not read, such as {volume}", "Convert them to NIfTI (.nii.gz).")
                : Some(otherPictures) is { } picture ? new UserException($"{place} holds files of a kind that is not read, such as {picture}", "Convert them to PNG or TIFF.")
                : new UserException($"{place} holds no images: {files.Count} other {(files.Count == 1 ? "file" : "files")}, such as {files[0]}", Wanted);
        }

        var roles = images.ToLookup(image => ImageRole.Of(image).IsMask);
        return (roles[false].FirstOrDefault(), roles[true].FirstOrDefault()) switch
        {
            ({ } image, null) when Twin(image) is { } twin => new UserException(
                $"{place} holds {images.Length} images and no masks; {image} and {twin} have one name",
                $"If one of the two is the mask, call its folder masks (or labels)."),
            (not null, null) when images.FirstOrDefault(image => ImageRole.Of(image).ImageFolder is not null) is { } named => new UserException(
                $"{place} holds {images.Length} images and no masks; {named} is named as a mask, but lies in a folder called {ImageRole.Of(named).ImageFolder}, in which all are images",
                "Move the masks into a folder called masks beside it, or call the folder of both by another name."),
            ({ } image, null) => new UserException(
                $"{place} holds {images.Length} images, such as {image}, and no masks",
                $"A mask of {image} is called {DataFolder.Stem(image)}_mask{Ending(image)} and lies beside it, or it has the image's name and lies in a folder called masks beside one called images."),
            (null, { } mask) => new UserException($"{place} holds {images.Length} masks, such as {mask}, and no images", "Name the folder that holds both."),
            _ when FoundPairs.Of(images, DataFolder.IsVolume).Unpaired.FirstOrDefault(line => line.EndsWith(FoundPairs.OneIsWanted, StringComparison.Ordinal)) is { } several => new UserException(
                $"{place}: none of {roles[false].Count()} images and {roles[true].Count()} masks pair; {several}",
                "Leave one of them there, or list the images in a CSV with the columns site, patient, image, mask. Where each holds one object, write them into one mask, or lay them as stage1_train/ID/images and stage1_train/ID/masks (docs/data.md)."),
            var (image, mask) => new UserException(
                $"{place}: none of {roles[false].Count()} images and {roles[true].Count()} masks pair; the first are {image} and {mask}",
                "An image and its mask have one name (x.png in images and in masks, or x.png and x_mask.png); else list them in a CSV with the columns site, patient, image, mask."),
        };

        // Masks in a folder of another name have the names of their images.
        string? Twin(string image) => images.FirstOrDefault(other => other != image && DataFolder.Stem(other) == DataFolder.Stem(image) && Above(other) == Above(image));
        static string? Above(string file) => Path.GetDirectoryName(Path.GetDirectoryName(file));
        string? Some(string[] endings) => files.FirstOrDefault(file => endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>The message of a file.</summary>
    public static UserException OfFile(string path) => DataFolder.IsArchive(path) ? Packed(path)
        : new UserException($"{path} is a file, and neither a CSV nor HDF5", "Name the folder that holds images and masks.");

    private static UserException Packed(string path) => new($"{path} is packed", "Unpack it, and name the folder that comes of it.");

    private static string Ending(string file) => DataFolder.IsVolume(file) ? ".nii.gz" : Path.GetExtension(file);
}

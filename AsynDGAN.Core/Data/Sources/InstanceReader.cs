using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>Reads pictures of nuclei, each a case of its own.</summary>
/// <param name="options">The configuration.</param>
/// <param name="where">What messages call the source.</param>
/// <param name="read">A picture in colour, its nuclei, and a digest of what was read.</param>
internal sealed class InstanceReader(
    DataOptions options, string where, Func<InstanceFiles, FileDigests, (PixelArray Image, InstanceMap Instances, string Digest)> read)
{
    /// <summary>A reader of pictures that are files of their own.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="where">What messages call the source.</param>
    /// <param name="instances">From a picture and the files beside it to its nuclei.</param>
    public static InstanceReader OfFiles(DataOptions options, string where, Func<PixelArray, InstanceFiles, InstanceMap> instances) =>
        new(options, where, (files, digests) =>
        {
            var image = ImageFile.Read(files.Image);
            if (image.Channels != 3)
            {
                throw new UserException($"the image has {image.Channels} channel(s); red, green and blue are wanted");
            }

            return (image, instances(image, files), string.Join('\t', files.Outlines.Prepend(files.Image).Select(path => Text(digests.Of(path)))));
        });

    /// <summary>A case of each picture.</summary>
    /// <param name="files">In name order.</param>
    /// <param name="faults">Faults found already.</param>
    /// <param name="unused">What is there and not wanted.</param>
    public CaseListing List(
        IReadOnlyList<InstanceFiles> files, IReadOnlyList<LeftOut> faults, IReadOnlyList<LeftOut> unused)
    {
        if (options.Channels.Count > 0)
        {
            throw new UserException("data.channels: pictures of nuclei are used in colour, all three channels", "Leave data.channels out.");
        }

        return new CaseListing(
            where, [.. files.Select(Listed)],
            digests => Digest.OfText(string.Concat(files.Zip(digests, (file, digest) => $"{file.Name}\t{file.Institution}\t{file.Part}\t{digest}\n"))))
        {
            Faults = faults,
            Unused = unused,
        };
    }

    private ListedCase Listed(InstanceFiles files)
    {
        var attributes = new Dictionary<string, string> { [ImageCase.InstitutionAttribute] = files.Institution };
        return new ListedCase(
            new ImageCase(files.Name, files.Name, attributes, [], files.Part), [("image", files.Name)], [files.Image, .. files.IsEntry ? [] : files.Outlines],
            digests => [Read(files, digests)])
        {
            Entry = files.IsEntry ? $"{files.Outlines[0]}/{files.Name}" : "",
            IsColour = true,
        };
    }

    private SliceResult Read(InstanceFiles files, FileDigests digests)
    {
        try
        {
            var (image, instances, digest) = read(files, digests);
            return SliceResult.Of(CaseSlice.Of("image", image.InEightBits(), instances), digest, SharedImages.Digest(image));
        }
        catch (UserException fault)
        {
            return SliceResult.OfFault(fault.InList, "");
        }
    }

    private static string Text(FileDigest file) => $"{file.Name} {file.Length} {file.Sha256}";
}

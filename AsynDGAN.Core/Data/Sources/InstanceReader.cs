using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>Reads pictures of nuclei, each a case of its own; several of one person, by their names of The Cancer Genome Atlas, are one patient's.</summary>
/// <param name="options">The configuration.</param>
/// <param name="where">What messages call the source.</param>
/// <param name="read">A picture in colour, its nuclei, and a digest of what was read.</param>
internal sealed class InstanceReader(
    DataOptions options, string where, Func<InstanceFiles, FileDigests, (PixelArray Image, PictureNuclei Nuclei, string Digest)> read)
{
    private const string Unseen = "warning: nuclei without a pixel of their own (outside of the picture, empty, or wholly below later ones)";

    /// <summary>A reader of pictures that are files of their own.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="where">What messages call the source.</param>
    /// <param name="nuclei">From a picture and the files beside it to its nuclei.</param>
    public static InstanceReader OfFiles(DataOptions options, string where, Func<PixelArray, InstanceFiles, PictureNuclei> nuclei) =>
        new(options, where, (files, digests) =>
        {
            var image = ImageFile.Read(files.Image);
            if (image.Channels != 3)
            {
                throw new UserException($"the image has {image.Channels} channel(s); red, green and blue are wanted");
            }

            return (image, nuclei(image, files), string.Join('\t', files.Outlines.Prepend(files.Image).Select(path => Text(digests.Of(path)))));
        });

    /// <summary>A case of each picture.</summary>
    /// <param name="files">In name order.</param>
    /// <param name="faults">Faults found already.</param>
    /// <param name="unused">What is there and not wanted.</param>
    /// <param name="notes">What the user should know, a line each.</param>
    public CaseListing List(
        IReadOnlyList<InstanceFiles> files, IReadOnlyList<LeftOut> faults, IReadOnlyList<LeftOut> unused, IEnumerable<string> notes)
    {
        if (options.Channels.Count > 0)
        {
            throw new UserException("data.channels: pictures of nuclei are used in colour, all three channels", "Leave data.channels out.");
        }

        var persons = CaseTimes.Patients([.. files.Select(file => file.Name)], Person, "pictures of one patient");
        ListedCase[] cases = [.. files.Select(file => Listed(file, persons.Of[file.Name]))];
        var elsewhere = CaseTimes.Elsewhere(cases.Select(listed => listed.Case), "picture");
        var used = files.Where(file => !elsewhere.ContainsKey(file.Name));
        return new CaseListing(
            where, [.. cases.Where(listed => !elsewhere.ContainsKey(listed.Case.Name))],
            digests => Digest.OfText(string.Concat(used.Zip(digests, (file, digest) => $"{file.Name}\t{file.Institution}\t{file.Part}\t{digest}\n"))))
        {
            Faults = [.. faults, .. elsewhere.Select(file => new LeftOut(file.Key, file.Value))],
            Unused = unused,
            Notes = [.. notes, .. persons.Notes],
        };
    }

    /// <summary>The first three fields of such a name as <c>TCGA-B0-5710-01Z-00-DX1</c>; null for other names.</summary>
    private static string? Person(string name) => name.Split('-') is ["TCGA", var institution, var person, _, ..] ? $"TCGA-{institution}-{person}" : null;

    private ListedCase Listed(InstanceFiles files, string patient)
    {
        var attributes = new Dictionary<string, string> { [ImageCase.InstitutionAttribute] = files.Institution };
        return new ListedCase(
            new ImageCase(files.Name, patient, attributes, [], files.Part), [("image", files.Name)], [files.Image, .. files.IsEntry ? [] : files.Outlines],
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
            var (image, nuclei, digest) = read(files, digests);
            return SliceResult.Of(CaseSlice.Of("image", image.InEightBits(), nuclei.Map) with { Decoded = DecodedImage.OfOneFile(image) }, digest, SharedImages.Digests(image, isColour: true)) with
            {
                MaskValues = nuclei.MaskValues,
                Notes =
                [
                    .. nuclei.Unseen > 0 ? [new CaseNote(Unseen, $"{files.Name}: {nuclei.Unseen}")] : Array.Empty<CaseNote>(),
                    .. nuclei.Unlisted is { } unlisted ? [new CaseNote(CaseNote.Unlisted, $"{files.Name}: {unlisted}")] : Array.Empty<CaseNote>(),
                    .. CaseNote.OfNarrowed(files.Name, image),
                ],
            };
        }
        catch (UserException fault)
        {
            return SliceResult.OfFault(fault.InList, "");
        }
    }

    private static string Text(FileDigest file) => $"{file.Name} {file.Length} {file.Sha256}";
}

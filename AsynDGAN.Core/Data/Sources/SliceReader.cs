using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Data.Sources;

/// <summary>Reads slices of an image's file, or one a channel, and a mask's.</summary>
/// <param name="channelNames">The names of the channels of an image's file; throws where they cannot be named.</param>
/// <param name="wanted">Names of the channels to keep of one file, in order; empty: all.</param>
/// <param name="options">The configuration.</param>
internal sealed class SliceReader(Func<PixelArray, IReadOnlyList<string>> channelNames, IReadOnlyList<string> wanted, DataOptions options)
{
    /// <summary>Groups files by case.</summary>
    /// <param name="cases">The cases without their slices, in the order of <see cref="SliceFile.Case"/>.</param>
    /// <param name="where">What messages call the source.</param>
    public CaseListing List(IReadOnlyList<ImageCase> cases, IReadOnlyList<SliceFile> files, string where)
    {
        var own = files.ToLookup(file => file.Case);
        var listed = cases.Select((@case, i) => new ListedCase(
            @case, [.. own[i].Select(file => (file.Name, file.Label))], [.. own[i].SelectMany(file => Paths(file))],
            digests => [.. own[i].Select(file => Read(file, digests))]));
        var labels = files.Select(file => file.Label);
        var header = string.Concat(cases.Select(@case => $"{@case.Name}\t{@case.Institution}\t{@case.Part}\n"));
        return new CaseListing(where, [.. listed], digests => Digest.OfText(header + string.Concat(labels.Zip(digests, (label, digest) => $"{label}\t{digest}\n"))))
        {
            HasMaskFiles = true,
        };
    }

    private SliceResult Read(SliceFile file, FileDigests digests)
    {
        var digest = "";
        try
        {
            if (Missing(file) is { } missing)
            {
                return SliceResult.OfFault(missing, digest);
            }

            PixelArray[] channels = [.. file.Images.Select(ImageFile.Read)];
            var mask = file.Mask is null ? null : ImageFile.ReadMask(file.Mask);
            digest = string.Join('\t', Paths(file).Select(path => Text(digests.Of(path))));
            if (channels.Length > 1)
            {
                foreach (var (path, channel) in file.Images.Zip(channels))
                {
                    Named(path, () => channelNames(channel));
                }
            }

            var image = ChannelFiles.Joined(file.Images, channels);
            if (mask is null)
            {
                var seen = channels.Length == 1 ? Select(image) : image;
                return SliceResult.Of(Unlabelled(file.Name, seen), digest) with { Notes = options.HasNuclei() ? CaseNote.OfNarrowed(file.Name, seen) : [] };
            }

            if ((image.Height, image.Width) != (mask.Height, mask.Width))
            {
                return SliceResult.OfFault($"the image is {image.Height}x{image.Width}, its mask {mask.Height}x{mask.Width} ({file.Mask})", digest);
            }

            var used = channels.Length == 1 ? Select(image) : image;
            var isColour = channels.Length == 1 && channelNames(image).SequenceEqual(ChannelSet.Colour);
            var inside = MaskOf(mask, file);
            var slice = new CaseSlice(file.Name, used, inside);
            if (options.Patch.Size is null && slice.FaultOfSquare(options) is { } large)
            {
                return SliceResult.OfFault(large, digest);
            }

            return SliceResult.Of(slice with { Decoded = channels.Length == 1 ? DecodedImage.OfOneFile(image) : DecodedImage.Digests(image) }, digest, SharedImages.Digests(used, isColour)) with
            {
                MaskValues = BinaryMask.Found(mask, options.MaskValues),
                MaskContents = SharedImages.DigestOfMask([inside]),
                Notes = BinaryMask.Unlisted(mask, options.MaskValues) is { } unlisted ? [new CaseNote(CaseNote.Unlisted, $"{file.Name} has {unlisted}")] : [],
                ObjectColour = options.MaskValues.Count == 0 ? BinaryMask.ObjectColour(mask) : "",
            };
        }
        catch (UserException fault)
        {
            return SliceResult.OfFault(fault.InList, digest);
        }
    }

    /// <summary>A slice of which nothing is known to be inside.</summary>
    private CaseSlice Unlabelled(string name, PixelArray image) => options.HasNuclei()
        ? CaseSlice.Of(name, image.InEightBits(), new InstanceMap(image.Height, image.Width, new int[image.Height * image.Width]))
        : new CaseSlice(name, image, new PixelArray(image.Height, image.Width, 1, 8, new ushort[image.Height * image.Width]));

    private static IEnumerable<string> Paths(SliceFile file) => file.Mask is null ? file.Images : file.Images.Append(file.Mask);

    /// <summary>Says which of the files are not there.</summary>
    private static string? Missing(SliceFile file)
    {
        string?[] missing =
        [
            .. file.Images.Select(path => ImageFile.Absent(path) is { } image ? $"the image {image}" : null),
            file.Mask is not null && ImageFile.Absent(file.Mask) is { } mask ? $"the mask {mask}" : null,
        ];
        return missing.Any(fault => fault is not null) ? string.Join(", and ", missing.OfType<string>()) : null;
    }

    private PixelArray MaskOf(StoredMask mask, SliceFile file) => Named(file.Mask!, () => BinaryMask.Of(mask, options.MaskValues, options.TellsClasses()));

    /// <summary>A fault of one of several files names it.</summary>
    private static T Named<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (UserException fault)
        {
            throw new UserException($"{fault.Message} ({path})", fault.Hint);
        }
    }

    private static string Text(FileDigest file) => $"{file.Length}\t{file.Sha256}";

    private PixelArray Select(PixelArray image)
    {
        var names = channelNames(image);
        if (wanted.Count == 0)
        {
            return image;
        }

        var chosen = wanted.Select(name => names.ToList().IndexOf(name)).ToArray();
        if (chosen.Contains(-1))
        {
            throw new UserException($"there is no channel '{wanted[Array.IndexOf(chosen, -1)]}' among {string.Join(", ", names)}");
        }

        var values = new ushort[image.Height * image.Width * chosen.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = image.Values[i / chosen.Length * image.Channels + chosen[i % chosen.Length]];
        }

        return new PixelArray(image.Height, image.Width, chosen.Length, image.Bits, values);
    }
}

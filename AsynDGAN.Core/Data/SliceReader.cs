using System.Security.Cryptography;
using System.Text;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data;

/// <summary>Reads the files of many slices and collects their faults.</summary>
/// <param name="channelNames">The names of an image's channels; throws where they cannot be named.</param>
/// <param name="wanted">Names of the channels to keep, in order; empty: all.</param>
/// <param name="options">The configuration.</param>
internal sealed class SliceReader(Func<PixelArray, IReadOnlyList<string>> channelNames, IReadOnlyList<string> wanted, DataOptions options)
{
    /// <summary>Reads everything and groups it by case.</summary>
    /// <param name="cases">The cases without their slices, in the order of <see cref="SliceFile.Case"/>.</param>
    /// <param name="faults">Faults found already: files that have no counterpart.</param>
    /// <param name="where">What messages call the source.</param>
    /// <param name="notes">What the user should know of the source already.</param>
    /// <exception cref="UserException">Faults, where they are not to be skipped, or nothing is left.</exception>
    public CaseSet Read(
        IReadOnlyList<Case> cases, IReadOnlyList<SliceFile> files, IReadOnlyList<LeftOut> faults, string where, IReadOnlyList<string> notes,
        int threads, IProgress<(int Done, int Total)>? progress)
    {
        var results = ParallelReading.Run(files.Count, threads, progress, i => Read(files[i]));
        var kinds = results.FirstOrDefault(result => result.Slice is not null)?.Slice!.Image;
        var leftOut = faults.ToList();
        var slices = cases.Select(_ => new List<CaseSlice>()).ToArray();
        var digest = new StringBuilder();
        foreach (var @case in cases)
        {
            digest.Append(@case.Name).Append('\t').Append(@case.Institution).Append('\t').Append(@case.Part).Append('\n');
        }

        var shared = SharedImages.Find([.. files.Zip(results, (file, result) => (cases[file.Case].Patient, result.Content))])
            .ToDictionary(pair => pair.Later, pair => $"its image is that of {files[pair.First].Label} too, of patient {cases[files[pair.First].Case].Patient}");
        foreach (var (i, (file, result)) in files.Zip(results).Index())
        {
            digest.Append(file.Label).Append('\t').Append(result.Digest).Append('\n');
            if ((result.Fault ?? Unlike(result.Slice!.Image, kinds!) ?? shared.GetValueOrDefault(i)) is { } fault)
            {
                leftOut.Add(new LeftOut(file.Label, fault));
            }
            else
            {
                slices[file.Case].Add(result.Slice!);
            }
        }

        if (options.OnError == OnError.Stop)
        {
            var all = new Faults();
            leftOut.ForEach(left => all.Add($"{left.Name}: {left.Reason}"));
            all.ThrowIfAny(where, "Mend or remove these files, or go on without them by data.on_error: skip.");
        }

        var filled = cases.Zip(slices, (@case, own) => @case with { Slices = own }).Where(@case => @case.Slices.Count > 0).ToArray();
        return filled.Length > 0
            ? new CaseSet(filled, leftOut, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(digest.ToString())))) { Notes = [.. notes, .. DataNotes.OfMasks(filled)] }
            : throw new UserException($"no slice of {where} can be used", "Set data.on_error to stop to see why.");
    }

    private SliceFileResult Read(SliceFile file)
    {
        var digest = "";
        try
        {
            if (Missing(file) is { } missing)
            {
                return new(null, missing, digest);
            }

            var (image, mask) = (ImageFile.Read(file.Image), ImageFile.ReadMask(file.Mask));
            digest = $"{Digest(file.Image)}\t{Digest(file.Mask)}";
            if ((image.Height, image.Width) != (mask.Height, mask.Width))
            {
                return new(null, $"the image is {image.Height}x{image.Width}, its mask {mask.Height}x{mask.Width} ({file.Mask})", digest);
            }

            return new(new CaseSlice(file.Name, Select(image), MaskOf(mask, file)), null, digest, SharedImages.Digest(image));
        }
        catch (UserException fault)
        {
            return new(null, fault.Message, digest);
        }
    }

    /// <summary>Says which of the two files is not there, or both.</summary>
    private static string? Missing(SliceFile file)
    {
        string?[] missing =
        [
            ImageFile.Absent(file.Image) is { } image ? $"the image {image}" : null,
            ImageFile.Absent(file.Mask) is { } mask ? $"the mask {mask}" : null,
        ];
        return missing.Any(fault => fault is not null) ? string.Join(", and ", missing.OfType<string>()) : null;
    }

    private PixelArray MaskOf(StoredMask mask, SliceFile file)
    {
        try
        {
            return BinaryMask.Of(mask, options.MaskValues);
        }
        catch (UserException fault)
        {
            throw new UserException($"{fault.Message} ({file.Mask})", fault.Hint);
        }
    }

    private static string Digest(string path)
    {
        using var stream = File.OpenRead(path);
        return $"{stream.Length}\t{Convert.ToHexStringLower(SHA256.HashData(stream))}";
    }

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

    private static string? Unlike(PixelArray image, PixelArray first) =>
        (image.Channels, image.Bits) == (first.Channels, first.Bits)
            ? null
            : $"the image has {Kind(image)}, the first one {Kind(first)}";

    private static string Kind(PixelArray image) =>
        $"{image.Channels} {(image.Channels == 1 ? "channel" : "channels")} of {image.Bits} bits";
}

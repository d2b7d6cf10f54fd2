using System.Security.Cryptography;
using System.Text;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data;

/// <summary>Reads pictures of nuclei, each a case of its own, and collects their faults.</summary>
/// <param name="options">The configuration.</param>
/// <param name="where">What messages call the source.</param>
/// <param name="read">A picture in colour, its nuclei, and a digest of what was read.</param>
internal sealed class InstanceReader(DataOptions options, string where, Func<InstanceFiles, (PixelArray Image, InstanceMap Instances, string Digest)> read)
{
    /// <summary>A reader of pictures that are files of their own.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="where">What messages call the source.</param>
    /// <param name="instances">From a picture and the files beside it to its nuclei.</param>
    public static InstanceReader OfFiles(DataOptions options, string where, Func<PixelArray, InstanceFiles, InstanceMap> instances) =>
        new(options, where, files =>
        {
            var image = ImageFile.Read(files.Image);
            if (image.Channels != 3)
            {
                throw new UserException($"the image has {image.Channels} channel(s); red, green and blue are wanted");
            }

            return (image, instances(image, files), string.Join('\t', files.Outlines.Prepend(files.Image).Select(Digest)));
        });

    /// <summary>Reads everything.</summary>
    /// <param name="files">In name order.</param>
    /// <param name="faults">Faults found already.</param>
    /// <param name="unused">What is there and not wanted.</param>
    /// <exception cref="UserException">Faults, where they are not to be skipped, or nothing is left.</exception>
    public CaseSet Read(
        IReadOnlyList<InstanceFiles> files, IReadOnlyList<LeftOut> faults, IReadOnlyList<LeftOut> unused, int threads,
        IProgress<(int Done, int Total)>? progress)
    {
        if (options.Channels.Count > 0)
        {
            throw new UserException("data.channels: pictures of nuclei are used in colour, all three channels", "Leave data.channels out.");
        }

        var results = ParallelReading.Run(files.Count, threads, progress, i => Read(files[i]));
        foreach (var (later, first) in SharedImages.Find([.. files.Zip(results, (file, result) => (file.Name, result.Content))]))
        {
            results[later] = (null, new LeftOut(files[later].Name, $"its image is that of {files[first].Name} too"), results[later].Digest, "");
        }

        LeftOut[] left = [.. faults, .. results.Select(result => result.Fault).OfType<LeftOut>()];
        if (options.OnError == OnError.Stop)
        {
            var all = new Faults();
            Array.ForEach(left, fault => all.Add($"{fault.Name}: {fault.Reason}"));
            all.ThrowIfAny(where, "Mend or remove these files, or go on without them by data.on_error: skip.");
        }

        var cases = results.Select(result => result.Case).OfType<Case>().ToArray();
        var digest = string.Concat(files.Zip(results, (file, result) => $"{file.Name}\t{file.Institution}\t{file.Part}\t{result.Digest}\n"));
        return cases.Length > 0
            ? new CaseSet(cases, [.. unused, .. left], Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(digest))))
            : throw new UserException($"no picture of {where} can be used", "Set data.on_error to stop to see why.");
    }

    private (Case? Case, LeftOut? Fault, string Digest, string Content) Read(InstanceFiles files)
    {
        try
        {
            var (image, instances, digest) = read(files);
            var slice = CaseSlice.Of("image", image.InEightBits(), instances);
            var attributes = new Dictionary<string, string> { [Case.InstitutionAttribute] = files.Institution };
            return (new Case(files.Name, files.Name, attributes, [slice], files.Part) { IsColour = true }, null, digest, SharedImages.Digest(image));
        }
        catch (UserException fault)
        {
            return (null, new LeftOut(files.Name, fault.Message), "", "");
        }
    }

    private static string Digest(string path)
    {
        using var stream = File.OpenRead(path);
        return $"{Path.GetFileName(path)} {stream.Length} {Convert.ToHexStringLower(SHA256.HashData(stream))}";
    }
}

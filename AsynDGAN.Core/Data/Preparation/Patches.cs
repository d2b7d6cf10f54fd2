using System.Globalization;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data.Preparation;

/// <summary>
/// Cuts the pictures of a case into squares of their own pixels, which stay slices of that case: what is split by patients
/// never separates them. A patch's name says where it lay.
/// </summary>
/// <param name="options">Size, stride and padding.</param>
internal sealed class Patches(PatchOptions options)
{
    private readonly int size = options.Size!.Value;
    private readonly int stride = options.Stride ?? options.Size!.Value;

    public ImageCase Cut(ImageCase @case) => @case with { Slices = [.. @case.Slices.SelectMany(Cut)] };

    private IEnumerable<CaseSlice> Cut(CaseSlice slice) =>
        from top in Starts(slice.Image.Height)
        from left in Starts(slice.Image.Width)
        select Patch(slice, top, left);

    /// <summary>
    /// 0, stride, twice the stride and so on, as long as the patch lies inside; with padding until the last pixel is seen. A
    /// picture smaller than a patch gives one.
    /// </summary>
    private IEnumerable<int> Starts(int length)
    {
        var beyond = Math.Max(0, length - size);
        var last = options.Pad ? (beyond + stride - 1) / stride : beyond / stride;
        return Enumerable.Range(0, last + 1).Select(i => i * stride);
    }

    private CaseSlice Patch(CaseSlice slice, int top, int left)
    {
        var (image, nuclei) = (slice.Image, slice.Instances!);
        var rows = Enumerable.Range(top, size).Select(row => PatchPlace.Mirrored(row, image.Height)).ToArray();
        var columns = Enumerable.Range(left, size).Select(column => PatchPlace.Mirrored(column, image.Width)).ToArray();
        var values = new ushort[size * size * image.Channels];
        var labels = new int[size * size];
        for (var i = 0; i < labels.Length; i++)
        {
            var (row, column) = (rows[i / size], columns[i % size]);
            labels[i] = nuclei[row, column];
            for (var channel = 0; channel < image.Channels; channel++)
            {
                values[i * image.Channels + channel] = image[row, column, channel];
            }
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"{slice.Name}@{top},{left}");
        return CaseSlice.Of(name, new PixelArray(size, size, image.Channels, image.Bits, values), new InstanceMap(size, size, labels)) with { Patch = new PatchPlace(slice, new CropSquare(top, left, size)) };
    }
}

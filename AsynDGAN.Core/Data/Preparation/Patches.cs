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
        var place = new PatchPlace(slice, new CropSquare(top, left, size));
        var (pixels, channels) = (place.Pixels(), slice.Image.Channels);
        var values = new ushort[pixels.Length * channels];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = slice.Image.Values[pixels[i / channels] * channels + i % channels];
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"{slice.Name}@{top},{left}");
        var image = new PixelArray(size, size, channels, slice.Image.Bits, values);
        var patch = slice.Instances is { } nuclei
            ? CaseSlice.Of(name, image, new InstanceMap(size, size, Array.ConvertAll(pixels, pixel => nuclei.Labels[pixel])))
            : new CaseSlice(name, image, new PixelArray(size, size, 1, slice.Mask.Bits, Array.ConvertAll(pixels, pixel => slice.Mask.Values[pixel])));
        return patch with { Patch = place };
    }
}

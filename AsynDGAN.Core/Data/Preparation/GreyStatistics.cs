using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data.Preparation;

/// <summary>What normalises one channel of a case's pictures or slices, or red, green and blue together.</summary>
internal sealed class GreyStatistics
{
    private readonly Func<PixelArray, PixelArray> grey;
    private readonly int channel;
    private readonly GreyHistogram all;
    private readonly bool isColour;

    private GreyStatistics(IReadOnlyList<PixelArray> images, int channel, Func<PixelArray, PixelArray> grey, bool isColour)
    {
        (this.channel, this.grey, this.isColour) = (channel, grey, isColour);
        PixelArray[] greys = [.. images.Select(grey)];
        Background = isColour ? 0 : PictureBackground.Level(greys, channel);

        // What is darker than the background counts as background, or a few such pixels would be parted from everything else.
        (Threshold, all) = (ForegroundThreshold.Of(greys, channel, Background), new GreyHistogram(greys, channel));
    }

    /// <summary>Values above it are foreground.</summary>
    public float Threshold { get; }

    /// <summary>The stored value of a constant background, which counts as black; 0 where there is none.</summary>
    public int Background { get; }

    /// <summary>One channel.</summary>
    public static GreyStatistics Of(IReadOnlyList<PixelArray> images, int channel) => new(images, channel, image => image, isColour: false);

    /// <summary>All channels by the statistics of each pixel's largest, from 0 on: a colour keeps its hue, and none but the brightest are cut.</summary>
    public static GreyStatistics OfColour(IReadOnlyList<PixelArray> images) => new(images, 0, Largest, isColour: true);

    /// <summary>The line of all of them.</summary>
    public Normalisation OfAll(NormaliseOptions options) => Normalisation.Of(all, Threshold, options, Background, isColour);

    /// <summary>The line of one alone.</summary>
    public Normalisation OfSlice(PixelArray image, NormaliseOptions options) =>
        Normalisation.Of(new GreyHistogram([grey(image)], channel), Threshold, options, Background, isColour);

    private static PixelArray Largest(PixelArray image)
    {
        var values = new ushort[image.Height * image.Width];
        for (var i = 0; i < image.Values.Length; i++)
        {
            values[i / image.Channels] = Math.Max(values[i / image.Channels], image.Values[i]);
        }

        return new PixelArray(image.Height, image.Width, 1, image.Bits, values);
    }
}

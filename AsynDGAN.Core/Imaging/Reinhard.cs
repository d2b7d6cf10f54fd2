namespace AsynDGAN.Core.Imaging;

/// <summary>
/// Colour normalisation of stained tissue (Reinhard et al. 2001): a picture gets the mean and the deviation that a target has
/// in each channel of CIE Lab.
/// </summary>
public static class Reinhard
{
    // The matrix's greys are off the white point by some 0.01 of a and b, which must not be scaled up; stains spread over units.
    private const double NoDeviation = 0.05;

    /// <summary>The picture with the target's statistics; a channel without deviation is shifted only.</summary>
    /// <param name="image">3 channels of 8 or 16 bits; its own statistics are taken over all pixels.</param>
    /// <param name="target">Where the channels go.</param>
    /// <returns>Of the same size and bits; colours that sRGB has not are cut.</returns>
    /// <exception cref="UserException">The picture is not in colour.</exception>
    public static PixelArray Apply(PixelArray image, LabStatistics target)
    {
        if (image.Channels != 3)
        {
            throw new UserException(
                $"data.colour.method is reinhard, but the image has {image.Channels} channel(s); 3 are wanted", "Set data.colour.method to none.");
        }

        var lab = ToLab(image);
        var own = LabStatistics.OfValues(lab);
        var scale = Enumerable.Range(0, 3).Select(c => own.Deviation[c] > NoDeviation ? target.Deviation[c] / own.Deviation[c] : 1).ToArray();
        for (var i = 0; i < lab.Length; i++)
        {
            lab[i] = (lab[i] - own.Mean[i % 3]) * scale[i % 3] + target.Mean[i % 3];
        }

        return ToPixels(lab, image);
    }

    /// <summary>A picture's own statistics, to choose a target by.</summary>
    public static LabStatistics StatisticsOf(PixelArray image) => LabStatistics.OfValues(ToLab(image));

    private static double[] ToLab(PixelArray image)
    {
        var white = (double)((1 << image.Bits) - 1);
        var lab = new double[image.Values.Length];
        for (var i = 0; i < lab.Length; i += 3)
        {
            (lab[i], lab[i + 1], lab[i + 2]) = CieLab.Of(image.Values[i] / white, image.Values[i + 1] / white, image.Values[i + 2] / white);
        }

        return lab;
    }

    private static PixelArray ToPixels(double[] lab, PixelArray like)
    {
        var white = (1 << like.Bits) - 1;
        var values = new ushort[lab.Length];
        for (var i = 0; i < lab.Length; i += 3)
        {
            var (red, green, blue) = CieLab.ToRgb(lab[i], lab[i + 1], lab[i + 2]);
            (values[i], values[i + 1], values[i + 2]) = (Stored(red), Stored(green), Stored(blue));
        }

        return new PixelArray(like.Height, like.Width, 3, like.Bits, values);

        ushort Stored(double value) => (ushort)Math.Floor(white * value + 0.5);
    }
}

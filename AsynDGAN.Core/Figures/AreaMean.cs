using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Figures;

/// <summary>Pictures of fewer pixels: each is the mean of the area that it covers, so that thin lines become fainter and none is lost.</summary>
internal static class AreaMean
{
    /// <param name="picture">8 bits, 3 channels.</param>
    /// <param name="height">From 1 to its height.</param>
    /// <param name="width">From 1 to its width.</param>
    /// <returns>[height, width], 8 bits, 3 channels; the picture itself where it has this size.</returns>
    public static PixelArray To(PixelArray picture, int height, int width)
    {
        if ((picture.Height, picture.Width) == (height, width))
        {
            return picture;
        }

        var (rows, columns) = (Shares(picture.Height, height), Shares(picture.Width, width));
        var values = new ushort[height * width * 3];
        Span<double> sum = stackalloc double[3];
        for (var i = 0; i < height * width; i++)
        {
            sum.Clear();
            foreach (var (row, down) in rows[i / width])
            {
                foreach (var (column, across) in columns[i % width])
                {
                    for (var channel = 0; channel < 3; channel++)
                    {
                        sum[channel] += down * across * picture[row, column, channel];
                    }
                }
            }

            for (var channel = 0; channel < 3; channel++)
            {
                values[3 * i + channel] = (ushort)Math.Round(sum[channel]);
            }
        }

        return new PixelArray(height, width, 3, 8, values);
    }

    /// <summary>Which old pixels each new one covers along an axis, and with what share of itself.</summary>
    private static (int Old, double Share)[][] Shares(int old, int count)
    {
        var length = (double)old / count;
        return
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                var (from, to) = (i * length, Math.Min((i + 1) * length, old));
                return Enumerable.Range((int)from, (int)Math.Ceiling(to) - (int)from)
                    .Select(at => (at, (Math.Min(at + 1, to) - Math.Max(at, from)) / length)).ToArray();
            }),
        ];
    }
}

using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Data.Preparation;

/// <summary>The level of a constant background in pictures: what lies above 0 around a head that was masked or padded.</summary>
internal static class PictureBackground
{
    // As for volumes: what lies below is the rim's.
    private const double Few = 0.01;

    /// <summary>
    /// The level in one channel of a case's pictures; 0 where they have none, do not agree, or where more than a hundredth of what
    /// lies within is darker (a white ground, or tissue on both sides of a grey one).
    /// </summary>
    public static int Level(IReadOnlyList<PixelArray> images, int channel)
    {
        var levels = new HashSet<float>();
        var (inside, darker) = (0L, 0L);
        foreach (var image in images)
        {
            // Nearly every picture has a black corner: nothing more need be known.
            if (image.Values[channel] == 0)
            {
                return 0;
            }

            var values = image.Channel(channel);
            if (ConstantBackground.Find(values, 1, image.Height, image.Width) is not var (level, region))
            {
                return 0;
            }

            levels.Add(level);
            inside += region.Count(held => !held);
            darker += values.Count(value => value < level);
        }

        return levels.Count == 1 && inside > 0 && darker <= Few * inside ? (int)levels.Single() : 0;
    }
}

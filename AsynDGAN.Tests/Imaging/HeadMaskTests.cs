using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Tests.Imaging;

public class HeadMaskTests
{
    private const int Side = 96;

    [Test]
    public void A_head_is_filled_from_the_scalp_inwards()
    {
        // Scalp (36 to 40), black skull (30 to 36), brain with black ventricles.
        var slice = Disc(radius => radius < 6 ? 0 : radius < 30 ? 60 : radius < 36 ? 2 : radius < 40 ? 90 : 1);
        AssertDisc(HeadMask.Of(slice, Side, Side, 20), 40);
    }

    [Test]
    public void A_scalp_of_two_pixels_with_gaps_is_kept()
    {
        var slice = Disc(radius => radius < 30 ? 60 : radius is >= 38 and < 40 ? 90 : 1);
        for (var row = 0; row < Side; row++)
        {
            (slice[row * Side + Side / 2], slice[row * Side + Side / 2 - 1]) = (1, 1);
        }

        var head = HeadMask.Of(slice, Side, Side, 20);
        Assert.That(head[Side / 2, 10], Is.True);
        Assert.That(head.Count, Is.EqualTo(Math.PI * 40 * 40).Within(3).Percent);
    }

    [Test]
    public void Specks_of_noise_and_a_marker_beside_the_head_are_not_the_head()
    {
        var slice = Disc(radius => radius < 30 ? 60 : 1);
        for (var i = 0; i < 8; i++)
        {
            (slice[(2 + i) * Side + 2], slice[(2 + i) * Side + 3], slice[(2 + i) * Side + 4]) = (80, 80, 80);
            slice[(50 + 5 * i) * Side + 6] = 80;
        }

        AssertDisc(HeadMask.Of(slice, Side, Side, 20), 30);
    }

    [Test]
    public void Air_between_a_head_and_the_pictures_border_is_not_the_head([Values(0, 1, 2, 5)] int left, [Values(0, 1, 2, 5)] int top)
    {
        // The same head with much air around it, from which the picture is cut.
        var whole = Disc(radius => radius < 40 ? 60 : 1);
        var (width, height) = (80 + left, 80 + top);
        var picture = new float[width * height];
        for (var i = 0; i < picture.Length; i++)
        {
            picture[i] = whole[(i / width + 8 - top) * Side + i % width + 8 - left];
        }

        var (head, around) = (HeadMask.Of(picture, height, width, 20), HeadMask.Of(whole, Side, Side, 20));
        for (var i = 0; i < picture.Length; i++)
        {
            Assert.That(head.Values[i], Is.EqualTo(around[i / width + 8 - top, i % width + 8 - left]), $"pixel {i}");
        }
    }

    [Test]
    public void A_slice_without_foreground_has_no_head()
    {
        Assert.That(HeadMask.Of(new float[Side * Side], Side, Side, 0).Count, Is.Zero);
    }

    [Test]
    public void Heads_of_real_volumes_fill_most_of_the_middle_and_not_the_corners()
    {
        foreach (var volume in RealVolumes())
        {
            var threshold = ForegroundThreshold.Of(volume.SelectMany(slice => slice).ToArray());
            foreach (var slice in volume)
            {
                var head = HeadMask.Of(slice, 256, 256, threshold);
                Assert.That(head.Count / 65536.0, Is.InRange(0.08, 0.85));
                Assert.That(head[128, 128], Is.True);
                Assert.That(head[0, 0] || head[0, 255] || head[255, 0] || head[255, 255], Is.False);
            }
        }
    }

    private static IEnumerable<float[][]> RealVolumes()
    {
        return Directory.GetDirectories(Path.Combine(RealData.Folder("lgg-mri"), "kaggle_3m"))
            .Order()
            .Where((_, i) => i % 5 == 0)
            .Select(folder => Directory.GetFiles(folder, "*.tif")
                .Where(file => !file.EndsWith("_mask.tif"))
                .Select(file => ImageFile.Read(file).Values.Where((_, i) => i % 3 == 1).Select(value => (float)value).ToArray())
                .ToArray());
    }

    private static float[] Disc(Func<double, float> valueAt)
    {
        var slice = new float[Side * Side];
        for (var i = 0; i < slice.Length; i++)
        {
            slice[i] = valueAt(Radius(i));
        }

        return slice;
    }

    private static double Radius(int i) => Math.Sqrt(Math.Pow(i / Side - Side / 2 + 0.5, 2) + Math.Pow(i % Side - Side / 2 + 0.5, 2));

    /// <summary>Within a pixel of the disc everywhere.</summary>
    private static void AssertDisc(Mask head, double radius)
    {
        for (var i = 0; i < head.Values.Length; i++)
        {
            if (Math.Abs(Radius(i) - radius) > 1)
            {
                Assert.That(head.Values[i], Is.EqualTo(Radius(i) < radius), $"pixel {i}");
            }
        }
    }
}

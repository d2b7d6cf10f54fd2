using System.Text.Json;
using AsynDGAN.Core;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Tests.Imaging;

/// <summary>The reference numbers of Golden/color, and pictures without deviation.</summary>
public class ReinhardTests
{
    private static readonly LabStatistics target = LabStatistics.Of([65, 20, -15, 12, 9, 7]);

    private static IEnumerable<TestCaseData> Cases() => GoldenFolder.Json("color", "color.json").GetProperty("reinhard").EnumerateArray()
        .Select(golden => new TestCaseData(golden).SetArgDisplayNames(golden.GetProperty("name").GetString()!));

    [TestCaseSource(nameof(Cases))]
    public void Pictures_get_the_golden_colours(JsonElement golden)
    {
        var name = golden.GetProperty("name").GetString()!;
        var source = Patch($"patch_{name[0]}");

        var got = Reinhard.Apply(source, new LabStatistics(Numbers("target_lab_mean"), Numbers("target_lab_sd_ddof0")));

        var own = Reinhard.StatisticsOf(source);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(own.Mean, Is.EqualTo(Numbers("source_lab_mean")).Within(1e-9));
            Assert.That(own.Deviation, Is.EqualTo(Numbers("source_lab_sd_ddof0")).Within(1e-9));
            Assert.That(got.Values, Is.EqualTo(Patch($"{name}/output").Values));
        }

        double[] Numbers(string key) => [.. golden.GetProperty(key).EnumerateArray().Select(number => number.GetDouble())];
    }

    [Test]
    public void A_picture_of_one_colour_is_shifted_to_the_target()
    {
        var flat = new PixelArray(4, 5, 3, 8, [.. Enumerable.Repeat<ushort[]>([90, 120, 200], 20).SelectMany(colour => colour)]);
        var got = Reinhard.StatisticsOf(Reinhard.Apply(flat, target));
        using (Assert.EnterMultipleScope())
        {
            // Within a grey level of 8 bits.
            Assert.That(got.Mean, Is.EqualTo(target.Mean).Within(0.5));
            Assert.That(got.Deviation, Is.EqualTo(new double[] { 0, 0, 0 }).Within(1e-9));
        }
    }

    [Test]
    public void A_grey_picture_gets_the_targets_tint_and_no_noise_of_colour()
    {
        var grey = new PixelArray(1, 256, 3, 8, [.. Enumerable.Range(0, 256).SelectMany(value => Enumerable.Repeat((ushort)value, 3))]);
        var got = Reinhard.StatisticsOf(Reinhard.Apply(grey, LabStatistics.Of([50, 0.5, 0.5, 10, 30, 30])));
        Assert.That(got.Deviation[1], Is.LessThan(0.5));
        Assert.That(got.Deviation[2], Is.LessThan(0.5));
    }

    [Test]
    public void A_picture_of_16_bits_keeps_them()
    {
        var source = Patch("patch_a");
        var deep = new PixelArray(source.Height, source.Width, 3, 16, Array.ConvertAll(source.Values, value => (ushort)(value * 257)));
        Assert.That(Reinhard.Apply(deep, target).InEightBits().Values, Is.EqualTo(Reinhard.Apply(source, target).Values).Within(1));
    }

    [Test]
    public void A_picture_without_colour_is_refused() =>
        Assert.That(() => Reinhard.Apply(new PixelArray(1, 1, 1, 8, [3]), target), Throws.TypeOf<UserException>());

    private static PixelArray Patch(string name)
    {
        var tensor = GoldenFolder.Tensors("color", "color.safetensors").Tensors[name];
        return new PixelArray(32, 32, 3, 8, [.. tensor.data<byte>().Select(value => (ushort)value)]);
    }
}

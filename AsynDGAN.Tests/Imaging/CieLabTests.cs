using AsynDGAN.Core.Imaging;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Imaging;

/// <summary>The reference numbers of Golden/color.</summary>
public class CieLabTests
{
    [Test]
    public void Colours_give_the_golden_lab_and_come_back()
    {
        var (rgb, lab, back) = (Bytes("colors/rgb"), Doubles("colors/lab"), Doubles("colors/rgb_back"));
        using (Assert.EnterMultipleScope())
        {
            for (var i = 0; i < rgb.Length; i += 3)
            {
                var (l, a, b) = CieLab.Of(rgb[i] / 255.0, rgb[i + 1] / 255.0, rgb[i + 2] / 255.0);
                Assert.That(new[] { l, a, b }, Is.EqualTo(lab[i..(i + 3)]).Within(1e-9));
                var (red, green, blue) = CieLab.ToRgb(l, a, b);
                Assert.That(new[] { red, green, blue }, Is.EqualTo(back[i..(i + 3)]).Within(1e-7));
            }
        }
    }

    [Test]
    public void A_colour_that_srgb_has_not_is_cut()
    {
        var (lab, clipped) = (Doubles("out_of_gamut/lab"), Doubles("out_of_gamut/rgb_clipped"));
        using (Assert.EnterMultipleScope())
        {
            for (var i = 0; i < lab.Length; i += 3)
            {
                var (red, green, blue) = CieLab.ToRgb(lab[i], lab[i + 1], lab[i + 2]);
                Assert.That(new[] { red, green, blue }, Is.EqualTo(clipped[i..(i + 3)]).Within(1e-7));
            }
        }
    }

    private static byte[] Bytes(string name) => Golden(name).data<byte>().ToArray();

    private static double[] Doubles(string name) => Golden(name).data<double>().ToArray();

    private static Tensor Golden(string name) => GoldenFolder.Tensors("color", "color.safetensors").Tensors[name];
}

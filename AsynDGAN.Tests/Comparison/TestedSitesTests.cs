using AsynDGAN.Core;
using AsynDGAN.Core.Comparison;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Tests.Imaging;
using AsynDGAN.Tests.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Comparison;

/// <summary>Sites A and B that are learned from and D that is left out, by manifests of which some images are left out, too.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TestedSitesTests : IDisposable
{
    private const string Header = "site,patient,part,image,mask\n";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Test]
    public void A_picture_that_was_left_out_among_all_is_not_tested([Values] bool isInColour, [Values(0, 2)] int number)
    {
        WritePictures();
        PngFile.Write(isInColour ? Picture("D", number, channels: 3) : Picture("A", 0), folder.Join($"D{number}.png"));
        using var data = Dataset.Load(Configuration(), CPU);
        Assert.That(data.LeftOut.Single().Name, Does.EndWith($"D{number}.png"));
        using var tested = Load(data);
        Assert.That(tested.Sites.Single().Test.Infos.Select(info => info.Name), Has.Exactly(2).Items.And.None.Contains($"D{number}"));
        Assert.That(tested.Data.ImageChannels, Is.EqualTo(1));
        Assert.That(tested.Data.LeftOut, Is.EqualTo(data.LeftOut));
    }

    [Test]
    public void A_volume_that_was_left_out_among_all_is_not_tested()
    {
        var rows = new (string Site, string Patient, string Part, int Image)[] { ("A", "a", "train", 1), ("B", "b", "train", 2), ("D", "d1", "test", 1), ("D", "d2", "test", 3) };
        foreach (var (_, patient, _, image) in rows)
        {
            File.WriteAllBytes(folder.Join($"{patient}.nii"), Volume(i => 90 + i % (13 + image)));
            File.WriteAllBytes(folder.Join($"{patient}-mask.nii"), Volume(i => i / 16 % 16 < 6 + image ? 1 : 0));
        }

        folder.Write("m.csv", Header + string.Concat(rows.Select(row => $"{row.Site},{row.Patient},{row.Part},{row.Patient}.nii,{row.Patient}-mask.nii\n")));
        using var data = Dataset.Load(Configuration(), CPU);
        Assert.That(data.LeftOut.Single().Reason, Does.StartWith("an image of it is that of "));
        using var tested = Load(data);
        Assert.That(tested.Sites.Single().Test.Infos.Select(info => info.Patient).Distinct(), Is.EqualTo(new[] { "d2" }));
    }

    [Test]
    public void Pictures_that_do_not_go_with_those_that_rows_are_trained_on_are_refused([Values(1, 3)] int changed)
    {
        WritePictures();
        using var data = Dataset.Load(Configuration(), CPU);
        Load(data).Dispose();
        for (var i = 3 - changed; i < 3; i++)
        {
            PngFile.Write(Picture("D", i, channels: 3), folder.Join($"D{i}.png"));
        }

        var fault = Assert.Throws<UserException>(() => Load(data))!;
        Assert.That(fault.Message, Does.Contain("the sites that sites.without leaves out").And.Contain(changed == 1 ? "D2.png: the image has 3 channels" : "have 3 channel(s), and those that rows are trained on 1"));
    }

    private void WritePictures()
    {
        var rows = new[] { ("A", "train"), ("B", "train"), ("D", "test") }.SelectMany(site => Enumerable.Range(0, 3).Select(i => (Site: site.Item1, Part: site.Item2, Number: i))).ToArray();
        foreach (var (site, _, number) in rows)
        {
            PngFile.Write(Picture(site, number), folder.Join($"{site}{number}.png"));
            PngFile.Write(Picture((y, x) => Math.Abs(y - 6) < 3 && Math.Abs(x - 5 - number) < 3 ? 255 : 0, channels: 1), folder.Join($"{site}{number}-mask.png"));
        }

        folder.Write("m.csv", Header + string.Concat(rows.Select(row => $"{row.Site},{row.Site},{row.Part},{row.Site}{row.Number}.png,{row.Site}{row.Number}-mask.png\n")));
    }

    private Experiment Configuration() => new()
    {
        Data = new DataOptions
        {
            Source = DataSource.Manifest,
            Root = folder.Join("m.csv"),
            ImageSize = 16,
            MinMaskPixels = 1,
            Conditions = [ConditionChannel.Tumour],
            OnError = OnError.Skip,
        },
        Sites = new SiteOptions { Without = ["D"] },
        Training = new TrainingOptions { BatchSize = 1 },
    };

    private TestedSites Load(Dataset data) => TestedSites.Load(Configuration(), data, DataPart.Test, CPU, new RecordingDisplay(), CancellationToken.None);

    private static PixelArray Picture(string site, int number, int channels = 1) => Picture((y, x) => 20 + (7 * y + 3 * x * (number + 2) + site[0]) % 200, channels);

    private static PixelArray Picture(Func<int, int, int> value, int channels) =>
        new(16, 16, channels, 8, [.. Enumerable.Range(0, 256 * channels).Select(i => (ushort)Math.Min(255, value(i / channels / 16, i / channels % 16) + 5 * (i % channels)))]);

    private static byte[] Volume(Func<int, int> value) => NiftiSample.Of(4, [.. Enumerable.Range(0, 16 * 16 * 3).Select(i => (short)value(i))], [16, 16, 3]);
}

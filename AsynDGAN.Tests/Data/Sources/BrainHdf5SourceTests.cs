using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Data.Sources;

public class BrainHdf5SourceTests
{
    private static DataOptions Options(string file) => new() { Source = DataSource.Hdf5, Root = GoldenFolder.File("hdf5", file), ImageSize = 16, MinMaskPixels = 1 };

    [Test]
    public void The_files_groups_are_the_parts()
    {
        using var data = Dataset.Load(new Experiment { Data = Options("brats_gzip.h5") }, CPU);
        Assert.That(data.Split.Select(row => (row.Patient, row.Institution, row.Part)), Is.EqualTo(new[]
        {
            ("Brats18_MINI_000_1", "MINI", DataPart.Test), ("Brats18_MINI_001_1", "MINI", DataPart.Training), ("Brats18_MINI_002_1", "MINI", DataPart.Training),
            ("Brats18_MINI_009_1", "MINI", DataPart.Training), ("Brats18_MINI_010_1", "MINI", DataPart.Training),
        }));
        Assert.That(data.Summary.ToText(), Does.Contain("18x16"));
    }

    [TestCase("brats_contiguous.h5")]
    [TestCase("brats_gzip.h5")]
    public void Slices_hold_the_stored_values_and_the_labels_as_classes(string file)
    {
        var source = new BrainHdf5Source(Options(file));
        var volumes = source.List().Volumes;
        Assert.That(volumes.Select(volume => volume.Entry).Take(2), Is.EqualTo(new[] { "test/0", "train/1" }));
        foreach (var volume in volumes)
        {
            var (image, labels) = (Array("t2"), Array("seg"));
            var slices = source.Read(volume).Slices;
            for (var i = 0; i < 5; i++)
            {
                Assert.That(slices[i].Image.Values, Is.EqualTo(image.Slice(i).ToArray()));
                Assert.That(slices[i].Mask.Values, Is.EqualTo(labels.Slice(i).ToArray().Select(label => label == 4 ? 3 : label)));
            }

            Volume Array(string name) => BrainHdf5File.Read(source.Place, $"{volume.Entry}/{name}");
        }
    }

    [Test]
    public void Unknown_channels_and_files_without_volumes_are_refused()
    {
        var source = new BrainHdf5Source(Options("brats_gzip.h5") with { Channels = ["t3"] });
        Assert.That(() => source.List(), Throws.TypeOf<UserException>().With.Message.EqualTo("data.channels: hdf5 has no channel 't3'"));
    }
}

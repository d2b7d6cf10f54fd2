using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Imaging;
using PureHDF;
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
    public void Volumes_of_a_person_at_several_times_are_one_patients_who_is_of_one_part()
    {
        using var folder = new TemporaryFolder();
        var file = Write(folder, train: ["Brats18_AAA_AXX_1", "Brats18_AAA_AXX_2", "Brats18_AAA_AXY_1", " "], test: ["Brats18_AAA_AXZ_1"]);
        var source = new BrainHdf5Source(Options("brats_gzip.h5") with { Root = file });
        Assert.That(source.List().Volumes.Select(volume => (volume.Case.Name, volume.Case.Patient)), Is.EqualTo(new[]
        {
            ("Brats18_AAA_AXX_1", "Brats18_AAA_AXX"), ("Brats18_AAA_AXX_2", "Brats18_AAA_AXX"), ("Brats18_AAA_AXY_1", "Brats18_AAA_AXY_1"),
            ("Brats18_AAA_AXZ_1", "Brats18_AAA_AXZ_1"), ("train-3", "train-3"),
        }));
        Assert.That(source.Notes, Is.EqualTo(new[] { "cases of one patient at several times: Brats18_AAA_AXX has 2" }));

        var both = new BrainHdf5Source(Options("brats_gzip.h5") with { Root = Write(folder, train: ["Brats18_AAA_AXX_1"], test: ["Brats18_AAA_AXX_2"]) }).List();
        Assert.That(both.Volumes.Select(volume => volume.Entry), Is.EqualTo(new[] { "train/0" }));
        Assert.That(both.Faults, Is.EqualTo(new[] { new LeftOut("test/0", "the patient Brats18_AAA_AXX has a volume in train too, and belongs to one part") }));
    }

    [Test]
    public void A_name_that_is_no_text_is_refused()
    {
        using var folder = new TemporaryFolder();
        var file = Write(folder, train: [7], test: []);
        Assert.That(
            () => new BrainHdf5Source(Options("brats_gzip.h5") with { Root = file }).List(),
            Throws.TypeOf<UserException>().With.Message.EndsWith("the attribute id of train/0/seg is no text"));
    }

    [Test]
    public void A_group_of_volumes_that_is_no_part_is_told()
    {
        using var folder = new TemporaryFolder();
        var source = new BrainHdf5Source(Options("brats_gzip.h5") with { Root = Write(folder, train: ["Brats18_AAA_AXX_1"], test: [], vali: ["Brats18_AAA_AXY_1"]) });
        Assert.That(source.List().Volumes, Has.Count.EqualTo(1));
        Assert.That(source.Notes, Is.EqualTo(new[] { "not looked at, since the parts are train and test: 1 group (vali)" }));
    }

    private static string Write(TemporaryFolder folder, object[] train, object[] test, params object[] vali)
    {
        var path = folder.In($"{Guid.NewGuid()}.h5");
        new H5File { ["train"] = Volumes(train), ["test"] = Volumes(test), ["vali"] = Volumes(vali), ["more"] = new H5Group { ["a"] = new[] { 1.0 } } }.Write(path);
        return path;

        static H5Group Volumes(object[] ids)
        {
            var group = new H5Group();
            foreach (var (key, id) in ids.Index())
            {
                group[$"{key}"] = new H5Group { ["t2"] = new float[4, 4, 2], ["seg"] = new H5Dataset(new byte[4, 4, 2]) { Attributes = new() { ["id"] = id } } };
            }

            return group;
        }
    }

    [Test]
    public void Unknown_channels_and_files_without_volumes_are_refused()
    {
        var source = new BrainHdf5Source(Options("brats_gzip.h5") with { Channels = ["t3"] });
        Assert.That(() => source.List(), Throws.TypeOf<UserException>().With.Message.EqualTo("data.channels: hdf5 has no channel 't3'"));
    }
}

using AsynDGAN.Core;
using AsynDGAN.Core.Imaging;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Imaging;

public class NucleiHdf5FileTests
{
    private const string Plain = "nuclei_no_train_group.h5", Grouped = "nuclei_train_group_latest.h5";

    [TestCase(Plain, "", new[] { "10", "9", "TCGA-A-01", "TCGA-B-02" })]
    [TestCase(Plain, "train", new string[0])]
    [TestCase(Grouped, "train", new[] { "10", "TCGA-A-01" })]
    [TestCase(Grouped, "", new string[0])]
    public void Pictures_are_listed_in_the_order_of_their_keys(string file, string group, string[] keys) =>
        Assert.That(NucleiHdf5File.List(GoldenFolder.File("hdf5", file), group), Is.EqualTo(keys));

    [TestCase(Plain, "")]
    [TestCase(Grouped, "train")]
    public void Pixels_are_the_stored_ones_and_nuclei_those_that_the_ternary_labels_separate(string file, string group)
    {
        using var scope = NewDisposeScope();
        var expected = GoldenFolder.Tensors("hdf5", "expected.safetensors").Tensors;
        var keys = NucleiHdf5File.List(GoldenFolder.File("hdf5", file), group);
        Assert.That(keys, Is.Not.Empty);
        foreach (var key in keys)
        {
            var (image, instances) = NucleiHdf5File.Read(GoldenFolder.File("hdf5", file), group, key);
            Assert.That((image.Height, image.Width, image.Channels, image.Bits), Is.EqualTo((20, 24, 3, 8)));
            Assert.That(image.Values, Is.EqualTo(expected[$"nuclei/images/{key}"].data<byte>().ToArray()));

            var labels = expected[$"nuclei/labels/{key}"];
            var nuclei = (labels.dim() == 3 ? labels[TensorIndex.Ellipsis, 0] : labels).contiguous().data<byte>().ToArray();
            Assert.That(instances.Labels.Select(label => label > 0), Is.EqualTo(nuclei.Select(label => label > 0)));

            // Two rectangles, the first above the second.
            Assert.That(
                instances.Labels.Select((label, i) => (Label: label, Row: i / 24)).Where(pixel => pixel.Label > 0),
                Is.All.Matches<(int Label, int Row)>(pixel => pixel.Label == (pixel.Row < 10 ? 1 : 2)));
        }
    }

    [Test]
    public void Missing_pictures_and_other_files_are_refused()
    {
        Assert.That(
            () => NucleiHdf5File.Read(GoldenFolder.File("hdf5", Plain), "", "11"),
            Throws.TypeOf<UserException>().With.Message.EndsWith("has no array images/11"));
        Assert.That(NucleiHdf5File.List(GoldenFolder.File("hdf5", "brats_gzip.h5"), "train"), Is.Empty);
    }
}

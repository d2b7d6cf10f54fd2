using AsynDGAN.Core;
using AsynDGAN.Core.Imaging;
using FsCheck;
using FsCheck.Fluent;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Imaging;

public class BrainHdf5FileTests
{
    [TestCase("brats_contiguous", "train", new[] { "1", "2" })]
    [TestCase("brats_contiguous", "test", new[] { "0" })]
    [TestCase("brats_gzip", "train", new[] { "1", "10", "2", "9" })]
    public void Volumes_are_listed_in_the_order_of_their_keys_with_their_names(string file, string part, string[] keys)
    {
        var volumes = BrainHdf5File.List(GoldenFolder.File("hdf5", file + ".h5"), part);
        Assert.That(volumes.Select(volume => volume.Key), Is.EqualTo(keys));
        Assert.That(volumes.Select(volume => volume.Name), Is.EqualTo(keys.Select(key => $"Brats18_MINI_{int.Parse(key):D3}_1")));
        Assert.That(volumes[0].Arrays, Is.EquivalentTo(new[] { "flair", "seg", "t1", "t1ce", "t2" }));
    }

    [Test]
    public void A_part_that_is_not_there_is_empty() =>
        Assert.That(BrainHdf5File.List(GoldenFolder.File("hdf5", "brats_gzip.h5"), "validation"), Is.Empty);

    [TestCase("brats_contiguous")]
    [TestCase("brats_gzip")]
    public void Arrays_of_all_types_are_read_slice_by_slice(string file)
    {
        using var scope = NewDisposeScope();
        var arrays = GoldenFolder.Tensors("hdf5", "expected.safetensors").Tensors
            .Where(t => t.Key.StartsWith(file + "/t", StringComparison.Ordinal)).ToArray();
        Assert.That(arrays, Has.Length.AtLeast(6));
        foreach (var (name, expected) in arrays)
        {
            var volume = BrainHdf5File.Read(GoldenFolder.File("hdf5", file + ".h5"), name[(file.Length + 1)..]);
            Assert.That((volume.Rows, volume.Columns, volume.Slices), Is.EqualTo((18, 16, 5)));
            Assert.That(volume.Values, Is.EqualTo(expected.permute(2, 0, 1).contiguous().to(float64).data<double>().ToArray()), name);
        }
    }

    [Test]
    public void A_missing_array_is_named() => Assert.That(
        () => BrainHdf5File.Read(GoldenFolder.File("hdf5", "brats_gzip.h5"), "train/1/t3"),
        Throws.TypeOf<UserException>().With.Message.EndsWith("has no array train/1/t3"));

    [Test]
    public void Other_files_and_folders_are_refused()
    {
        using var folder = new TemporaryFolder();
        var text = folder.Write("a.h5", "no HDF5 file");
        Assert.That(() => BrainHdf5File.List(text, "train"), Throws.TypeOf<UserException>().With.Message.StartsWith($"{text} is damaged, or not"));
        Assert.That(() => BrainHdf5File.List(folder.Path, "train"), Throws.TypeOf<UserException>().With.Message.Contains("is a folder"));
        Assert.That(() => BrainHdf5File.List(folder.Join("b.h5"), "train"), Throws.TypeOf<UserException>().With.Message.EndsWith("does not exist"));
    }

    [TestCase("brats_gzip.h5", 0, 0)]
    [TestCase("nuclei_train_group_latest.h5", 0, 3)]
    [TestCase("brats_contiguous.h5", 1024, 0)]
    public void A_file_that_is_shorter_than_it_says_is_refused_with_both_lengths(string file, int userBlock, int version)
    {
        using var folder = new TemporaryFolder();
        byte[] whole = [.. new byte[userBlock], .. File.ReadAllBytes(GoldenFolder.File("hdf5", file))];
        Assert.That(whole[userBlock + 8], Is.EqualTo(version));
        var path = folder.Join("cut.h5");
        foreach (var length in new[] { whole.Length * 9 / 10, whole.Length - 1 })
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.That(() => Hdf5File.Open(path, root => root.Name), Throws.TypeOf<UserException>().With.Message.EndsWith($"cut.h5 is truncated: {length} of {whole.Length} bytes are there"));
        }

        File.WriteAllBytes(path, [.. whole, 0]);
        Assert.That(() => Hdf5Length.Check(path), Throws.Nothing);
    }

    [Test]
    public void A_length_is_found_behind_the_longer_beginning_of_version_1()
    {
        using var folder = new TemporaryFolder();
        var whole = File.ReadAllBytes(GoldenFolder.File("hdf5", "brats_gzip.h5"));
        byte[] other = [.. whole[..8], 1, .. whole[9..24], .. new byte[4], .. whole[24..]];
        var path = folder.Join("one.h5");
        File.WriteAllBytes(path, other[..whole.Length]);
        Assert.That(() => Hdf5Length.Check(path), Throws.Nothing);
        File.WriteAllBytes(path, other[..(whole.Length - 1)]);
        Assert.That(() => Hdf5Length.Check(path), Throws.TypeOf<UserException>().With.Message.EndsWith($"{whole.Length - 1} of {whole.Length} bytes are there"));
    }

    [Test]
    public void Files_cut_short_are_read_as_far_as_they_go_or_refused()
    {
        using var folder = new TemporaryFolder();
        var whole = File.ReadAllBytes(GoldenFolder.File("hdf5", "brats_gzip.h5"));
        var path = folder.Join("cut.h5");
        Prop.ForAll(Gen.Choose(0, whole.Length - 1).ToArbitrary(), length =>
        {
            File.WriteAllBytes(path, whole[..length]);
            try
            {
                return BrainHdf5File.List(path, "train").All(volume => BrainHdf5File.Read(path, $"train/{volume.Key}/t2").Values.Length > 0);
            }
            catch (UserException)
            {
                return true;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }
}

using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Sites;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Data.Sources;

/// <summary>The invented cohort in the layout of BraTS as a whole, and the two real cases where they are there.</summary>
public class BratsDataTests
{
    private static readonly Experiment experiment = new()
    {
        Data = new DataOptions
        {
            Source = DataSource.Brats,
            Root = GoldenFolder.File("brats", ""),
            ImageSize = 40,
            MinMaskPixels = 10,
            Split = SplitMethod.ByName,
            TestCount = 6,
            ValidationFraction = 0,
            Conditions = [ConditionChannel.Classes, ConditionChannel.Head],
        },
        Sites = new SiteOptions { By = SitePartition.TumourSize, Count = 3 },
    };

    [Test]
    public void The_first_cases_are_test_and_sites_are_equal_shares_of_the_others_by_tumour_volume()
    {
        using var data = Dataset.Load(experiment, CPU);
        var volumes = Expected().ToDictionary(row => row.Case, row => row.Voxels);
        Assert.That(data.Split.Where(row => row.Part == DataPart.Test).Select(row => row.Patient), Is.EqualTo(volumes.Keys.Order(StringComparer.Ordinal).Take(6)));
        var training = data.Split.Where(row => row.Part == DataPart.Training).OrderBy(row => volumes[row.Patient]).Select(row => row.Site);
        Assert.That(training, Is.EqualTo(new[] { "size-1", "size-2", "size-3" }.SelectMany(site => Enumerable.Repeat(site, 8))));
    }

    [Test]
    public void Files_that_are_missing_are_said_before_patients_that_are_missing_for_it()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Join("HGG", "c1"));
        var empty = experiment with { Data = experiment.Data with { Root = folder.Path } };
        Assert.That(() => Dataset.Load(empty, CPU), Throws.TypeOf<UserException>().With.Message.Contains("c1/c1_seg.nii.gz: the file is missing"));
        Assert.That(
            () => Dataset.Load(empty with { Data = empty.Data with { OnError = OnError.Skip } }, CPU), Throws.TypeOf<UserException>().With.Message.Contains("too few patients"));
    }

    [TestCase(30, true)]
    [TestCase(9, false)]
    public void A_slice_that_its_labels_fill_is_warned_of(int voxels, bool warned)
    {
        using var folder = new BratsFolder();
        foreach (var number in Enumerable.Range(0, 12))
        {
            folder.Add("HGG", $"Brats18_AAA_P{number:D2}_1", number == 3 ? voxels : 5);
        }

        var data = experiment.Data with { Root = folder.Root, ImageSize = 16, MinMaskPixels = 1, TestCount = 3 };
        using var read = Dataset.Load(experiment with { Data = data, Sites = new SiteOptions { By = SitePartition.Random, Count = 2 } }, CPU);
        Assert.That(read.Summary.Notes.Where(note => note.Contains("nine tenths")), warned ? Has.One.Contains("masks of Brats18_AAA_P03_1 fill more than nine tenths of their picture") : Is.Empty);
    }

    [Test]
    public void Slices_with_enough_tumour_voxels_are_kept()
    {
        using var data = Dataset.Load(experiment, CPU);
        var kept = data.Sites.SelectMany(site => Enum.GetValues<DataPart>().SelectMany(part => site[part].Infos)).GroupBy(info => info.Patient);
        Assert.That(
            kept.ToDictionary(patient => patient.Key, patient => patient.Count()),
            Is.EquivalentTo(Expected().ToDictionary(row => row.Case, row => row.Slices)));
    }

    [Test]
    public void Classes_are_channels_and_together_the_tumour()
    {
        using var scope = NewDisposeScope();
        using var data = Dataset.Load(experiment, CPU, everySlice: true);
        using var merged = Dataset.Load(experiment with { Data = experiment.Data with { Conditions = [ConditionChannel.Tumour, ConditionChannel.Head] } }, CPU, everySlice: true);
        var (all, test) = (Enumerable.Range(0, data.Sites[0].Test.Count).ToArray(), data.Sites[0].Test);
        var condition = test.Take(all).Condition;
        Assert.That(test.ConditionShape, Is.EqualTo(new long[] { 4, 40, 40 }));
        Assert.That(test.Count, Is.EqualTo(6 * 9), "every slice of the test cases");
        var counts = (condition > 0).sum([0, 2, 3]).data<long>().ToArray();
        var expected = Expected().Take(6).ToArray();
        Assert.That(counts[..3], Is.EqualTo(new[] { expected.Sum(row => row.One), expected.Sum(row => row.Two), expected.Sum(row => row.Four) }));
        Assert.That((condition.narrow(1, 0, 3) > 0).any(1, true).Equals(merged.Sites[0].Test.Take(all).Condition.narrow(1, 0, 1) > 0));
        Assert.That((condition.narrow(1, 0, 3) > 0).any(1, true).to(ScalarType.Float32).Equals(test.TumourMasks([.. Enumerable.Range(0, test.Count)])));
        Assert.That(test.TumourOnOwnGrid(0).Count, Is.EqualTo((int)(test.TumourMasks([0]) > 0).sum().item<long>()));
    }

    [Test]
    public void The_number_of_threads_makes_no_difference()
    {
        using var one = Dataset.Load(experiment, CPU, threads: 1);
        using var four = Dataset.Load(experiment, CPU, threads: 4);
        Assert.That((four.Fingerprint, four.Summary.ToText()), Is.EqualTo((one.Fingerprint, one.Summary.ToText())));
        Assert.That(four.Sites[1].Training.Take([3]).Image.Equals(one.Sites[1].Training.Take([3]).Image));
    }

    [Test]
    public void The_real_cases_have_their_tumours_inside_the_head_and_brighter_than_it()
    {
        var options = new DataOptions
        {
            Source = DataSource.Brats,
            Root = RealData.Folder("brats-sample"),
            Channels = ["flair"],
            ImageSize = 240,
            MinMaskPixels = 1,
            TestFraction = 0,
            ValidationFraction = 0,
        };
        using var scope = NewDisposeScope();
        using var data = Dataset.Load(new Experiment { Data = options }, CPU);
        var training = data.Sites[0].Training;
        Assert.That(training.Infos.GroupBy(info => info.Patient).Select(patient => patient.Count()), Is.EqualTo(new[] { 40, 52 }));
        Assert.That(training.Infos[0].Spacing, Is.EqualTo(new Core.Imaging.VoxelSpacing(1, 1, 1)));
        var pairs = training.Take([.. Enumerable.Range(0, 92)]);
        var (tumour, head) = (pairs.Condition.narrow(1, 0, 1) > 0, pairs.Condition.narrow(1, 1, 1) > 0);
        Assert.That(tumour.sum().item<long>(), Is.EqualTo(9281 + 14907 + 2477 + 20862 + 6840));
        Assert.That((tumour & ~head).sum().ToDouble() / tumour.sum().ToDouble(), Is.LessThan(0.01));
        Assert.That(pairs.Image.masked_select(tumour).mean().ToDouble(), Is.GreaterThan(pairs.Image.masked_select(head & ~tumour).mean().ToDouble() + 0.2));
    }

    private static IEnumerable<(string Case, long Voxels, long One, long Two, long Four, int Slices)> Expected() =>
        GoldenFolder.Json("brats", "expected.json").EnumerateArray()
            .Where(row => row.GetProperty("grade").GetString() == "HGG")
            .Select(row => (
                row.GetProperty("case").GetString()!, row.GetProperty("tumour_voxels").GetInt64(),
                row.GetProperty("labels").GetProperty("1").GetInt64(), row.GetProperty("labels").GetProperty("2").GetInt64(),
                row.GetProperty("labels").GetProperty("4").GetInt64(), row.GetProperty("slices_with_10_or_more").GetInt32()));
}

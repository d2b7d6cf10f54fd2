using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Platform;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Data;

public class DatasetTests
{
    private static readonly Experiment experiment = new()
    {
        Data = new DataOptions { Phantom = new PhantomOptions { Institutions = 3, Patients = 5, Slices = 2 }, ImageSize = 32, MinMaskPixels = 1 },
    };

    [Test]
    public void Every_site_has_its_patients_in_every_part()
    {
        using var data = Dataset.Load(experiment, CPU);
        Assert.That(data.Sites.Select(site => site.Name), Is.EqualTo(new[] { "site-1", "site-2", "site-3" }));
        foreach (var site in data.Sites)
        {
            Assert.That((site.Training.Count, site.Validation.Count, site.Test.Count), Is.EqualTo((6, 2, 2)));
            Assert.That(Enum.GetValues<DataPart>().SelectMany(part => site[part].Infos).Select(info => info.Institution), Is.All.EqualTo(site.Name));
        }

        Assert.That(data.Distributed, Is.EqualTo(data.Sites.Select(site => new SiteSize(site.Name, site.Training.Count))));
        Assert.That(data.ImageChannels, Is.EqualTo(1));
    }

    [Test]
    public void No_patient_is_in_two_parts_and_numbers_are_the_sites_own()
    {
        using var data = Dataset.Load(experiment, CPU);
        foreach (var site in data.Sites)
        {
            var infos = Enum.GetValues<DataPart>().SelectMany(part => site[part].Infos.Select(info => (Part: part, Info: info))).ToArray();
            Assert.That(infos.GroupBy(own => own.Info.Patient).Select(own => own.Select(x => x.Part).Distinct().Count()), Is.All.EqualTo(1));
            Assert.That(infos.GroupBy(own => own.Info.PatientId).Select(own => own.Select(x => x.Info.Patient).Distinct().Count()), Is.All.EqualTo(1));
            Assert.That(infos.Select(own => own.Info.Id), Is.EquivalentTo(Enumerable.Range(0, 10)));
            Assert.That(infos.Select(own => own.Info.PatientId).Distinct(), Is.EquivalentTo(Enumerable.Range(0, 5)));
            Assert.That(infos.Select(own => own.Info.Name), Is.Unique);
        }
    }

    [Test]
    public void The_phantom_has_the_one_channel_gray()
    {
        Assert.That(
            () => Dataset.Load(experiment with { Data = experiment.Data with { Channels = ["gray", "flair"] } }, CPU),
            Throws.TypeOf<UserException>().With.Message.EqualTo("data.channels: the phantom has no channel 'flair'"));
        using var data = Dataset.Load(experiment with { Data = experiment.Data with { Channels = ["gray"] } }, CPU);
        Assert.That(data.Sites, Is.Not.Empty);
    }

    [Test]
    public void The_number_of_threads_makes_no_difference()
    {
        using var scope = NewDisposeScope();
        using var one = Dataset.Load(experiment, CPU, threads: 1);
        using var four = Dataset.Load(experiment, CPU, threads: 4);
        Assert.That(four.Fingerprint, Is.EqualTo(one.Fingerprint));
        Assert.That(four.Summary.ToText(), Is.EqualTo(one.Summary.ToText()));
        foreach (var (first, second) in one.Sites.Zip(four.Sites))
        {
            Assert.That(second.Training.Infos, Is.EqualTo(first.Training.Infos));
            var all = Enumerable.Range(0, first.Training.Count).ToArray();
            var (a, b) = (first.Training.Take(all), second.Training.Take(all));
            Assert.That(a.Image.Equals(b.Image) && a.Condition.Equals(b.Condition));
        }
    }

    [Test]
    public void The_runs_seed_changes_no_data_but_the_opaque_numbers()
    {
        using var scope = NewDisposeScope();
        using var first = Dataset.Load(experiment, CPU);
        using var second = Dataset.Load(experiment with { Seed = 99 }, CPU);
        Assert.That(second.Fingerprint, Is.EqualTo(first.Fingerprint));
        Assert.That(second.Sites[0].Training.Infos.Select(Unnumbered), Is.EqualTo(first.Sites[0].Training.Infos.Select(Unnumbered)));
        Assert.That(second.Sites[0].Training.Ids, Is.Not.EqualTo(first.Sites[0].Training.Ids));
        Assert.That(second.Sites[0].Training.Take([0]).Image.Equals(first.Sites[0].Training.Take([0]).Image));
    }

    private static SampleInfo Unnumbered(SampleInfo info) => info with { Id = 0, PatientId = 0 };

    [Test]
    public void Mode_single_sees_one_site_but_knows_the_partition()
    {
        using var data = Dataset.Load(experiment with { Sites = new SiteOptions { Mode = SiteMode.Single, Only = "site-2" } }, CPU);
        Assert.That(data.Sites.Select(site => site.Name), Is.EqualTo(new[] { "site-2" }));
        Assert.That(data.Distributed, Has.Count.EqualTo(3));
    }

    [Test]
    public void Mode_pooled_sees_everything_as_one_site()
    {
        using var scope = NewDisposeScope();
        using var data = Dataset.Load(experiment, CPU);
        using var pooled = Dataset.Load(experiment with { Sites = new SiteOptions { Mode = SiteMode.Pooled } }, CPU);
        Assert.That(pooled.Sites.Select(site => site.Name), Is.EqualTo(new[] { "all" }));
        Assert.That(pooled.Distributed, Is.EqualTo(data.Distributed));
        foreach (var part in Enum.GetValues<DataPart>())
        {
            var names = data.Sites.SelectMany(site => site[part].Infos).Select(info => info.Name);
            Assert.That(pooled.Sites[0][part].Infos.Select(info => info.Name), Is.EqualTo(names));
        }

        Assert.That(pooled.Sites[0].Training.Take([6]).Image.Equals(data.Sites[1].Training.Take([0]).Image));
    }

    [TestCase(SiteMode.Distributed)]
    [TestCase(SiteMode.Single)]
    [TestCase(SiteMode.Pooled)]
    public void A_condition_names_the_samples_own_site_where_it_is_asked_to(SiteMode mode)
    {
        using var scope = NewDisposeScope();
        var sites = new SiteOptions { Mode = mode, Only = mode == SiteMode.Single ? "site-2" : null };
        using var plain = Dataset.Load(experiment with { Sites = sites }, CPU);
        using var named = Dataset.Load(experiment with { Sites = sites with { InCondition = true } }, CPU);
        foreach (var (own, without) in named.Sites.Zip(plain.Sites))
        {
            foreach (var part in Enum.GetValues<DataPart>())
            {
                var all = Enumerable.Range(0, own[part].Count).ToArray();
                var (pair, unnamed) = (own[part].Take(all, SplitMix64.For(1, RandomPurpose.Augmentation, "", 0)), without[part].Take(all, SplitMix64.For(1, RandomPurpose.Augmentation, "", 0)));
                Assert.That(pair.Condition.shape, Is.EqualTo(new long[] { all.Length, 2 + 3, 32, 32 }));
                Assert.That(own[part].ConditionShape, Is.EqualTo(pair.Condition.shape[1..]));
                Assert.That(pair.Image.Equals(unnamed.Image) && pair.Condition.narrow(1, 0, 2).Equals(unnamed.Condition));
                foreach (var i in all)
                {
                    var site = int.Parse(own[part].Infos[i].Institution["site-".Length..]) - 1;
                    var ground = ((pair.Condition[i, 0] < 0) & (pair.Condition[i, 1] < 0)).to(ScalarType.Float32) * 2 - 1;
                    foreach (var other in Enumerable.Range(0, 3))
                    {
                        Assert.That(pair.Condition[i, 2 + other].Equals(other == site ? ground : -ones(32, 32)));
                    }
                }
            }
        }
    }

    [Test]
    public void A_batch_larger_than_a_site_is_an_error()
    {
        var fault = Assert.Throws<UserException>(() => Dataset.Load(experiment with { Training = new TrainingOptions { BatchSize = 7 } }, CPU));
        Assert.That(fault!.Message, Is.EqualTo("site site-1 has 6 training samples, fewer than training.batch_size 7"));
    }

    [Test]
    public void Slices_with_few_mask_pixels_are_left_out_and_counted()
    {
        var strict = experiment with { Data = experiment.Data with { MinMaskPixels = 5 } };
        using var all = Dataset.Load(experiment, CPU);
        using var data = Dataset.Load(strict, CPU);
        int Count(Dataset set) => set.Sites.Sum(site => site.Training.Count + site.Validation.Count + site.Test.Count);
        Assert.That(data.LeftOut, Is.Not.Empty);
        Assert.That(Count(data) + data.LeftOut.Count, Is.EqualTo(Count(all)));
        Assert.That(data.LeftOut.Select(left => left.Reason), Is.All.EqualTo("fewer than 5 mask pixels at 32x32"));
        Assert.That(data.Summary.ToText(), Does.Contain($"left out: {data.LeftOut.Count} (fewer than 5 mask pixels at 32x32): site-1-patient"));
    }

    [Test]
    public void Patients_of_whom_nothing_is_used_are_named_with_their_part()
    {
        var most = 1;
        for (; most < 100; most++)
        {
            using var data = Dataset.Load(experiment with { Data = experiment.Data with { MinMaskPixels = most } }, CPU);
            var used = data.Sites.SelectMany(site => new[] { site.Training, site.Validation, site.Test }).SelectMany(samples => samples.Infos.Select(info => info.Patient)).ToHashSet();
            var note = data.Summary.Notes.SingleOrDefault(text => text.StartsWith("patients of whom no slice is used: ", StringComparison.Ordinal));
            string[] none = [.. data.Split.Where(row => !used.Contains(row.Patient)).Select(row => $"{row.Patient} ({row.Part.ToString().ToLowerInvariant()})")];
            Assert.That(none.Where(patient => note?.Contains(patient) != true), Is.Empty, note);
            if (none.Length > 0)
            {
                return;
            }
        }

        Assert.Fail("no patient is left out");
    }

    [Test]
    public void A_site_without_samples_is_an_error()
    {
        var fault = Assert.Throws<UserException>(() => Dataset.Load(experiment with { Data = experiment.Data with { MinMaskPixels = 1000 } }, CPU));
        Assert.That(fault!.Message, Is.EqualTo("site site-1 has no training sample"));
        Assert.That(fault.Hint, Does.Not.Contain("mask_values"));
    }

    [Test]
    public void A_site_without_samples_points_to_the_values_of_its_masks_where_they_are_named()
    {
        var options = experiment.Data with { MinMaskPixels = 1000, MaskValues = [7] };
        var fault = Assert.Throws<UserException>(() => Dataset.Load(experiment with { Data = options }, CPU));
        Assert.That(fault!.Hint, Does.Contain("check that its masks have the values [7] of data.mask_values"));
    }

    [Test]
    public void Progress_counts_to_the_end()
    {
        var reports = new Reports();
        using var data = Dataset.Load(experiment, CPU, reports, 1);
        Assert.That(reports.Received, Is.EqualTo(Enumerable.Range(1, 15).Select(done => (done, 15))));
    }

    [Test]
    public void The_summary_gives_a_row_a_site_and_part()
    {
        using var data = Dataset.Load(experiment, CPU);
        Assert.That(data.Summary.Rows.Select(row => (row.Site, row.Part)), Is.EqualTo(
            data.Sites.SelectMany(site => Enum.GetValues<DataPart>().Select(part => (site.Name, part)))));
        var row = data.Summary.Rows[0];
        using var scope = NewDisposeScope();
        var tumours = data.Sites[0].Training.Take(Enumerable.Range(0, 6).ToArray()).Condition.narrow(1, 0, 1);
        var fractions = (tumours > 0).to(ScalarType.Float64).mean([1, 2, 3]);
        Assert.That((row.Patients, row.Samples), Is.EqualTo((3, 6)));
        Assert.That(row.MeanMaskFraction, Is.EqualTo(fractions.mean().ToDouble()).Within(1e-12));
        Assert.That(row.MinMaskFraction, Is.EqualTo(fractions.min().ToDouble()).Within(1e-12));
        Assert.That(row.MaxMaskFraction, Is.EqualTo(fractions.max().ToDouble()).Within(1e-12));
        Assert.That(row.ImageSizes, Is.EqualTo(new[] { "96x96" }));
        Assert.That(row.StoredRange.Low, Is.Zero);
        Assert.That(row.NormalisedRange.Low, Is.EqualTo(-1));
        Assert.That(data.Summary.ToText().Split('\n')[1], Does.Match(@"^site-1  training +3 +6 +\d+\.\d\d +\d+\.\d\d +\d+\.\d\d +96x96 +0 to \d+ +-1\.00 to \d\.\d\d\r?$"));
    }

    [TestCase(CropMethod.None)]
    [TestCase(CropMethod.Head)]
    public void Stored_and_normalised_values_are_those_of_pictures_and_not_of_what_fills_their_squares(CropMethod crop)
    {
        using var folder = new TemporaryFolder();
        var rows = new List<string> { "site,patient,image,mask" };
        for (var patient = 0; patient < 6; patient++)
        {
            PngFile.Write(TestCases.Picture(12, 20, (y, x) => 40 + (y + x + patient) % 100), folder.In($"{patient}.png"));
            PngFile.Write(TestCases.Picture(12, 20, (y, x) => y is > 3 and < 8 && x is > 5 and < 12 ? 255 : 0), folder.In($"{patient}_mask.png"));
            rows.Add($"north,{patient},{patient}.png,{patient}_mask.png");
        }

        File.WriteAllLines(folder.In("manifest.csv"), rows);
        var options = new DataOptions
        {
            Source = DataSource.Manifest,
            Root = folder.In("manifest.csv"),
            ImageSize = 16,
            MinMaskPixels = 1,
            Crop = crop,
            Normalise = new NormaliseOptions { By = NormaliseBy.Range },
        };
        using var data = Dataset.Load(new Experiment { Data = options }, CPU);
        var range = (Low: data.Summary.Rows.Min(row => row.StoredRange.Low), High: data.Summary.Rows.Max(row => row.StoredRange.High));
        Assert.That(range, Is.EqualTo((40, 75)));
        Assert.That(data.Summary.Rows.Min(row => row.NormalisedRange.Low), Is.EqualTo(40 / 127.5 - 1).Within(1e-6));
    }

    /// <summary>Where pictures are cut, held-out ones are evaluated whole.</summary>
    [Test]
    public void A_picture_that_is_too_long_for_a_square_is_left_out_alone([Values] bool inPatches)
    {
        const int Rows = 46341;
        using var folder = new TemporaryFolder();
        string[] lines = ["site,patient,part,image,mask", "A,p0,train,0.png,m.png", "A,p1,train,1.png,m.png", "A,p2,test,2.png,m.png", "A,p2,test,long.png,longm.png"];
        folder.Write("m.csv", string.Join('\n', lines));
        for (var i = 0; i < 3; i++)
        {
            PngFile.Write(TestCases.Picture(40, 40, (y, x) => 40 + (y + x + i) % 100), folder.In($"{i}.png"));
        }

        PngFile.Write(TestCases.Head("1", 40, 40, 14).Mask, folder.In("m.png"));
        PngFile.Write(TestCases.Constant(Rows, 1, 7), folder.In("long.png"));
        PngFile.Write(TestCases.Constant(Rows, 1, 0), folder.In("longm.png"));
        var options = new DataOptions
        {
            Source = DataSource.Manifest,
            Root = folder.Join("m.csv"),
            ImageSize = 32,
            MinMaskPixels = 1,
            Patch = new PatchOptions { Size = inPatches ? 32 : null },
            OnError = OnError.Skip,
        };
        using var data = Dataset.Load(new Experiment { Data = options }, CPU, everySlice: true);
        Assert.That(data.LeftOut.Single(left => left.Reason.Contains("46340 are the most; cut it into tiles", StringComparison.Ordinal)).Name, Does.Contain("long"));
        Assert.That(data.Sites.Single().Test.Infos.Select(info => info.Patient), Is.EqualTo(new[] { "p2" }));
    }

    [Test]
    public void The_split_is_written_with_sites_and_parts()
    {
        using var data = Dataset.Load(experiment with { Sites = new SiteOptions { Merge = new Dictionary<string, string> { ["site-3"] = "site-1" } } }, CPU);
        var writer = new StringWriter();
        SplitFile.Write(writer, data.Split);
        var lines = writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines, Has.Length.EqualTo(16));
        Assert.That(lines[15], Does.Match("^site-3-patient-5,site-3,site-1,(train|validation|test),$"));
    }

    [Test]
    public void Disposing_frees_all_tensors()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Dataset.Load(experiment, CPU, threads: 1).Dispose();
        Assert.That(DisposeScopeManager.Statistics.ThreadTotalLiveCount, Is.EqualTo(before));
    }

    private sealed class Reports : IProgress<(int Done, int Total)>
    {
        public List<(int, int)> Received { get; } = [];

        public void Report((int Done, int Total) value) => Received.Add(value);
    }
}

using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Data.Sources;

/// <summary>The brain MRI data as a whole, where they are there.</summary>
public class LggMriDataTests
{
    private Dataset data = null!;

    [OneTimeSetUp]
    public void Load()
    {
        var root = Path.Combine(RealData.Folder("lgg-mri"), "kaggle_3m");
        var experiment = new Experiment
        {
            Data = new DataOptions { Source = DataSource.LggMri, Root = root, Crop = CropMethod.Head, MinMaskPixels = 5 },
            Sites = new SiteOptions { Merge = new Dictionary<string, string> { ["EZ"] = "CS" } },
        };
        data = Dataset.Load(experiment, CPU);
    }

    [OneTimeTearDown]
    public void Free() => data?.Dispose();

    [Test]
    public void Four_sites_hold_the_slices_with_tumour_of_all_patients()
    {
        Assert.That(data.Sites.Select(site => site.Name), Is.EqualTo(new[] { "CS", "DU", "FG", "HT" }));
        Assert.That(data.Summary.Rows.Sum(row => row.Patients), Is.EqualTo(110));

        // 551 of the 661 slices have a tumour, five of them a tiny one.
        Assert.That(data.Summary.Rows.Sum(row => row.Samples), Is.EqualTo(546));
        Assert.That(data.LeftOut, Has.Count.EqualTo(115));
        Assert.That(Samples(DataPart.Training), Is.InRange(370, 390));
        Assert.That(Samples(DataPart.Validation), Is.InRange(45, 60));
        Assert.That(Samples(DataPart.Test), Is.InRange(105, 120));
    }

    [Test]
    public void Heads_hold_their_tumours_and_fill_their_squares()
    {
        foreach (var site in data.Sites)
        {
            for (var i = 0; i < site.Training.Count; i++)
            {
                using var scope = NewDisposeScope();
                var condition = site.Training.Take([i]).Condition > 0;
                var (tumour, head) = (condition[0, 0], condition[0, 1]);
                var name = site.Training.Infos[i].Name;
                var outside = (tumour & ~head).sum().ToDouble() / tumour.sum().ToDouble();
                Assert.That(outside, Is.LessThan(0.05), $"{name}: tumour outside the head");
                Assert.That(head.to(ScalarType.Float32).mean().ToDouble(), Is.InRange(0.1, 0.85), $"{name}: the head's share");
            }
        }
    }

    [Test]
    public void Tissue_has_about_one_grey_everywhere_and_tumours_are_brighter()
    {
        foreach (var site in data.Sites)
        {
            using var scope = NewDisposeScope();
            var pairs = site.Training.Take(Enumerable.Range(0, site.Training.Count).ToArray());
            var (tumour, head) = (pairs.Condition.narrow(1, 0, 1) > 0, pairs.Condition.narrow(1, 1, 1) > 0);
            var median = pairs.Image.masked_select(head).median().ToDouble();

            // The foreground's median is at 1 / 2.6 of the range.
            Assert.That(median, Is.EqualTo(2 / 2.6 - 1).Within(0.05), $"{site.Name}: median grey");
            Assert.That(pairs.Image.masked_select(tumour).mean().ToDouble() - median, Is.GreaterThan(0.2), $"{site.Name}: tumour above tissue");
        }
    }

    private int Samples(DataPart part) => data.Summary.Rows.Where(row => row.Part == part).Sum(row => row.Samples);
}

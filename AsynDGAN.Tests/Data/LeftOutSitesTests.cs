using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Training;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Data;

/// <summary>Data without a site, against the same data with it.</summary>
public class LeftOutSitesTests
{
    private static readonly Experiment whole = new()
    {
        Data = new DataOptions { Phantom = new PhantomOptions { Institutions = 3, Patients = 5, Slices = 6 }, ImageSize = 16, MinMaskPixels = 3 },
        Training = new TrainingOptions { BatchSize = 1 },
        Sites = new SiteOptions { InCondition = true },
    };

    private static readonly Experiment without = whole with { Sites = whole.Sites with { Without = ["site-2"] } };

    [Test]
    public void The_others_keep_their_parts_and_numbers_and_no_channel_names_the_site()
    {
        using var all = Dataset.Load(whole, CPU);
        using var data = Dataset.Load(without, CPU);
        Assert.That(data.Sites.Select(site => site.Name), Is.EqualTo(new[] { "site-1", "site-3" }));
        Assert.That(data.Split, Is.EqualTo(all.Split));
        Assert.That(data.Distributed, Is.EqualTo(all.Distributed.Where(site => site.Name != "site-2")));
        Assert.That((data.Fingerprint, data.CaseDigest), Is.EqualTo((all.Fingerprint, all.CaseDigest)));
        foreach (var site in data.Sites)
        {
            var before = all.Sites.Single(other => other.Name == site.Name);
            Assert.That(site.Training.Ids, Is.EqualTo(before.Training.Ids).And.Not.Empty);
            Assert.That(site.Test.Ids, Is.EqualTo(before.Test.Ids));
            Assert.That(site.Training.ConditionShape[0], Is.EqualTo(before.Training.ConditionShape[0] - 1));
        }

        Assert.That(data.Summary.ToText(), Does.Contain("left out by sites.without: site-2 (").And.Not.Match("(?m)^site-2"));
        Assert.That(data.Summary.OneLine, Does.Contain("data: 2 sites"));
    }

    [Test]
    public void A_run_of_one_site_counts_its_own_samples_and_marks_the_others()
    {
        using var data = Dataset.Load(whole with { Sites = new SiteOptions { Mode = SiteMode.Single, Only = "site-2" } }, CPU);
        Assert.That(data.Summary.OneLine, Does.StartWith($"data: the site site-2 of 3 sites, {data.Sites.Single().Training.Count} training, "));
        Assert.That(data.Summary.ToText(), Does.Match("(?m)^site-1 \\(left out\\)  training ").And.Match("(?m)^site-2  +training "));
    }

    [Test]
    public void A_pooled_run_has_the_patients_of_the_others_and_the_steps_that_these_give()
    {
        using var data = Dataset.Load(without with { Sites = without.Sites with { Mode = SiteMode.Pooled } }, CPU);
        var expected = data.Split.Where(row => row.Site != "site-2" && row.Part == DataPart.Training).Select(row => row.Patient);
        Assert.That(data.Sites.Single().Training.Infos.Select(info => info.Patient).Distinct(), Is.EquivalentTo(expected));
        Assert.That(Simulation.ImagesPerSite(without with { Sites = without.Sites with { Mode = SiteMode.Pooled } }, data), Is.EqualTo(2));
        Assert.That(Simulation.ScheduleOf(without, data).StepsPerEpoch, Is.EqualTo(data.Distributed.Max(site => site.TrainingSamples)));
    }

    [Test]
    public void All_patients_of_the_site_can_be_tested_with_every_slice()
    {
        using var data = Dataset.Load(without, CPU);
        using var leftOut = Dataset.LoadLeftOutSites(without, data.Split, CPU);
        var site = leftOut.Sites.Single();
        Assert.That(site.Name, Is.EqualTo("site-2"));
        Assert.That(site.Test.Infos.GroupBy(info => info.Patient).ToDictionary(patient => patient.Key, patient => patient.Count()), Is.EquivalentTo(
            data.Split.Where(row => row.Site == "site-2").ToDictionary(row => row.Patient, _ => 6)));
        Assert.That((site.Training.Count, site.Validation.Count), Is.EqualTo((0, 0)));
        Assert.That(site.Test.Infos.Count(info => info.MaskPixels < 3), Is.Positive, "slices that no run trains on are tested");
    }
}

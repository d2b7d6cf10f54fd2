using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Training;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Data;

/// <summary>Data of which a fold is left out, against the same data as a whole.</summary>
public class FoldedDatasetTests
{
    private static readonly Experiment whole = new()
    {
        Data = new DataOptions { Phantom = new PhantomOptions { Institutions = 3, Patients = 8, Slices = 2 }, ImageSize = 32, MinMaskPixels = 1 },
    };

    [TestCase(SiteMode.Distributed)]
    [TestCase(SiteMode.Single)]
    [TestCase(SiteMode.Pooled)]
    public void A_fold_leaves_training_and_nothing_else_changes(SiteMode mode)
    {
        var sites = new SiteOptions { Mode = mode, Only = mode == SiteMode.Single ? "site-2" : null };
        using var all = Dataset.Load(whole with { Sites = sites }, CPU);
        foreach (var leave in new[] { 1, 2 })
        {
            using var data = Dataset.Load(Leaving(leave) with { Sites = sites }, CPU);
            var foldOf = data.Split.ToDictionary(row => row.Patient, row => row.Fold);
            Assert.That(data.Split.Select(row => row with { Fold = null }), Is.EqualTo(all.Split));
            Assert.That(data.Split.Where(row => row.Part == DataPart.Training).Select(row => row.Fold), Is.All.AnyOf(1, 2));
            foreach (var (own, before) in data.Sites.Zip(all.Sites))
            {
                Assert.That(own.Training.Infos, Is.EqualTo(before.Training.Infos.Where(info => foldOf[info.Patient] != leave)).And.Not.Empty);
                Assert.That(own.LeftOut.Infos, Is.EqualTo(before.Training.Infos.Where(info => foldOf[info.Patient] == leave)).And.Not.Empty);
                Assert.That(own.Validation.Infos, Is.EqualTo(before.Validation.Infos));
                Assert.That(own.Test.Infos, Is.EqualTo(before.Test.Infos));
                Assert.That(before.LeftOut.Count, Is.Zero);
            }

            Assert.That(data.Distributed.Select(site => site.TrainingSamples), Is.EqualTo(all.Distributed.Select(site =>
                2 * data.Split.Count(row => row.Site == site.Name && row.Part == DataPart.Training && row.Fold != leave))));
        }
    }

    [TestCase(SiteMode.Distributed)]
    [TestCase(SiteMode.Pooled)]
    public void The_mode_the_runs_seed_and_the_fold_that_is_left_out_change_no_fold(SiteMode mode)
    {
        using var data = Dataset.Load(Leaving(1), CPU);
        using var other = Dataset.Load(Leaving(2) with { Seed = 99, Sites = new SiteOptions { Mode = mode } }, CPU);
        Assert.That(other.Split, Is.EqualTo(data.Split));
    }

    [Test]
    public void An_epoch_of_every_site_is_of_the_other_folds_alone()
    {
        using var scope = NewDisposeScope();
        var experiment = Leaving(2) with { Generator = new GeneratorOptions { Filters = 2, Blocks = 1 }, Discriminator = new DiscriminatorOptions { Layers = 1, Filters = 2 } };
        using var data = Dataset.Load(experiment, CPU);
        using var simulation = Simulation.Build(experiment, data, CPU, folder: null);
        Assert.That(simulation.Schedule.StepsPerEpoch, Is.EqualTo(data.Distributed.Max(site => site.TrainingSamples)));
        foreach (var (site, own) in simulation.Sites.Zip(data.Sites))
        {
            var learnt = data.Split.Where(row => row.Site == own.Name && row.Part == DataPart.Training && row.Fold == 1).Select(row => row.Patient).ToHashSet();
            Assert.That(site.Profile.TrainingSamples, Is.EqualTo(2 * learnt.Count));
            var drawn = Enumerable.Range(0, site.Profile.TrainingSamples).SelectMany(exchange => site.Draw(exchange, 1).Ids).ToArray();
            Assert.That(drawn, Is.EquivalentTo(own.Training.Infos.Where(info => learnt.Contains(info.Patient)).Select(info => new SampleId(info.Id, info.PatientId))));
            Assert.That(site.Enumerate(DataPart.Training, 0, 100).Ids, Is.EquivalentTo(drawn));
        }
    }

    [Test]
    public void What_is_evaluated_keeps_every_slice_of_held_out_patients_alone()
    {
        var strict = Leaving(1) with { Data = Leaving(1).Data with { MinMaskPixels = 5 } };
        using var used = Dataset.Load(strict, CPU);
        using var every = Dataset.Load(strict, CPU, everySlice: true);
        Assert.That(every.Split, Is.EqualTo(used.Split));
        Assert.That(every.Sites.Sum(site => site.Validation.Count + site.Test.Count), Is.GreaterThan(used.Sites.Sum(site => site.Validation.Count + site.Test.Count)));
        Assert.That(every.Sites.SelectMany(site => site.LeftOut.Infos).Select(info => info.Name), Is.EqualTo(used.Sites.SelectMany(site => site.LeftOut.Infos).Select(info => info.Name)));
        using var elsewhere = Dataset.LoadForEvaluation(Leaving(1), CPU);
        Assert.That(elsewhere.Sites.Sum(site => site.Test.Count), Is.EqualTo(48));
    }

    [Test]
    public void The_summary_gives_the_fold_a_row_of_its_own()
    {
        using var data = Dataset.Load(Leaving(2), CPU);
        using var all = Dataset.Load(whole, CPU);
        var site = data.Summary.Rows.Where(row => row.Site == "site-1").ToArray();
        Assert.That(site.Select(row => (row.Part, row.IsLeftOut)), Is.EqualTo(new[]
        {
            (DataPart.Training, false), (DataPart.Training, true), (DataPart.Validation, false), (DataPart.Test, false),
        }));
        Assert.That(site[0].Patients + site[1].Patients, Is.EqualTo(all.Summary.Rows[0].Patients));
        Assert.That(data.Summary.ToText(), Does.Match(@"(?m)^site-1  fold 2 of 2, left out  "));
        Assert.That(data.Summary.OneLine, Is.EqualTo(
            $"data: 3 sites, {data.Sites.Sum(s => s.Training.Count)} training, {data.Sites.Sum(s => s.Validation.Count)} validation, {data.Sites.Sum(s => s.Test.Count)} test samples; "
            + $"{data.Sites.Sum(s => s.LeftOut.Count)} of fold 2 of 2 take no part in training"));
        Assert.That(all.Summary.OneLine, Does.EndWith("test samples"));
    }

    [Test]
    public void A_batch_is_of_what_is_left()
    {
        Dataset.Load(whole with { Training = new TrainingOptions { BatchSize = 10 } }, CPU).Dispose();
        var fault = Assert.Throws<UserException>(() => Dataset.Load(Leaving(1) with { Training = new TrainingOptions { BatchSize = 10 } }, CPU));
        Assert.That(fault!.Message, Does.Match("^site site-1 has [46] training samples without fold 1, fewer than training.batch_size 10$"));
    }

    [Test]
    public void More_folds_than_a_site_has_training_patients_are_refused_with_every_such_site()
    {
        var fault = Assert.Throws<UserException>(() => Dataset.Load(whole with { Data = whole.Data with { Fold = new FoldOptions { Of = 6 } } }, CPU));
        Assert.That(fault!.Message, Is.EqualTo("too few training patients with samples for data.fold.of 6: site site-1 has 5, site site-2 has 5, site site-3 has 5"));
    }

    private static Experiment Leaving(int leave) => whole with { Data = whole.Data with { Fold = new FoldOptions { Of = 2, Leave = leave } } };
}

using AsynDGAN.Core.Audit.ByDesign;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Training;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Audit.ByDesign;

public class CrossedMasksTests
{
    /// <summary>One site with more training patients than sheets show, and a fold that is left out.</summary>
    private static readonly Experiment experiment = new()
    {
        Data = new DataOptions { ImageSize = 8, MinMaskPixels = 0, Phantom = new PhantomOptions { Institutions = 1, Patients = 80, Slices = 1 }, Fold = new FoldOptions { Of = 2, Leave = 1 }, ValidationFraction = 0.05, TestFraction = 0 },
        Training = new TrainingOptions { SamplesEvery = 1000 },
    };

    private readonly Dataset data = Dataset.Load(experiment, CPU);

    [OneTimeTearDown]
    public void Remove() => data.Dispose();

    private int Training => data.Sites[0].Training.Count;

    private int Validation => data.Sites[0].Validation.Count;

    [Test]
    public void Masks_of_sheets_crossed_where_their_fakes_were_counted_whatever_the_key_says()
    {
        Assert.That((Training, Validation), Is.EqualTo((38, 4)));
        var (without, with) = (Crossed(1), Crossed(1, "preview fakes"));
        Assert.That((without.Ids.Count, without.OfValidation), Is.EqualTo((1, 0)));
        Assert.That(with.Ids, Has.Count.InRange(32 + 4, 33 + 4), "the mask of the exchange may be one of those of the sheets");
        Assert.That((with.OfValidation, with.Patients, with.X.Count), Is.EqualTo((4, with.Ids.Count, CrossedMasks.Shown)));
    }

    [Test]
    public void A_set_is_drawn_of_all_training_masks_or_of_all_that_were_left_out()
    {
        Assert.That(Crossed(1, drawn: SynthesisConditions.Seen).Ids, Has.Count.EqualTo(Training).And.Unique);
        Assert.That(Crossed(Training, drawn: SynthesisConditions.Seen).Ids, Has.Count.EqualTo(Training));
        Assert.That(Crossed(Training, drawn: SynthesisConditions.LeftOut).Ids, Has.Count.EqualTo(Training + data.Sites[0].LeftOut.Count).And.Unique);
    }

    [Test]
    public void Of_several_sets_the_masks_of_each_crossed()
    {
        using var scope = NewDisposeScope();
        var crossed = CrossedMasks.Of(experiment, 1, [], Listing(SynthesisConditions.Seen), Listing(SynthesisConditions.LeftOut), Listing(SynthesisConditions.Seen));
        Assert.That(crossed.Ids, Has.Count.EqualTo(Training + data.Sites[0].LeftOut.Count).And.Unique);
    }

    private CrossedMasks Crossed(long steps, string kind = "fakes", SynthesisConditions? drawn = null)
    {
        using var scope = NewDisposeScope();
        return CrossedMasks.Of(
            experiment, steps, [new Traffic("site-1", "to site", kind, 1, 1)], Listing(SynthesisConditions.Seen), drawn is { } conditions ? Listing(conditions) : null);
    }

    private ISite Listing(SynthesisConditions conditions) => Simulation.ListingSites(experiment, data, new Ledger(), conditions)[0];
}

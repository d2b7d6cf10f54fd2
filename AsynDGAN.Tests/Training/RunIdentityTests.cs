using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Reuse;
using AsynDGAN.Core.Training;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Training;

public class RunIdentityTests
{
    [Test]
    public void The_weights_of_the_perceptual_term_count_by_their_contents()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Join("a"), "weights");
        File.WriteAllText(folder.Join("b"), "weights");
        File.WriteAllText(folder.Join("c"), "others");
        using var scope = NewDisposeScope();
        using var data = Dataset.Load(With(null), CPU);
        Assert.That(Of("b").ComparedWith(Of("a")).Different, Is.Empty);
        Assert.That(Of("c").ComparedWith(Of("a")).Different.Single().Part, Is.EqualTo(Identity.Perceptual));

        Identity Of(string file) => RunIdentity.Of(With(folder.Join(file)), data);
    }

    [Test]
    public void Whom_the_data_hold_out_counts_and_where_they_lie_does_not()
    {
        using var scope = NewDisposeScope();
        using var data = Dataset.Load(With(null), CPU);
        using var others = Dataset.Load(With(null) with { Data = With(null).Data with { SplitSeed = 8 } }, CPU);
        var moved = With(null) with { Name = "moved", Device = "cuda", Data = With(null).Data with { Root = "elsewhere", Cache = "cache" } };
        Assert.That(RunIdentity.Of(moved, data).ComparedWith(RunIdentity.Of(With(null), data)).Different, Is.Empty);
        Assert.That(RunIdentity.Of(With(null), others).ComparedWith(RunIdentity.Of(With(null), data)).Different.Single().Part, Is.EqualTo(Identity.Split));
    }

    private static Experiment With(string? weights) => new()
    {
        Data = new DataOptions { ImageSize = 16, MinMaskPixels = 0, Phantom = new PhantomOptions { Institutions = 2, Patients = 6, Slices = 1 } },
        Loss = new LossOptions { LambdaPerceptual = weights is null ? 0 : 1, PerceptualWeights = weights },
    };
}

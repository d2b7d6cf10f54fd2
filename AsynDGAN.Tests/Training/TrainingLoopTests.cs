using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Training;
using AsynDGAN.Tests.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Training;

[NonParallelizable]
public class TrainingLoopTests
{
    /// <summary>Adam's second moments overflow float32 where the gradient's square does; the loss is large and finite.</summary>
    private static readonly Experiment Overflowing = new()
    {
        Data = new DataOptions { ImageSize = 16, MinMaskPixels = 0, Phantom = new PhantomOptions { Institutions = 2, Patients = 4, Slices = 2 } },
        Generator = new GeneratorOptions { Blocks = 1, Filters = 2 },
        Discriminator = new DiscriminatorOptions { Layers = 1, Filters = 2 },
        Loss = new LossOptions { LambdaL1 = 1e30 },
        Training = new TrainingOptions { Steps = 8 },
    };

    [TestCase(0, "There was no checkpoint yet.")]
    [TestCase(7, "The last good checkpoint, of step 7, stays.")]
    public void Networks_that_are_not_finite_are_neither_drawn_with_nor_saved(long first, string stays)
    {
        using var folder = new TemporaryFolder();
        using var data = Dataset.Load(Overflowing, CPU);
        var run = RunFolder.Create(folder.Join("run"), overwrite: false);
        run.Begin("");
        using var simulation = Simulation.Build(Overflowing, data, CPU, run);
        var loop = new TrainingLoop(Overflowing, simulation, run, new RunLog(run.Log, new RecordingDisplay()));
        Assert.That(
            () => loop.Run(first, _ => Assert.Fail("a checkpoint was written"), CancellationToken.None),
            Throws.TypeOf<UserException>().With.Message.Contains("the generator, in adam/").And.Message.EndsWith(stays));
        Assert.That(Directory.GetFiles(run.Root, "*", SearchOption.AllDirectories).Select(Path.GetFileName), Is.SubsetOf(new[] { "config.yaml", "losses.csv" }));
    }
}

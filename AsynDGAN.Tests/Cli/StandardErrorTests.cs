namespace AsynDGAN.Tests.Cli;

/// <summary>stderr is for errors and warnings of the program's own; libraries write nothing there.</summary>
public class StandardErrorTests
{
    /// <summary>Batches of one and small convolutions, which libtorch hands to NNPACK where it may.</summary>
    [Test]
    public void Training_drawing_and_scoring_with_one_thread_leave_it_empty()
    {
        using var folder = new WorkFolder();
        string[] segmentation = ["--set", "segmentation={filters: 2, depth: 2, steps: 2, batch_size: 1, norm: none, fedavg: {rounds: 1}}"];
        Assert.That(folder.Train().Succeeded().Error, Is.Empty);
        Assert.That(folder.Run("synthesize", "--config", "tiny.yaml").Succeeded().Error, Is.Empty);
        Assert.That(folder.Run(["eval-seg", "--config", "tiny.yaml", "--train-on", "real-all", .. segmentation]).Succeeded().Error, Is.Empty);
    }
}

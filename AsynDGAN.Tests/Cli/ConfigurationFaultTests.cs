namespace AsynDGAN.Tests.Cli;

public class ConfigurationFaultTests
{
    private readonly WorkFolder work = new();

    [OneTimeTearDown]
    public void Remove() => work.Dispose();

    [Test]
    public void A_missing_file_is_named()
    {
        work.Run("train", "--config", "nowhere.yaml").Refused("error: nowhere.yaml does not exist (");
    }

    [TestCase("", "it is empty")]
    [TestCase("# nothing but a comment\n", "it is empty")]
    [TestCase("seed: 1\ndata: { image_size: 64\ntraining: {}\n", "line 3, column")]
    [TestCase("training:\n  epoch: 3\n", "training.epoch (line 2)", "epochs")]
    [TestCase("data: { image_size: big }", "data.image_size (line 1)", "whole number")]
    [TestCase("seed: 1\nseed: 2\n", "line 2", "seed")]
    [TestCase("data: { image_size: 50 }", "data.image_size (line 1)", "48 or 52 are the nearest")]
    [TestCase("data: { image_size: 16 }", "data.image_size (line 1)", "16 is too small for discriminator.network patch")]
    [TestCase("generator: { network: unet128 }", "data.image_size: 64 does not suit generator.network unet128")]
    public void A_fault_in_the_file_is_named_with_its_place(string text, params string[] parts)
    {
        work.Write("faulty.yaml", text);
        work.Run("train", "--config", "faulty.yaml").Refused(["error: faulty.yaml has an error:", .. parts]);
        work.HasNoRun();
    }

    [TestCase("training.epoch=3", "training.epoch (--set)", "epochs")]
    [TestCase("training.epochs", "--set")]
    [TestCase("training.epochs=many", "training.epochs (--set)", "whole number")]
    [TestCase("data.conditions=[tumour", "data.conditions (--set)")]
    public void A_fault_in_an_override_is_named(string assignment, params string[] parts)
    {
        work.Train("--set", assignment).Refused(parts);
        work.HasNoRun();
    }

    [Test]
    public void All_faults_are_told_at_once()
    {
        work.Write("faulty.yaml", "sed: 1\ntraining: { epochs: -1 }\n");
        work.Run("train", "--config", "faulty.yaml", "--set", "loss.gan=gan").Refused("3 errors", "sed", "training.epochs", "loss.gan");
    }
}

using AsynDGAN.Core.Csv;
using AsynDGAN.Tests.Networks;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Cli;

public class PerceptualTermTests
{
    private readonly WorkFolder work = new();

    [OneTimeTearDown]
    public void Remove() => work.Dispose();

    [Test]
    public void Without_the_file_there_is_a_way_on_and_nothing_is_written()
    {
        work.Train("--set", "loss.lambda_perceptual=1").Refused(
            "does not name the weights of a VGG-16", "--set loss.lambda_perceptual=0", "vgg16-397923af.pth", "--set loss.perceptual_weights=vgg16.safetensors");
        work.Train("--set", "loss.lambda_perceptual=1", "--set", "loss.perceptual_weights=none.safetensors").Refused("there is no file none.safetensors");
        work.HasNoRun();
    }

    [Test]
    public void With_the_file_the_term_is_trained_with_and_logged()
    {
        using (var scope = NewDisposeScope())
        {
            VggSample.Write(work.Join("vgg.safetensors"), VggSample.Weights(1));
        }

        work.Train(
            "--out", "with", "--set", "loss.lambda_perceptual=5", "--set", "loss.perceptual_weights=vgg.safetensors", "--set", "training.log_every=1").Succeeded();
        var rows = CsvTable.Read(work.Join("with", "losses.csv"), ["perceptual"]);
        Assert.That(rows.Select(row => double.Parse(row.Fields["perceptual"])), Is.All.Positive);
        work.Run("synthesize", "--config", "with/config.yaml", "--run", "with", "--set", "loss.perceptual_weights=null").Succeeded();
    }

    [Test]
    public void Of_a_run_that_was_trained_with_the_term_its_own_file_is_asked_for()
    {
        using (var scope = NewDisposeScope())
        {
            VggSample.Write(work.Join("own.safetensors"), VggSample.Weights(1));
        }

        work.Train("--out", "own", "--set", "loss.lambda_perceptual=5", "--set", "loss.perceptual_weights=own.safetensors").Succeeded();
        File.Delete(work.Join("own.safetensors"));
        foreach (var command in new[] { "audit --run own", "train --resume --out own", "train --resume --out own --config own/config.yaml --dry-run" })
        {
            var result = work.Run(command.Split(' '));
            result.Refused("there is no file", "own.safetensors", "Give the file that the run was trained with by --set loss.perceptual_weights=FILE.");
            Assert.That(result.Error, Does.Not.Contain("lambda_perceptual=0"), command);
        }
    }
}

using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Synthesis;
using AsynDGAN.Tests.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Synthesis;

public class DrawingGeneratorTests
{
    /// <summary>
    /// Three sites of full or empty conditions: a batch of two takes the variance between a site's conditions, 1 times
    /// n / (n - 1), and that of two sites is never in one; an odd one out is joined by the next pass's first.
    /// </summary>
    [TestCase(1, new[] { 1f, -1 }, new[] { 1f, 1 }, new[] { -1f }, 0, 0, 0)]
    [TestCase(2, new[] { 1f, -1 }, new[] { 1f, 1 }, new[] { -1f }, 1, 0, 0)]
    public void Statistics_are_recomputed_over_batches_of_one_site_as_training_takes_them(
        int batchSize, float[] first, float[] second, float[] third, params double[] between)
    {
        using var scope = NewDisposeScope();
        using var layer = nn.BatchNorm2d(1);
        using var generator = nn.Sequential(layer);
        var sites = new[] { first, second, third }.Index().Select(site => new ConditionsOnlySite($"site-{site.Index}", Constant(site.Item))).ToList();
        using var training = new TrainingConditions(sites, CPU);
        _ = new DrawingGenerator(new Experiment(), generator, training, batchSize, new RecordingDisplay(), CancellationToken.None);

        // Batches of one: five. Batches of two: one a site.
        var batches = batchSize == 1 ? 5 : 3;
        Assert.That(layer.running_mean!.item<float>(), Is.EqualTo(batchSize == 1 ? 0.2 : 0).Within(1e-6));
        Assert.That(layer.running_var!.item<float>(), Is.EqualTo(between.Sum() * 32 / 31 / batches).Within(1e-6));
    }

    private static Tensor Constant(float[] values) => tensor(values, [values.Length, 1, 1, 1]).expand(values.Length, 1, 4, 4).clone();
}

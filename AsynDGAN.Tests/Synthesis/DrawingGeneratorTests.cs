using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Networks;
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
        using var training = new TrainingConditions(sites);
        _ = new DrawingGenerator(new Experiment(), generator, training, batchSize, new RecordingDisplay(), CancellationToken.None);

        // Batches of one: five. Batches of two: one a site.
        var batches = batchSize == 1 ? 5 : 3;
        Assert.That(layer.running_mean!.item<float>(), Is.EqualTo(batchSize == 1 ? 0.2 : 0).Within(1e-6));
        Assert.That(layer.running_var!.item<float>(), Is.EqualTo(between.Sum() * 32 / 31 / batches).Within(1e-6));
    }

    [Test]
    public void Images_drawn_at_once_are_those_drawn_one_at_a_time_within_half_a_grey_level([Values] Norm norm, [Values(0, 2)] int noise)
    {
        using var scope = NewDisposeScope();
        var experiment = Experiment(norm) with { Generator = new GeneratorOptions { NoiseChannels = noise } };
        using var generator = Generator(norm, inputs: 2 + noise);
        using var training = Training();
        var drawing = new DrawingGenerator(experiment, generator, training, 1, new RecordingDisplay(), CancellationToken.None);
        var wanted = Enumerable.Range(0, 5).Select(sample => (training.At(0, sample), "a", sample)).ToArray();
        var (together, alone) = (drawing.Draw(wanted), cat([.. wanted.Select(one => drawing.Draw([one]))]));
        Assert.That((together - alone).abs().max().item<float>(), Is.LessThan(1.0 / 255));
        Assert.That((alone[0] - alone[1]).abs().max().item<float>(), Is.GreaterThan(10.0 / 255), "images differ");
    }

    [TestCase(Norm.Batch, 0.5, BatchStatistics.Batch, false, ExpectedResult = true)]
    [TestCase(Norm.Batch, 0.5, BatchStatistics.Recomputed, true, ExpectedResult = true)]
    [TestCase(Norm.Batch, 0.5, BatchStatistics.Recomputed, false, ExpectedResult = false)]
    [TestCase(Norm.Batch, 0.0, BatchStatistics.Running, true, ExpectedResult = false)]
    [TestCase(Norm.Instance, 0.0, BatchStatistics.Batch, false, ExpectedResult = false)]
    public bool Images_with_dropout_or_statistics_of_their_own_are_drawn_one_by_one(Norm norm, double dropout, BatchStatistics statistics, bool keepsDropout)
    {
        using var generator = Generator(norm, dropout: dropout);
        return DrawingGenerator.IsOneByOne(Experiment(norm) with { Synthesis = new SynthesisOptions { Statistics = statistics, Dropout = keepsDropout } }, generator);
    }

    [Test]
    public void An_image_of_values_that_are_not_finite_is_named()
    {
        using var scope = NewDisposeScope();
        using var generator = Generator(Norm.None);
        using var training = Training();
        var drawing = new DrawingGenerator(Experiment(Norm.None), generator, training, 1, new RecordingDisplay(), CancellationToken.None);
        var broken = training.At(0, 0) * float.NaN;
        Assert.That(
            () => drawing.Draw([(training.At(0, 0), "a", 6), (broken, "a", 7)]),
            Throws.TypeOf<UserException>().With.Message.Contains("image 7 has values that are not finite"));
    }

    private static Experiment Experiment(Norm norm) => new() { Generator = new GeneratorOptions { Norm = norm } };

    private static ResnetGenerator Generator(Norm norm, int inputs = 2, double dropout = 0)
    {
        var generator = new ResnetGenerator(inputs, 1, 4, 2, norm, dropout);
        using var random = new Generator(1);
        Initialiser.Apply(generator, Initialisation.Kaiming, 0.2, random);
        return generator;
    }

    private static TrainingConditions Training()
    {
        using var random = new Generator(2);
        return new TrainingConditions([new ConditionsOnlySite("a", randn([5, 2, 16, 16], generator: random).sign())]);
    }

    private static Tensor Constant(float[] values) => tensor(values, [values.Length, 1, 1, 1]).expand(values.Length, 1, 4, 4).clone();
}

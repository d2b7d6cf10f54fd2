using System.Globalization;
using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Core.Setup;

/// <summary>
/// The keys that follow from the time that a training may take: networks, steps, and, where time is too short for the size that the
/// objects want, a smaller one.
/// </summary>
/// <param name="hours">How long <c>train</c> may take.</param>
/// <param name="clock">Tells what steps take.</param>
internal sealed class TimeFit(double hours, IStepClock clock)
{
    // Reading, checks and the report, sheets and checkpoints: what a training takes beside its steps.
    private const double StartSeconds = 90, OfSteps = 0.95;

    // What networks need to be worth their size: the steps of configs/lgg.yaml and nuclei-dsb2018.yaml, halved; the paper's networks twice as many and more.
    private const int StepsOfUsual = 4000, StepsOfSmall = 1000, StepsOfPaper = 20000;

    // An image is seen in as many epochs as in the paper, and no fewer steps than configs/lgg.yaml takes.
    private const int MostEpochs = 200, LeastMost = 8000;

    // Sheets and checkpoints of a training.
    private const int Sheets = 12;

    // Steps of segmentation networks: of the hand-made configurations, of brats-small.yaml where there are as many images, and where all must be short.
    private const int Segmentation = 600, SegmentationOfMany = 2000, ShortSegmentation = 75;
    private const int ManyImages = 2000;
    private const double ShortHours = 0.1, ManyHours = 1;

    private static readonly (int Blocks, int Filters) small = (4, 16), usual = (4, 32), paper = (9, 64);

    private double Budget => Math.Max(OfSteps * (3600 * hours - StartSeconds), 3600 * hours / 2);

    /// <summary>Fits them.</summary>
    public FittedExperiment Fit(DataFit data)
    {
        foreach (var (place, size) in data.Sizes.Index())
        {
            var fitted = data.At(size);
            var larger = Measured(usual);
            if (larger.Steps >= StepsOfUsual)
            {
                return Measured(paper) is { Steps: >= StepsOfPaper } largest ? Whole(largest) : Whole(larger);
            }

            var smaller = Measured(small);
            if (smaller.Steps >= StepsOfSmall || place == data.Sizes.Count - 1)
            {
                return Whole(smaller);
            }

            Choice Measured((int Blocks, int Filters) network)
            {
                var experiment = With(fitted.Experiment, network);
                var seconds = clock.Training(experiment, data.SiteCount);
                return new Choice(experiment, seconds, Rounded(Budget / seconds));
            }

            FittedExperiment Whole(Choice choice) => Finished(fitted, choice, data, place > 0);
        }

        throw new ArgumentException("there is no size", nameof(data));
    }

    private static Experiment With(Experiment experiment, (int Blocks, int Filters) network)
    {
        var large = network == paper;
        return experiment with
        {
            Generator = experiment.Generator with { Network = GeneratorNetwork.Resnet, Blocks = network.Blocks, Filters = network.Filters },
            Discriminator = experiment.Discriminator with { Layers = experiment.Data.ImageSize < 128 ? 2 : 3, Filters = large ? 64 : 16 },
            Loss = experiment.Loss with { Gan = GanLoss.Lsgan, LambdaL1 = 20 },
        };
    }

    private FittedExperiment Finished(FittedExperiment fitted, Choice choice, DataFit data, bool isSmaller)
    {
        var experiment = choice.Experiment;
        var images = data.LargestSite(experiment.Data.ImageSize);
        var most = Math.Max(LeastMost, MostEpochs * images);
        var steps = Math.Min(choice.Steps, most);
        var every = Math.Max(1, steps / images / Sheets);
        var ofRows = hours < ShortHours ? ShortSegmentation : hours >= ManyHours && images * data.SiteCount > ManyImages ? SegmentationOfMany : Segmentation;
        experiment = experiment with
        {
            Training = experiment.Training with { Steps = steps, CheckpointEvery = every, SamplesEvery = every },
            Segmentation = experiment.Segmentation with { Steps = ofRows },
        };
        var (bytes, machine) = clock.Facts;
        var result = new FittedExperiment(experiment, fitted.Reasons)
            .With(experiment, "generator", ReasonOf(experiment.Generator.Filters))
            .With(experiment, "training.steps", Text($"measured here: a step takes {1000 * choice.Seconds:0} ms ({machine}), so that these take about {steps * choice.Seconds / 60:0.#} of the {60 * hours:0.#} minutes; training holds about {bytes / 1e6:n0} MB, and the images {data.ImageBytes / 1e6:n0} MB{(steps < choice.Steps ? $"; more time would not be used: {MostEpochs} epochs are as many as the paper's" : "")}"))
            .With(experiment, "segmentation.steps", "of each of the comparison's segmentation networks");
        result = isSmaller
            ? result.With(experiment, "data.image_size", $"{fitted.Reasons["data.image_size"]}; {data.Sizes[0]} would {(data.InPatches ? "show more of the surroundings" : "keep more of them")}, for which the time is too short")
            : result;
        return result with { SecondsPerStep = choice.Seconds };
    }

    private static string ReasonOf(int filters) => Text(filters == small.Filters ? $"small networks: with {usual.Filters} filters the time would do for fewer than {StepsOfUsual:n0} steps, which is too few"
        : filters == usual.Filters ? $"as configs/lgg.yaml has them: with the paper's {paper.Blocks} blocks of {paper.Filters} filters the time would do for fewer than {StepsOfPaper:n0} steps, which is too few"
        : (FormattableString)$"the paper's: the time does for {StepsOfPaper:n0} steps of them");

    /// <summary>To two digits.</summary>
    private static int Rounded(double steps)
    {
        var digit = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(steps, 1))) - 1);
        return (int)Math.Clamp(Math.Floor(steps / digit) * digit, 1, 1e9);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Choice(Experiment Experiment, double Seconds, int Steps);
}

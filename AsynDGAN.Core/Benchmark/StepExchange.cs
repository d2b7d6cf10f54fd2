using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Networks.WeightFiles;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Training;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Benchmark;

/// <summary>
/// What another program needs to take the same steps: exchange.json (settings, the sites' weights, and the losses that came out),
/// initial weights as <c>generator.safetensors</c> and <c>discriminator-N.safetensors</c>, and <c>pairs.safetensors</c> with
/// <c>step0/site0/condition</c> and <c>step0/site0/image</c> of every step and site, numbered from 0.
/// </summary>
internal static class StepExchange
{
    /// <summary>Steps whose pairs and losses are written.</summary>
    public const int Steps = 3;

    private const string Kind = "exchange.json";

    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Takes the first steps and writes the folder; exchange.json comes last, so that a folder with it is whole.</summary>
    /// <param name="folder">Made where it is not there; files of the same names are replaced.</param>
    /// <param name="experiment">The configuration.</param>
    /// <param name="data">Its data.</param>
    /// <param name="simulation">Not trained yet.</param>
    /// <param name="device">Where it computes.</param>
    /// <returns>Steps taken.</returns>
    /// <exception cref="UserException">The folder cannot be written, or a loss is not finite.</exception>
    public static long Write(string folder, Experiment experiment, IRunData data, Simulation simulation, Device device)
    {
        using var scope = NewDisposeScope();
        Make(folder);
        simulation.Centre.SaveWeights(Path.Combine(folder, "generator.safetensors"));
        var (pairs, images) = (new Dictionary<string, Tensor>(), Simulation.ImagesPerSite(experiment, data));
        foreach (var (number, site) in data.Sites.Index())
        {
            using var discriminator = Simulation.NewDiscriminator(experiment, site);
            WeightFile.Save(discriminator, Path.Combine(folder, $"discriminator-{number}.safetensors"));
            for (var step = 0; step < Steps; step++)
            {
                var exchange = (step + 1L) * experiment.Training.DiscriminatorSteps - 1;
                var pair = new BatchOrder(experiment.Seed, site.Name, site.Training.Count).Pairs(site.Training, images, exchange);
                pairs[$"step{step}/site{number}/condition"] = pair.Condition;
                pairs[$"step{step}/site{number}/image"] = pair.Image;
            }
        }

        SafetensorsFile.Write(Path.Combine(folder, "pairs.safetensors"), pairs);
        var losses = Enumerable.Range(0, Steps).Select(step => Rows(simulation.Centre.Step(step), data.Sites.Count)).ToArray();
        if (losses.SelectMany(rows => rows).SelectMany(row => row).Any(loss => !double.IsFinite(loss)))
        {
            throw new UserException($"--exchange {folder}: losses of the first {Steps} steps are infinite or no numbers, and cannot be compared.", "Lower the weights of the losses, or training.learning_rate.");
        }

        var site0 = data.Sites[0].Training;
        AtomicFile.WriteText(Path.Combine(folder, Kind), JsonSerializer.Serialize(
            new
            {
                experiment.Name,
                Device = device.ToString(),
                Sites = data.Sites.Select(site => site.Name),
                Weights = SiteWeights.Of(experiment.Sites.Weighting, [.. data.Sites.Select(site => site.Training.Count)]),
                ConditionShape = site0.ConditionShape,
                ImageShape = site0.ImageShape,
                ImagesPerSite = images,
                experiment.Generator,
                experiment.Discriminator,
                experiment.Loss,
                experiment.Training,
                experiment.Boundary,
                SiteMode = experiment.Sites.Mode,
                LearningRates = Enumerable.Range(0, Steps).Select(step => simulation.Schedule.LearningRate(step)),
                Terms = LossTerms.Crossing(experiment.Boundary.Losses).Select(term => JsonNamingPolicy.SnakeCaseLower.ConvertName(term.Name)),
                Losses = losses,
            },
            Format) + "\n");
        return Steps;
    }

    private static void Make(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            File.Delete(Path.Combine(folder, Kind));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"--exchange {folder} cannot be written: {e.Message}");
        }
    }

    /// <summary>[sites][terms].</summary>
    private static double[][] Rows(Tensor table, int sites) =>
        [.. table.cpu().to(float64).data<double>().ToArray().Chunk((int)table.numel() / sites)];
}

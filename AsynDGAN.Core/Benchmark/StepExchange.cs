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

    private const string Option = "--exchange";

    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Takes the folder, before anything is computed.</summary>
    /// <param name="folder">New, empty or of an earlier exchange.</param>
    /// <exception cref="UserException">It holds other files than an exchange's, or as of <see cref="FolderLock.Take"/>.</exception>
    public static FolderLock Take(string folder) => Named(folder, () =>
    {
        var held = FolderLock.Take(folder);
        try
        {
            FolderKind.Exchange.RefuseOthers(Path.GetFullPath(folder));
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    });

    /// <summary>Takes the first steps, and writes the files together: a folder with exchange.json is whole.</summary>
    /// <param name="folder">As <see cref="Take"/> has it; an earlier exchange in it is replaced.</param>
    /// <param name="experiment">The configuration.</param>
    /// <param name="data">Its data.</param>
    /// <param name="simulation">Not trained yet.</param>
    /// <param name="device">Where it computes.</param>
    /// <returns>Steps taken.</returns>
    /// <exception cref="UserException">The folder cannot be written, or a loss is not finite.</exception>
    public static long Write(string folder, Experiment experiment, IRunData data, Simulation simulation, Device device) => Named(folder, () =>
    {
        FolderKind.Exchange.Replace(Path.GetFullPath(folder), whole => Fill(whole, experiment, data, simulation, device));
        return Steps;
    });

    private static void Fill(string folder, Experiment experiment, IRunData data, Simulation simulation, Device device)
    {
        using var scope = NewDisposeScope();
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
            throw new UserException($"losses of the first {Steps} steps are infinite or no numbers, and cannot be compared.", "Lower the weights of the losses, or training.learning_rate.");
        }

        var site0 = data.Sites[0].Training;
        AtomicFile.WriteText(Path.Combine(folder, "exchange.json"), JsonSerializer.Serialize(
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
    }

    /// <summary>Faults of a folder are told of --out, which is none of this one.</summary>
    private static T Named<T>(string folder, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (UserException fault)
        {
            var message = fault.Message.Replace("--out", Option, StringComparison.Ordinal);
            throw new UserException(message.StartsWith(Option, StringComparison.Ordinal) ? message : $"{Option} {folder}: {message}", fault.Hint?.Replace("--out", Option, StringComparison.Ordinal));
        }
    }

    /// <summary>[sites][terms].</summary>
    private static double[][] Rows(Tensor table, int sites) =>
        [.. table.cpu().to(float64).data<double>().ToArray().Chunk((int)table.numel() / sites)];
}

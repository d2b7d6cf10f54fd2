using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Federation.Messages;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Networks.WeightFiles;
using AsynDGAN.Core.Platform;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Training;

/// <summary>
/// The central generator G and its optimizer. It knows the sites by their messages only; it never sees an image or a
/// discriminator.
/// </summary>
public sealed class Centre : IDisposable
{
    private readonly Experiment experiment;
    private readonly LearningRateSchedule schedule;
    private readonly IReadOnlyList<ISite> sites;
    private readonly double[] weights;
    private readonly int imagesPerSite;
    private readonly nn.Module<Tensor, Tensor> generator;
    private readonly MovingAverage? average;
    private readonly nn.Module<Tensor, Tensor> drawer;
    private readonly FusedAdam optimizer;

    /// <param name="experiment">The configuration.</param>
    /// <param name="schedule">The learning rate.</param>
    /// <param name="sites">The sites in order, all of the same shapes.</param>
    /// <param name="imagesPerSite">Images a site and step: batch_size, or N times that at a pooled site.</param>
    /// <param name="newGenerator">Makes G on the run's device, taking condition and noise channels; the same weights at every call.</param>
    public Centre(
        Experiment experiment, LearningRateSchedule schedule, IReadOnlyList<ISite> sites, int imagesPerSite, Func<nn.Module<Tensor, Tensor>> newGenerator)
    {
        (this.experiment, this.schedule, this.sites) = (experiment, schedule, sites);
        (this.imagesPerSite, generator) = (imagesPerSite, newGenerator());
        weights = SiteWeights.Of(experiment.Sites.Weighting, [.. sites.Select(s => s.Profile.TrainingSamples)]);
        average = experiment.Generator.Average > 0 ? new MovingAverage(generator, experiment.Generator.Average) : null;
        drawer = average is null ? generator : newGenerator();
        optimizer = new FusedAdam(generator, experiment.Training.Beta1, experiment.Training.Beta2);
        generator.train();
    }

    /// <summary>
    /// One iteration of the paper's algorithm. For each site: conditions come, fakes go, D_j learns, and the critique comes
    /// back through G; then G takes one step on the weighted sum over the sites.
    /// </summary>
    /// <param name="step">The step, counted from 0.</param>
    /// <returns>[sites, terms]: the losses of every site, on the device, by <see cref="LossTerms.All"/>.</returns>
    /// <exception cref="UserException">A loss is not finite.</exception>
    public Tensor Step(long step)
    {
        using var scope = NewDisposeScope();
        optimizer.ZeroGrad();
        var losses = sites.Zip(weights, (site, weight) => Exchange(step, site, weight)).ToArray();
        var table = stack(losses);
        RefuseNotFinite(step, table);

        optimizer.Step(schedule.LearningRate(step));
        average?.Update(generator);
        return table.MoveToOuterDisposeScope();
    }

    /// <summary>The k exchanges of a step with one site; only the last one's critique reaches G.</summary>
    private Tensor Exchange(long step, ISite site, double weight)
    {
        var steps = experiment.Training.DiscriminatorSteps;
        for (var i = 0; i < steps - 1; i++)
        {
            using var scope = NewDisposeScope();
            var exchange = step * steps + i;
            site.Answer(exchange, new Synthetic(exchange, WithoutGraph(() => cat(Forward(site, exchange))), wantsCritique: false));
        }

        return Learn(step * steps + steps - 1, site, weight);
    }

    private Tensor Learn(long exchange, ISite site, double weight)
    {
        // The scope frees this site's graph before the next site's begins.
        using var scope = NewDisposeScope();
        var batches = Forward(site, exchange);
        var critique = site.Answer(exchange, new Synthetic(exchange, cat(batches), wantsCritique: true))!;
        var gradients = (critique.Gradient * (weight * experiment.Loss.GeneratorScale)).split(experiment.Training.BatchSize);
        autograd.backward(batches, gradients);
        return critique.Losses.MoveToOuterDisposeScope();
    }

    /// <summary>The fakes of an exchange, one tensor a batch of batch_size.</summary>
    private Tensor[] Forward(ISite site, long exchange)
    {
        var conditions = site.Draw(exchange, imagesPerSite);
        SeedDropout(site, exchange);
        return [.. WithNoise(site, exchange, conditions.X).split(experiment.Training.BatchSize).Select(generator.call)];
    }

    /// <summary>Draws fakes of each part's conditions, spread by the order of previews, and hands them to the site for its sheet and its record of copying.</summary>
    /// <param name="epoch">The epoch done.</param>
    /// <param name="count">How many conditions at most.</param>
    public void Preview(int epoch, int count)
    {
        foreach (var site in sites)
        {
            foreach (var part in new[] { DataPart.Training, DataPart.Validation })
            {
                using var scope = NewDisposeScope();
                var x = ToLookAt(site, part, count);
                if (x.shape[0] > 0)
                {
                    site.Preview(epoch, part, new Synthetic(0, DrawForSheets(site, x), wantsCritique: false));
                }
            }
        }
    }

    /// <summary>A part's conditions that come first in the order of previews: training conditions, which are enumerated in their own, one by one.</summary>
    private Tensor ToLookAt(ISite site, DataPart part, int count)
    {
        if (part == DataPart.Validation || PreviewOrder.IsOwn(site.Profile))
        {
            return site.Enumerate(part, 0, count).X;
        }

        var order = PreviewOrder.Of(experiment.Seed, site.Profile, site.Profile.TrainingSamples);
        return cat([.. order.Take(count).Select(position => site.Enumerate(part, position, 1).X)]);
    }

    /// <summary>In evaluation mode, with the averaged weights where there are some, batch_size conditions at a time.</summary>
    private Tensor DrawForSheets(ISite site, Tensor x)
    {
        average?.CopyTo(drawer);
        drawer.eval();
        var fakes = WithoutGraph(() => cat([.. WithNoise(site, 0, x).split(experiment.Training.BatchSize).Select(drawer.call)]));
        generator.train();
        return fakes;
    }

    private static Tensor WithoutGraph(Func<Tensor> draw)
    {
        using var noGraph = no_grad();
        return draw();
    }

    private Tensor WithNoise(ISite site, long exchange, Tensor x) =>
        GeneratorInput.Of(x, experiment.Generator.NoiseChannels, Seed(RandomPurpose.Noise, site, exchange));

    /// <summary>Dropout takes no generator of its own: the global one is seeded before each exchange's forward.</summary>
    private void SeedDropout(ISite site, long exchange)
    {
        if (experiment.Generator.Dropout > 0)
        {
            manual_seed((long)Seed(RandomPurpose.Dropout, site, exchange));
        }
    }

    private ulong Seed(RandomPurpose purpose, ISite site, long exchange) =>
        SplitMix64.Seed(experiment.Seed, purpose, site.Profile.Name, exchange);

    private void RefuseNotFinite(long step, Tensor table)
    {
        // The one question a step that waits for the device.
        if (table.isfinite().all().ToBoolean())
        {
            return;
        }

        var values = table.cpu().to(float64).data<double>().ToArray();
        var terms = LossTerms.All;
        var at = Array.FindIndex(values, v => !double.IsFinite(v));
        throw new UserException(
            $"Step {step + 1}: the loss term '{terms[at % terms.Count].Name}' of site '{sites[at / terms.Count].Profile.Name}' "
            + $"is {values[at]}.",
            "Lower training.learning_rate, or choose another loss.gan or norm.");
    }

    /// <summary>The first tensor of G, its moving average or its optimizer with a value that is infinite or no number; null where all are finite.</summary>
    public string? FirstNotFinite() => NetworkState.FirstNotFinite(generator, optimizer, average);

    /// <summary>Writes everything that the centre needs to go on.</summary>
    /// <returns>The file's checksum.</returns>
    public string Save(string path)
    {
        using var scope = NewDisposeScope();
        return NetworkState.Save(path, generator, optimizer, average);
    }

    /// <summary>Goes on from what <see cref="Save"/> wrote.</summary>
    /// <returns>The file's checksum; null where it carries none.</returns>
    /// <exception cref="UserException">The file is damaged or of another network.</exception>
    public string? Load(string path)
    {
        using var scope = NewDisposeScope();
        return NetworkState.Load(path, generator, optimizer, average);
    }

    /// <summary>Writes the generator alone, under the reference implementation's names.</summary>
    public void SaveWeights(string path) => WeightFile.Save(generator, path);

    /// <summary>Writes the moving average of the generator's weights, where there is one.</summary>
    public void SaveAverage(string path)
    {
        if (average is not null)
        {
            average.CopyTo(drawer);
            WeightFile.Save(drawer, path);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        average?.Dispose();
        optimizer.Dispose();
        generator.Dispose();
        drawer.Dispose();
    }
}

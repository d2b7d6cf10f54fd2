using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Federation.Messages;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Networks.WeightFiles;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Platform.Recording;
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
    private readonly CoreWorkers? workers;
    private readonly IRecorder? recorder;
    private readonly RecordedWork update;

    // G's passes by the number of sites that take them together.
    private readonly Dictionary<int, RecordedFunction> passes = [];

    // Whose dropout is drawn; where there is dropout nothing of G is recorded.
    private (int[] Group, long Exchange) drawing;

    /// <param name="experiment">The configuration.</param>
    /// <param name="schedule">The learning rate.</param>
    /// <param name="sites">The sites in order, all of the same shapes.</param>
    /// <param name="imagesPerSite">Images a site and step: batch_size, or N times that at a pooled site.</param>
    /// <param name="newGenerator">Makes G on the run's device, taking condition and noise channels; the same weights at every call.</param>
    /// <param name="sitesPerGroup">Sites whose conditions pass G together, and whose graph is held at a time; at least 1.</param>
    /// <param name="workers">Threads on which the sites of a group answer side by side; null: one site after another on the caller's.</param>
    /// <param name="recorder">Records G's passes and its optimizer's step; null: nothing is recorded.</param>
    public Centre(
        Experiment experiment, LearningRateSchedule schedule, IReadOnlyList<ISite> sites, int imagesPerSite, Func<nn.Module<Tensor, Tensor>> newGenerator,
        int sitesPerGroup, CoreWorkers? workers, IRecorder? recorder = null)
    {
        (this.experiment, this.schedule, this.sites) = (experiment, schedule, sites);
        (this.imagesPerSite, generator, SitesPerGroup, this.workers, this.recorder) = (imagesPerSite, newGenerator(), sitesPerGroup, workers, recorder);
        weights = SiteWeights.Of(experiment.Sites.Weighting, [.. sites.Select(s => s.Profile.TrainingSamples)]);
        average = experiment.Generator.Average > 0 ? new MovingAverage(generator, experiment.Generator.Average) : null;
        drawer = average is null ? generator : newGenerator();
        optimizer = new FusedAdam(generator, experiment.Training.Beta1, experiment.Training.Beta2);
        update = new RecordedWork(_ => Descend(), recorder);
        if (recorder is not null)
        {
            optimizer.KeepGradients();
        }

        generator.train();
    }

    /// <summary>Sites whose conditions pass G together.</summary>
    public int SitesPerGroup { get; }

    /// <summary>
    /// One iteration of the paper's algorithm. Conditions come from all sites, fakes go, every D_j learns, and the critiques
    /// come back through G; then G takes one step on the weighted sum over the sites. One group of sites after another, so
    /// that one group's graph is held at a time.
    /// </summary>
    /// <param name="step">The step, counted from 0.</param>
    /// <returns>[sites, terms]: the losses of every site, on the device, by <see cref="LossTerms.Crossing(BoundaryLosses)"/>.</returns>
    public Tensor Step(long step)
    {
        using var scope = NewDisposeScope();
        var losses = Enumerable.Range(0, sites.Count).Chunk(SitesPerGroup).SelectMany(group => Exchange(step, group)).ToArray();
        using var phase = StepPhase.Begin(StepPhase.Adam);
        optimizer.SetLearningRate(schedule.LearningRate(step));
        update.Run();
        return stack(losses).MoveToOuterDisposeScope();
    }

    /// <summary>The k exchanges of a step with a group; only the last one's critiques reach G.</summary>
    private Tensor[] Exchange(long step, int[] group)
    {
        var steps = experiment.Training.DiscriminatorSteps;
        for (var i = 0; i < steps - 1; i++)
        {
            using var scope = NewDisposeScope();
            var exchange = step * steps + i;
            var inputs = Draw(group, exchange);
            Answers(group, exchange, Forward(() => WithoutGraph(() => Pass(inputs))), wantsCritique: false);
        }

        return Learn(group, step * steps + steps - 1);
    }

    private Tensor[] Learn(int[] group, long exchange)
    {
        // The scope frees this group's graph before the next group's begins.
        using var scope = NewDisposeScope();
        var pass = PassOf(group.Length);
        var inputs = Draw(group, exchange);
        var fakes = Forward(() => pass.Forward(inputs));
        var critiques = Answers(group, exchange, fakes, wantsCritique: true);
        using var phase = StepPhase.Begin(StepPhase.GeneratorBackward);
        var gradients = critiques.Select((critique, i) => critique!.Gradient * (weights[group[i]] * experiment.Loss.GeneratorScale));
        pass.Backward(cat([.. gradients]));
        return [.. critiques.Select(critique => critique!.Losses.MoveToOuterDisposeScope())];
    }

    /// <summary>One step of Adam on what the passes have added, which it takes away.</summary>
    private Tensor[] Descend()
    {
        optimizer.Apply();
        average?.Update(generator);
        optimizer.ZeroGrad();
        return [];
    }

    /// <summary>A group's conditions joined with noise, site after site.</summary>
    private Tensor Draw(int[] group, long exchange)
    {
        drawing = (group, exchange);
        var drawn = AtSites(group.Length, i => sites[group[i]].Draw(exchange, imagesPerSite), conditions => [conditions.X]);
        return cat([.. drawn.Select((conditions, i) => WithNoise(sites[group[i]], exchange, conditions.X))]);
    }

    private static Tensor Forward(Func<Tensor> pass)
    {
        using var phase = StepPhase.Begin(StepPhase.GeneratorForward);
        return pass();
    }

    private RecordedFunction PassOf(int sitesInGroup)
    {
        if (!passes.TryGetValue(sitesInGroup, out var pass))
        {
            passes[sitesInGroup] = pass = new RecordedFunction(Pass, recorder);
        }

        return pass;
    }

    /// <summary>G(x) of a group's conditions: in one pass where an image does not depend on the others of its batch.</summary>
    private Tensor Pass(Tensor inputs) => GeneratorFactory.DrawsEachAlone(experiment.Generator)
        ? generator.call(inputs)
        : cat([.. inputs.split(imagesPerSite).SelectMany((input, i) => InBatches(sites[drawing.Group[i]], drawing.Exchange, input))]);

    /// <summary>A site's batches of batch_size one by one: batch statistics and dropout's draws are theirs.</summary>
    private IEnumerable<Tensor> InBatches(ISite site, long exchange, Tensor input)
    {
        SeedDropout(site, exchange);
        return input.split(experiment.Training.BatchSize).Select(generator.call);
    }

    /// <summary>Each site of a group gets its share of the fakes; D_j learns, and the critique comes where it is wanted.</summary>
    private Critique?[] Answers(int[] group, long exchange, Tensor fakes, bool wantsCritique)
    {
        var messages = fakes.detach().split(imagesPerSite).Select(share => new Synthetic(exchange, share, wantsCritique)).ToArray();
        return AtSites(
            group.Length, i => sites[group[i]].Answer(exchange, messages[i]),
            critique => critique is null ? [] : [critique.Gradient, critique.Losses]);
    }

    /// <summary>Asks a group's sites, side by side where there are workers; what comes is in the sites' order and in the present scope.</summary>
    private T[] AtSites<T>(int count, Func<int, T> ask, Func<T, Tensor[]> tensors)
    {
        if (workers is null)
        {
            return [.. Enumerable.Range(0, count).Select(ask)];
        }

        // A scope is its thread's, so tensors that a worker made come without one.
        var answers = workers.Map(count, ask);
        foreach (var tensor in answers.SelectMany(tensors))
        {
            CurrentDisposeScope?.Attach(tensor);
        }

        return answers;
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
        foreach (var pass in passes.Values)
        {
            pass.Dispose();
        }

        update.Dispose();
        average?.Dispose();
        optimizer.Dispose();
        generator.Dispose();
        drawer.Dispose();
    }
}

using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Networks.WeightFiles;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Segmentation;
using AsynDGAN.Core.Synthesis;
using AsynDGAN.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Comparison;

/// <summary>Measures <see cref="ShownMasks"/> with the generators of a replicate's runs.</summary>
/// <param name="folder">The comparison's folder, which has the trained networks.</param>
/// <param name="data">The replicate's data; pictures are cut into patches where the generator draws patches.</param>
/// <param name="device">What is computed on.</param>
/// <param name="display">Shows how far it is, and is told of runs that are left out.</param>
/// <param name="stop">Asks to stop.</param>
internal sealed class MaskCheck(StudyFolder folder, Dataset data, Device device, IRunDisplay display, CancellationToken stop)
{
    private const int AtOnce = 16;

    /// <summary>The measure of every run of the replicate, taken when it is asked for, so that one that fails takes none of the others away; none where no network of real images is there.</summary>
    /// <param name="replicate">Whose runs draw.</param>
    /// <param name="trainings">The networks that were trained on this split; the first of Real-All looks, else the first of a site's.</param>
    /// <returns>The labels of the run's sets, and what gives its measure: null where it is said why there is none, and a <see cref="UserException"/> where the run is damaged.</returns>
    /// <exception cref="UserException">The network is damaged, or what tells a set's origin.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public IEnumerable<(string Labels, Func<ShownMasks?> Measure)> Of(Replicate replicate, IReadOnlyList<TrainedRow> trainings)
    {
        var all = new ComparisonRow(RowKind.RealAll).Name;
        var subsets = data.Sites.Select(site => new ComparisonRow(RowKind.RealSubset, site.Name).Name);
        if (new[] { all }.Concat(subsets).Select(name => trainings.FirstOrDefault(t => t.Row == name)).FirstOrDefault(t => t is not null && File.Exists(folder.Network(t))) is not { } looking)
        {
            yield break;
        }

        using var model = SegmentationModel.Load(folder.Network(looking));
        model.Network.to(device);

        // A run draws once, however many of its sets are compared.
        foreach (var run in DrawnByTheirRuns(replicate, display).GroupBy(own => Path.GetFullPath(own.Set.Run!), FileNameCase.Comparer))
        {
            var labels = string.Join(" and ", run.Select(own => own.Label).Distinct());
            yield return (labels, () => Of(replicate, labels, run.First().Set, looking, model.Network));
        }
    }

    /// <summary>The sets whose runs can draw again as they were drawn; of others in a run's folder it is said that they are left out.</summary>
    internal static IReadOnlyList<(string Label, GivenSet Set)> DrawnByTheirRuns(Replicate replicate, IRunDisplay display)
    {
        var found = new List<(string Label, GivenSet Set)>();
        foreach (var own in replicate.Sets.SelectMany(label => label.Value.Select(set => (Label: label.Key, Set: set))).Where(own => own.Set.Run is not null))
        {
            if (own.Set.OtherWeights is { } other)
            {
                display.Say($"whether drawings of {own.Label} show their masks is not checked: {other}");
            }
            else
            {
                found.Add(own);
            }
        }

        return found;
    }

    private ShownMasks? Of(Replicate replicate, string label, GivenSet set, TrainedRow looking, nn.Module<Tensor, Tensor> network)
    {
        var run = RunFolder.At(set.Run!);
        if (RunOrigin.WeightsOf(run) is not { } weights)
        {
            display.Say($"whether drawings of {label} show their masks is not checked: there are no weights in '{run.Root}'");
            return null;
        }

        var own = ExperimentReader.Read(run.Configuration, []);
        if (own.Sites.InCondition != replicate.Experiment.Sites.InCondition)
        {
            var (there, here) = own.Sites.InCondition ? ("true", "false") : ("false", "true");
            display.Say($"whether drawings of {label} show their masks is not checked: sites.in_condition is {there} in '{run.Root}' and {here} here");
            return null;
        }

        if (own.Sites.InCondition && OtherSites(run, own, replicate.Experiment) is { } others)
        {
            display.Say($"whether drawings of {label} show their masks is not checked: {others}");
            return null;
        }

        // Everything of the run but its sites: conditions are listed as the comparison's sites hold them.
        var experiment = own with { Sites = replicate.Experiment.Sites };
        using var generator = Simulation.NewGenerator(experiment, data);
        WeightFile.Load(generator, weights);
        generator.to(device);
        var sites = Simulation.ListingSites(experiment, data, new Ledger());
        using var training = new TrainingConditions(sites);
        var drawing = new DrawingGenerator(experiment, generator, training, experiment.Training.BatchSize, display, stop);
        var layout = new ConditionLayout(experiment.Data);
        var (drawn, real) = (new List<double>(), new List<double>());
        var (listedSoFar, all) = (0, data.Sites.Sum(site => site.Validation.Count));
        foreach (var (site, samples) in sites.Zip(data.Sites.Select(site => site.Validation)))
        {
            var positions = samples.Ids.Index().ToDictionary(id => id.Item, id => id.Index);
            for (var from = 0; from < samples.Count; from += AtOnce)
            {
                stop.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                using var noGraph = no_grad();
                var listed = site.Enumerate(DataPart.Validation, from, AtOnce);
                int[] shown = [.. Enumerable.Range(0, listed.Ids.Count).Where(i => layout.Tumour(listed.X.narrow(0, i, 1)).sum().item<long>() >= Math.Max(1, experiment.Data.MinMaskPixels))];
                foreach (var i in shown)
                {
                    var x = listed.X.narrow(0, i, 1);
                    var truth = layout.Tumour(x).cpu();
                    drawn.Add(Dice(truth, drawing.Draw([(x, site.Profile.Name, drawn.Count)]), network));
                    real.Add(Dice(truth, samples.Take([positions[listed.Ids[i]]]).Image, network));
                }

                display.Advance($"{label}: masks of drawings looked for", listedSoFar += listed.Ids.Count, all);
            }
        }

        return drawn.Count == 0 ? null : new ShownMasks(label, replicate.Names[set], looking.SplitSeed, looking.Row, drawn.Count, drawn.Average(), real.Average());
    }

    /// <summary>Says that the sites which conditions name, a channel each, are others in a run than here; null where they are not.</summary>
    private string? OtherSites(RunFolder run, Experiment own, Experiment here)
    {
        var ofRun = CsvTable.ReadOwn(run.Split, ["patient", "site"]).Select(row => (Patient: row.Fields["patient"], Site: row.Fields["site"])).Where(row => !own.Sites.Without.Contains(row.Site)).ToHashSet();
        var ofThis = data.Split.Select(row => (row.Patient, row.Site)).Where(row => !here.Sites.Without.Contains(row.Site)).ToHashSet();
        return ofRun.SetEquals(ofThis) ? null : $"conditions name other sites in '{run.Root}' ({Count(ofRun)} sites) than here ({Count(ofThis)})";

        static int Count(IEnumerable<(string Patient, string Site)> patients) => patients.DistinctBy(row => row.Site).Count();
    }

    /// <summary>Of what a network finds in an image, on the networks' grid.</summary>
    /// <param name="truth">[height, width] of bool, not empty.</param>
    /// <param name="image">[1, channels, height, width] in [-1, 1].</param>
    private double Dice(Tensor truth, Tensor image, nn.Module<Tensor, Tensor> network)
    {
        var logits = network.call(image.to(device)).cpu();
        var found = logits.shape[1] == 1 ? logits[0, 0] > 0 : logits[0].argmax(0) != TernaryLabels.Outside;
        return 2.0 * (truth & found).sum().item<long>() / (truth.sum().item<long>() + found.sum().item<long>());
    }
}

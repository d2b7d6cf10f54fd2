using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Fidelity;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Networks.Convolutions;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Segmentation;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Comparison.Fidelity;

/// <summary>
/// How far drawings are from the held-out real images of a data set. All sites' images are compared here at one place, as no
/// site could, so this stands outside of the boundary.
/// </summary>
/// <param name="experiment">What the data are.</param>
/// <param name="data">The real images, of all sites.</param>
/// <param name="part">Whose images are held out: validation or test.</param>
/// <param name="network">The network whose features are taken too; null: none. It stays the caller's.</param>
/// <param name="device">What is computed on.</param>
/// <param name="display">Shows how far it is.</param>
/// <param name="stop">Asks to stop.</param>
internal sealed class DrawingFidelity(
    Experiment experiment, Dataset data, DataPart part, PerceptualLoss? network, Device device, IRunDisplay display, CancellationToken stop)
{
    /// <summary>Images of either side at most; of more, as many are chosen at random.</summary>
    public const int MostImages = 1000;

    private const int AtOnce = 64;

    private readonly IReadOnlyList<Measured> spaces = SpacesOf(experiment, data, part, network, display, stop);

    /// <summary>The network that a configuration names; null where it names none.</summary>
    /// <param name="experiment">The configuration.</param>
    /// <param name="data">Its data.</param>
    /// <param name="device">What is computed on.</param>
    /// <param name="display">Warned where the network cannot be used here.</param>
    /// <exception cref="UserException">The file is damaged, or of a script that fails on such images.</exception>
    public static PerceptualLoss? NetworkOf(Experiment experiment, Dataset data, Device device, IRunDisplay display)
    {
        if (experiment.Loss.PerceptualWeights is not { } path)
        {
            return null;
        }

        var fault = !File.Exists(path) ? $"there is no file {path}{GivenPath.Resolved(path)}"
            : data.ImageChannels is not (1 or 3) ? $"its network takes images of 1 or 3 channels, not {data.ImageChannels}"
            : null;
        if (fault is null)
        {
            return PerceptualLoss.Load(path, device, Images(data));
        }

        display.Warn($"loss.perceptual_weights: {fault}; drawings are compared with real images by radiomic features alone.");
        return null;
    }

    /// <summary>The same for the check of the convolutions.</summary>
    /// <param name="experiment">A configuration that names a file which can be used here.</param>
    /// <param name="data">Its data.</param>
    /// <exception cref="UserException">The file is damaged.</exception>
    public static CheckedNetwork Checked(Experiment experiment, Dataset data) =>
        PerceptualLoss.Checked(experiment.Loss.PerceptualWeights!, Images(data)) with { Batches = [1, 3] };

    /// <summary>Measures the drawings of own masks and those of new masks, where there are such.</summary>
    /// <param name="label">The sets' label.</param>
    /// <param name="run">What they are called.</param>
    /// <param name="sets">Sets that are joined.</param>
    /// <param name="patients">Whose head each of their images has, set after set; null: as their manifests name them.</param>
    /// <exception cref="UserException">An image is at fault.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public IReadOnlyList<FidelityRow> Of(string label, string run, IReadOnlyList<SyntheticSet> sets, IReadOnlyList<string>? patients = null)
    {
        var read = sets.Select(set => set.Read(data.Sites[0].Training.ImageShape, SegmentationClasses.Merged, device, display, stop)).ToList();
        try
        {
            using var images = LabelledImages.Join(read);
            var whose = patients ?? [.. sets.SelectMany(set => set.Patients)];
            return [.. new[] { (Name: "own", IsNew: false), (Name: "new", IsNew: true) }.SelectMany(masks =>
            {
                int[] positions = [.. sets.SelectMany(set => set.Mixed).Index().Where(image => image.Item == masks.IsNew).Select(image => image.Index)];
                return positions.Length == 0 ? [] : spaces.SelectMany(space => Rows(label, run, masks.Name, images, positions, whose, space));
            })];
        }
        finally
        {
            read.ForEach(images => images.Dispose());
        }
    }

    /// <summary>The shape in which the network gets most images.</summary>
    private static long[] Images(Dataset data) => [2, 3, .. data.Sites[0].Training.ImageShape.Skip(1)];

    private IEnumerable<FidelityRow> Rows(string label, string run, string masks, LabelledImages images, int[] positions, IReadOnlyList<string> patients, Measured space)
    {
        var count = new[] { positions.Length, space.Training.Count, space.HeldOut.Count }.Min();
        int[] chosen = [.. Choose(positions.Length, count).Select(i => positions[i])];
        var drawn = space.Scale.Apply(Features(
            chosen.Chunk(AtOnce).Select(some => (Func<Tensor>)(() => images.Take(some).Images)), [.. chosen.Select(i => patients[i])], space.Space, $"{label}, {masks} masks", display, stop));
        var real = space.HeldOut.Only(Choose(space.HeldOut.Count, count));
        var measures = new FidelityMeasures(real, drawn);
        var (values, intervals, floor) = (measures.Values(), measures.Intervals(done => display.Advance($"{label}, {masks} masks: resamples", done, FidelityMeasures.Resamples), stop), space.Floor(count, real));
        return FidelityMeasures.Names.Select((name, i) => new FidelityRow(
            label, run, masks, count, drawn.Patients.Count, part.ToString().ToLowerInvariant(), real.Patients.Count, space.Name, name,
            values[i], intervals[i]?.Lower, intervals[i]?.Upper, floor[i]));
    }

    /// <summary>The spaces with the real images in them.</summary>
    /// <exception cref="UserException">There are too few.</exception>
    private static IReadOnlyList<Measured> SpacesOf(Experiment experiment, Dataset data, DataPart part, PerceptualLoss? network, IRunDisplay display, CancellationToken stop)
    {
        // Sites that were left out may have the part's only patients.
        SegmentationEvaluator.Check(
            data, $"The sites that drawings are measured at, {string.Join(", ", data.Sites.Select(site => site.Name))}, have",
            [.. data.Sites.SelectMany(site => site[part].Infos)], part, experiment.Data.MinMaskPixels);
        return
        [
            .. new[] { FeatureSpace.Radiomic(inGround: experiment.Data.HasFeaturesOfGround()), network is null ? null : FeatureSpace.OfNetwork(network) }
                .OfType<FeatureSpace>().Select(space => new Measured(space, OfReals(data, DataPart.Training, experiment, space, display, stop), OfReals(data, part, experiment, space, display, stop))),
        ];
    }

    /// <summary>The features of a part's images with enough tumour.</summary>
    private static FeatureSet OfReals(Dataset data, DataPart part, Experiment experiment, FeatureSpace space, IRunDisplay display, CancellationToken stop)
    {
        (SampleSet Samples, int Position)[] all =
        [
            .. data.Sites.Select(site => site[part]).SelectMany(samples => Enumerable.Range(0, samples.Count)
                .Where(position => samples.Infos[position].MaskPixels >= experiment.Data.MinMaskPixels).Select(position => (samples, position))),
        ];
        (SampleSet Samples, int Position)[] chosen = [.. Choose(all.Length, Math.Min(all.Length, MostImages)).Select(i => all[i])];
        return Features(
            chosen.GroupBy(image => image.Samples).SelectMany(site => site.Select(image => image.Position).Chunk(AtOnce)
                .Select(some => (Func<Tensor>)(() => site.Key.Take(some, random: null).Image))),
            [.. chosen.Select(image => image.Samples.Infos[image.Position].Patient)], space, $"real images of {part.ToString().ToLowerInvariant()}", display, stop);
    }

    private static FeatureSet Features(IEnumerable<Func<Tensor>> batches, IReadOnlyList<string> patients, FeatureSpace space, string whose, IRunDisplay display, CancellationToken stop)
    {
        var rows = new List<double[]>();
        foreach (var batch in batches)
        {
            stop.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var noGraph = no_grad();
            rows.AddRange(space.Extract(batch()));
            display.Advance($"{whose}: {space.Kind} features", rows.Count, patients.Count);
        }

        return new FeatureSet(rows, patients);
    }

    /// <summary>Positions of so many of all images, the same for the same numbers.</summary>
    private static int[] Choose(int all, int count) => [.. SplitMix64.For(0, RandomPurpose.Fidelity).Permutation(all).Take(count).Order()];

    /// <summary>A space with the real images in it.</summary>
    private sealed class Measured
    {
        private readonly Dictionary<int, IReadOnlyList<double?>> floors = [];

        public Measured(FeatureSpace space, FeatureSet training, FeatureSet heldOut)
        {
            if (training.Count < FeatureScale.FewestImages)
            {
                throw new UserException(
                    $"There {(training.Count == 1 ? "is 1 real training image" : $"are {training.Count} real training images")}: it takes {FeatureScale.FewestImages} to measure drawings by.",
                    "Train on more images, or lower data.min_mask_pixels.");
            }

            (Space, Name, Scale) = (space, $"{training.Width} {space.Kind} features", FeatureScale.Of(training));
            if (Scale.Components == 0)
            {
                throw new UserException("The real training images are all alike: there is nothing to measure drawings by.", "Check them by: asyndgan data.");
            }

            (Training, HeldOut) = (Scale.Apply(training), Scale.Apply(heldOut));
        }

        public FeatureSpace Space { get; }

        public string Name { get; }

        public FeatureScale Scale { get; }

        public FeatureSet Training { get; }

        public FeatureSet HeldOut { get; }

        /// <summary>The measures of as many real training images.</summary>
        public IReadOnlyList<double?> Floor(int count, FeatureSet real) =>
            floors.TryGetValue(count, out var known) ? known : floors[count] = new FidelityMeasures(real, Training.Only(Choose(Training.Count, count))).Values();
    }
}

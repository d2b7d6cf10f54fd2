using AsynDGAN.Core.Comparison.Fidelity;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Keys;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Networks.WeightFiles;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Reuse;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Segmentation;
using AsynDGAN.Core.Synthesis;
using AsynDGAN.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Audit.Subject;

/// <summary>
/// A trained run as the audit looks at it: its data, its sites as their last checkpoint left them, and its generator. Nothing of
/// the run is written.
/// </summary>
internal sealed class AuditedRun : IDisposable
{
    private readonly CheckpointState state;
    private readonly PerceptualLoss? perceptual;
    private readonly nn.Module<Tensor, Tensor> generator;
    private readonly DrawingGenerator drawing;
    private readonly CoreWorkers? workers;

    private AuditedRun(RunFolder folder, Experiment experiment, Dataset data, GeneratorReals reals, CheckpointState state, Device device, IRunDisplay display, CancellationToken stop)
    {
        (Folder, Experiment, Data, Reals, this.state, Device) = (folder, experiment, data, reals, state, device);
        Schedule = Simulation.ScheduleOf(experiment, data);
        perceptual = PerceptualWeights.Load(experiment, data, device);
        generator = Simulation.NewGenerator(experiment, data);
        WeightFile.Load(generator, Weights);
        generator.to(device);
        using var conditions = new TrainingConditions(Simulation.ListingSites(experiment, data, new Ledger()));
        drawing = new DrawingGenerator(experiment, generator, conditions, experiment.Training.BatchSize, display, stop);
        Listed = [.. SetsOf(folder, experiment).SelectMany(set => CrossingFor(set, generator)).Distinct()];
        workers = StepSizes.OneThreadASite(experiment.Training.BatchSize, data.Sites[0].Training.ImageShape, device.type) && !DrawingGenerator.IsOneByOne(experiment, generator)
            ? new CoreWorkers(get_num_threads()) : null;
    }

    /// <summary>Its folder.</summary>
    public RunFolder Folder { get; }

    /// <summary>Its folder, from where the program was started: what it is called beside another.</summary>
    public string Name => Path.GetRelativePath(".", Folder.Root);

    /// <summary>What it was trained with.</summary>
    public Experiment Experiment { get; }

    /// <summary>Its data, as it cut and numbered them.</summary>
    public Dataset Data { get; }

    /// <summary>The same, with the heads of the set that was drawn into its folder, which may have its numbers from a key of its own.</summary>
    public GeneratorReals Reals { get; }

    /// <summary>Where everything is computed.</summary>
    public Device Device { get; }

    /// <summary>Its length and learning rates.</summary>
    public LearningRateSchedule Schedule { get; }

    /// <summary>Steps of G that were done.</summary>
    public long StepsDone => state.Step;

    /// <summary>What crossed during its training.</summary>
    public IReadOnlyList<Traffic> Communication => state.Communication;

    /// <summary>The generator's file.</summary>
    public string Weights => RunOrigin.WeightsOf(Folder)!;

    /// <summary>The set that was drawn into its folder, whether it is there or not.</summary>
    public GivenSet Released => GivenSet.At(Folder.Root);

    /// <summary>Whose conditions crossed for the sets that lie in its folder, each once: those that the generator was trained on, those of the fold that was left out.</summary>
    public IReadOnlyList<SynthesisConditions> Listed { get; }

    /// <summary>The perceptual term's network; null: there is no such term.</summary>
    public PerceptualLoss? Perceptual => perceptual;

    /// <summary>Whether a term of the loss looks at real images, other than D_j.</summary>
    public bool ComparesWithReal => Experiment.Loss.WeighedReconstruction() != Reconstruction.None || perceptual is not null;

    /// <summary>The configuration that it was trained with; what may be audited otherwise may differ from <see cref="Experiment"/>.</summary>
    public Experiment Trained => Checkpoint.ReadConfiguration(Folder);

    /// <summary>
    /// Each site's samples of patients that the run did not learn from: validation, test and the fold that was left out. They are
    /// asked about through a probe, or drawn from.
    /// </summary>
    public static IReadOnlyList<SampleSet> HeldOut(SiteData<SampleSet> site) => [site.Validation, site.Test, site.LeftOut];

    /// <summary>Loads a run with its data.</summary>
    /// <param name="experiment">The configuration; its fold is the run's own.</param>
    /// <param name="path">The run's folder.</param>
    /// <param name="device">Where everything is computed.</param>
    /// <param name="display">Shows how far it is.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <exception cref="UserException">There is no trained run, it is of another configuration or of other data, or it or the set in its folder cannot be audited.</exception>
    public static AuditedRun Load(Experiment experiment, string path, Device device, IRunDisplay display, CancellationToken stop)
    {
        var folder = RunFolder.At(path);
        if (!FolderKind.Run.Is(folder.Root) || RunOrigin.WeightsOf(folder) is not { } weights || !Directory.Exists(folder.NewestCheckpoint))
        {
            throw new UserException(
                $"There is no trained run in '{path}'{GivenPath.Resolved(path)}: the audit asks the discriminators of its last checkpoint.",
                folder.HowToTrain("FILE"));
        }

        var trained = Checkpoint.ReadConfiguration(folder);
        var own = experiment with { Data = experiment.Data with { Fold = trained.Data.Fold } };
        Refuse(own);
        RefuseOther(Dependence.Run.Of(own), folder, "another configuration", $"Use the run's own: --config {ShellWord.Of(folder.Configuration)}.");
        Checkpoint.RefuseOtherWeights(folder, weights);
        var state = Checkpoint.ReadState(folder);
        ResumeRules.RefuseOtherKey(trained, own, state, folder);
        PerceptualWeights.Find(own.Loss, ofRun: true);

        // What is released is looked at last, after attacks that take long.
        var (set, numbered) = ((SyntheticSet?)null, own);
        if (GivenSet.At(folder.Root) is { IsThere: true } released)
        {
            set = SyntheticSet.Of(released);
            set.RefuseChanged();

            // A set may have a key of its own. The run's may lie elsewhere by now, as it is given here.
            numbered = released.HasConfiguration && released.Configuration() is var drawn && drawn.Sites.KeyFile != trained.Sites.KeyFile
                && (drawn.Sites.KeyFile is not { } key || File.Exists(key) || own.Sites.KeyFile is null) ? drawn : own;
            _ = SiteKey.Of(numbered);
            if ((set.Doubt ?? (released.OtherWeights is { } other ? $"{other}: what is found of it does not tell what the run's generator draws." : null)) is { } doubt)
            {
                display.Warn(doubt);
            }
        }

        var data = LoadingProgress.Load(display, stop, progress => Dataset.Load(own, device, progress));
        try
        {
            if (data.Sites.SelectMany(HeldOut).All(samples => samples.Count == 0))
            {
                throw new UserException(
                    "The audit needs patients that the run did not learn from, and all are training patients.", "To have some, " + data.HowToGet(DataPart.Validation));
            }

            SplitFile.RefuseOther(path, data.Split);
            var comparison = RefuseOther(RunIdentity.Of(own, data), folder, "other data", "Restore them, or train anew: asyndgan train --overwrite.");
            foreach (var doubt in new[] { comparison.Doubt($"the run in '{folder.Root}'"), state.Doubt }.OfType<string>())
            {
                display.Warn(doubt);
            }

            var reals = GeneratorReals.Of(data, SiteKey.Of(own), SiteKey.Of(numbered));
            if (set is not null)
            {
                _ = reals.HeadsOf(set);
            }

            return new AuditedRun(folder, own, data, reals, state, device, display, stop);
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    /// <summary>A site as its last checkpoint left it, anew at each call: what is asked of it changes its D_j. Its exchanges begin at 0 again.</summary>
    /// <param name="site">Whose.</param>
    public LocalSite Open(SiteData<SampleSet> site) => Open(site, site.Training, 0, Experiment.Training.BatchSize);

    /// <summary>
    /// A probe: the site's code and a copy of its D_j over samples that D_j has not learned from. It exists for the audit alone; in
    /// a federation nobody may ask about them.
    /// </summary>
    /// <param name="site">Whose D_j.</param>
    /// <param name="asked">What is asked about in place of training samples; at least one.</param>
    /// <param name="exchange">The number of the exchange that comes next.</param>
    public LocalSite Open(SiteData<SampleSet> site, IPairs asked, long exchange) => Open(site, asked, exchange, Math.Min(Experiment.Training.BatchSize, asked.Count));

    private LocalSite Open(SiteData<SampleSet> site, IPairs asked, long exchange, int images)
    {
        using var scope = NewDisposeScope();
        var network = NewDiscriminator(site);
        var opened = new LocalSite(
            site.Name, Experiment.Seed, asked, site.Validation, new LocalDiscriminator(site.Name, Simulation.SettingsOf(Experiment, Schedule), network, perceptual),
            questions: Experiment.Sites.Questions, images: images);
        try
        {
            Checkpoint.Load(Folder, opened, state);
            opened.GoOnFrom(exchange);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>
    /// A copy of a site's D_j as its last checkpoint has it, which no centre gets: for the attack of one who does. The caller's.
    /// </summary>
    /// <param name="site">Whose.</param>
    /// <returns>The network, to be asked and not trained.</returns>
    public Discriminator Discriminator(SiteData<SampleSet> site)
    {
        using var scope = NewDisposeScope();
        var network = NewDiscriminator(site);
        Checkpoint.Load(Folder, site.Name, network, Experiment.Training, state);
        network.eval();
        return network;
    }

    /// <summary>A site as the centre has it, whose messages cross as <c>boundary</c> says.</summary>
    public ISite AcrossBoundary(LocalSite site) => WireSite.Across(site, Experiment.Boundary);

    /// <summary>What G draws for some conditions, as synthesis would.</summary>
    /// <param name="x">[n, channels, height, width].</param>
    /// <param name="site">The conditions' site.</param>
    /// <returns>[n, channels, height, width] in [-1, 1], on the device, in the present dispose scope.</returns>
    public Tensor Draw(Tensor x, string site)
    {
        using var scope = NewDisposeScope();
        var conditions = x.cpu();
        var drawn = Enumerable.Range(0, (int)x.shape[0]).Select(i => drawing.Draw([(conditions.narrow(0, i, 1), site, i)]));
        return cat([.. drawn]).to(Device).MoveToOuterDisposeScope();
    }

    /// <summary>What so many pieces of the work give, in their order: side by side, a thread each, where one thread computes a site's step in training.</summary>
    /// <param name="count">Pieces, numbered from 0.</param>
    /// <param name="piece">Does one, with sites that it opens itself; it gives no tensors.</param>
    public T[] Each<T>(int count, Func<int, T> piece) => workers is null ? [.. Enumerable.Range(0, count).Select(piece)] : workers.Map(count, piece);

    /// <inheritdoc />
    public void Dispose()
    {
        workers?.Dispose();
        generator.Dispose();
        perceptual?.Dispose();
        Reals.Dispose();
    }

    /// <summary>What the sets in a run's folder were drawn with; one that has lost its configuration, with the run's and the conditions that its folder is for.</summary>
    private static IEnumerable<Experiment> SetsOf(RunFolder folder, Experiment experiment) => Enum.GetValues<SynthesisConditions>()
        .Select(conditions => (Conditions: conditions, Set: new GivenSet(folder.Root, folder.SyntheticSetOf(conditions), folder.Root))).Where(one => one.Set.IsThere)
        .Select(one => one.Set.HasConfiguration ? one.Set.Configuration() : experiment with { Synthesis = experiment.Synthesis with { Conditions = one.Conditions } });

    /// <summary>Where batch norm's statistics are computed anew, what the generator was trained on is listed for a set of left-out conditions, too.</summary>
    private static SynthesisConditions[] CrossingFor(Experiment set, nn.Module<Tensor, Tensor> generator) =>
        DrawingGenerator.Recomputes(set, generator) ? [set.Synthesis.Conditions, SynthesisConditions.Seen] : [set.Synthesis.Conditions];

    private Discriminator NewDiscriminator(SiteData<SampleSet> site) =>
        Simulation.NewDiscriminator(Experiment, new SiteData<IPairs>(site.Name, site.Training, site.Validation, site.Test, site.LeftOut)).to(Device);

    /// <summary>Runs without hospitals on one side and a centre on the other have no boundary that could be audited.</summary>
    private static void Refuse(Experiment experiment)
    {
        if (experiment.Data.Source == DataSource.Gaussian)
        {
            throw new UserException("data.source: gaussian has points, which are nobody's images: there is nothing to audit.", "Audit a run of images.");
        }

        if (experiment.Sites.Mode != SiteMode.Distributed)
        {
            throw new UserException(
                $"sites.mode is {YamlValue.Of(experiment.Sites.Mode)}: {(experiment.Sites.Mode == SiteMode.Single ? "one hospital learned alone" : "one place held the images of all hospitals")}, and there is no boundary to audit.",
                "Audit a run of sites.mode: distributed.");
        }

        // Likeness is judged beside the objects of the conditions.
        _ = new ConditionLayout(experiment.Data);
    }

    private static IdentityDifferences RefuseOther(Identity now, RunFolder folder, string what, string hint)
    {
        var comparison = now.ComparedWith(RunIdentity.Stored(folder));
        if (comparison.Different.Count > 0)
        {
            throw new UserException($"The run in '{folder.Root}' was made with {what}:{comparison.Lines("in the run")}", hint);
        }

        return comparison;
    }
}

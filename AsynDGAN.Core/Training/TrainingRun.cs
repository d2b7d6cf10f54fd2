using System.Diagnostics;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Keys;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Networks.Convolutions;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Reuse;
using AsynDGAN.Core.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Training;

/// <summary>One training with its folder, from the configuration to the last checkpoint.</summary>
public sealed class TrainingRun : IDisposable
{
    private readonly Experiment experiment;
    private readonly RunFolder folder;
    private readonly IRunDisplay display;
    private readonly FolderLock held;
    private readonly CheckpointState? resumed;
    private string? siteKey;

    private TrainingRun(Experiment experiment, RunFolder folder, FolderLock held, IRunDisplay display, CheckpointState? resumed) =>
        (this.experiment, this.folder, this.held, this.display, this.resumed) = (experiment, folder, held, display, resumed);

    /// <summary>A new run.</summary>
    /// <param name="experiment">The configuration.</param>
    /// <param name="path">The run's folder.</param>
    /// <param name="overwrite">Whether a run that is there may be replaced.</param>
    /// <param name="display">What shows the run.</param>
    /// <exception cref="UserException">A run is there already, another command writes there, or the folder cannot be written.</exception>
    public static TrainingRun Start(Experiment experiment, string path, bool overwrite, IRunDisplay display) =>
        new(experiment, RunFolder.Create(path, overwrite), FolderLock.Take(path), display, null);

    /// <summary>A run that goes on from its last checkpoint.</summary>
    /// <param name="experiment">The configuration now; null: the run's own.</param>
    /// <param name="overrides">Changes to the run's own configuration, <c>key=value</c>.</param>
    /// <param name="path">The run's folder.</param>
    /// <param name="display">What shows the run.</param>
    /// <exception cref="UserException">
    /// There is no run or checkpoint, another command writes there, or the configurations differ in keys that must not change.
    /// </exception>
    public static TrainingRun Resume(Experiment? experiment, IReadOnlyList<string> overrides, string path, IRunDisplay display)
    {
        var held = FolderLock.Take(path);
        try
        {
            var folder = RunFolder.Open(path);
            var state = Checkpoint.ReadState(folder);
            var now = experiment ?? ExperimentReader.Read(folder.Configuration, overrides);
            ResumeRules.Check(Checkpoint.ReadConfiguration(folder), now, state, folder);
            return new TrainingRun(now, folder, held, display, state);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Refuses data that are not those that the run which goes on was trained on.</summary>
    /// <exception cref="UserException">Something differs.</exception>
    public void RefuseOtherData(IRunData data) => ResumeRules.Check(RunIdentity.Of(experiment, data), RunIdentity.Stored(folder), folder, log: null);

    /// <summary>Warns of conditions of which no data set can be drawn; null where one can.</summary>
    public static string? NothingToDraw(Experiment experiment) => ConditionPlanes.Of(experiment.Data).Any(plane => plane.ShowsTumour) ? null
        : $"data.conditions is {YamlValue.Of(experiment.Data.Conditions)}, without tumour, classes or nuclei: no data set can be drawn from this run.";

    /// <summary>What it trains with.</summary>
    public Experiment Experiment => experiment;

    /// <summary>Lets other commands write in the run's folder.</summary>
    public void Dispose() => held.Dispose();

    /// <summary>
    /// Loads the data, checks the machine, trains. Nothing is written, and nothing of a replaced run is touched, before
    /// training can begin.
    /// </summary>
    /// <param name="stop">Asks to finish the step under way and to stop.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="UserException">Data or checkpoint are at fault, or a loss is not finite.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop before training began.</exception>
    public TrainingOutcome Execute(CancellationToken stop)
    {
        PerceptualWeights.Find(experiment.Loss, ofRun: resumed is not null);

        // As the data are numbered by it: its file may be another, or none, by the time of a checkpoint.
        siteKey = SiteKey.Of(experiment).Digest;
        var device = Machine.Settle(experiment, display);
        using var data = LoadingProgress.Load(display, stop, progress => RunData.Load(experiment, device, progress));
        var sitesPerGroup = resumed is null ? Simulation.SitesPerGroup(experiment, data, device) : resumed.SitesPerGroup ?? 1;
        var convolutions = SafeConvolutions.Ensure([.. Simulation.Networks(experiment, data, sitesPerGroup), .. PerceptualWeights.Networks(experiment, data)], device, display);
        stop.ThrowIfCancellationRequested();
        Action<string> say = display.Say;
        using var recording = StepRecording.Of(experiment, device, line => say(line));
        using var simulation = Simulation.Build(experiment, data, device, folder, sitesPerGroup, recording);
        var configuration = ExperimentWriter.Write(experiment);
        var identity = RunIdentity.Of(experiment, data);
        if (resumed is null)
        {
            if (folder.Replaced is { } replaced)
            {
                display.Say(replaced);
            }

            folder.Begin(configuration);
        }

        var log = new RunLog(folder.Log, display);
        say = log.Say;
        try
        {
            return Execute(data, simulation, device, configuration, identity, convolutions, recording.Line, log, stop);
        }
        catch (UserException e)
        {
            log.Note("stopped: " + e.Message);
            throw;
        }
    }

    private TrainingOutcome Execute(
        IRunData data, Simulation simulation, Device device, string configuration, Identity identity, string convolutions, string? recorded, RunLog log,
        CancellationToken stop)
    {
        // Of data that are refused, the log says nothing: the report has their numbers from it.
        var stored = resumed is null ? null : RunIdentity.Stored(folder);
        if (stored is not null)
        {
            ResumeRules.Check(identity, stored, folder, log);
        }

        log.Note($"precision: {Arithmetic.Name}");
        log.Say(data.OneLine);
        CaseNote.Tell(data.Notes, log.Say, log.Warn);
        if (NothingToDraw(experiment) is { } warning)
        {
            log.Warn(warning);
        }

        log.Say(convolutions);
        if (recorded is not null)
        {
            log.Say(recorded);
        }

        if (ShownByCritiques.Line(experiment.Loss) is { } shown)
        {
            log.Say(shown);
        }

        var provenance = Provenance.Of(device.ToString(), convolutions, data.Fingerprint, configuration) with { TrainedSeconds = 0 };
        var clock = Stopwatch.StartNew();
        var schedule = simulation.Schedule;
        var before = resumed is null ? null : TimeBefore();
        var trains = resumed is null || resumed.Step < schedule.Steps;

        // A training that was made shorter, to what is done, or killed behind its last step.
        var ends = resumed?.Step == schedule.Steps && (before is { Ended: null } || ResumeRules.IsOfOtherLength(identity, stored!));
        var lacksSheets = resumed is not null && !HasSheets(resumed);
        var records = new RunRecords(folder, schedule, experiment.Boundary.Losses) { LacksSheets = lacksSheets };
        if (resumed is not null)
        {
            provenance = provenance with { Started = before?.Started ?? provenance.Started, TrainedSeconds = before?.Seconds };
            GoOn(resumed, simulation, records, provenance, log);
        }

        var texts = Texts(configuration, data.Split);
        if (texts.TryGetValue(Path.GetFileName(folder.Split), out var split))
        {
            AtomicFile.WriteText(folder.Split, split);
        }

        // What only writes lost files again makes nothing else of the run: its configuration, its record and its checkpoint stay together.
        if (trains || ends)
        {
            AtomicFile.WriteText(folder.Configuration, configuration);
            provenance.Write(folder.Provenance);
        }
        else if (ExperimentWriter.Write(Checkpoint.ReadConfiguration(folder)) is var kept && HasDamagedConfiguration())
        {
            AtomicFile.WriteText(folder.Configuration, kept);
        }
        else if (configuration != kept)
        {
            log.Say($"nothing is left to train: {folder.Configuration} stays as it is, and keys that differ from those of the last checkpoint change nothing");
        }

        log.Say($"training: {schedule.Steps} steps, {schedule.StepsPerEpoch} an epoch, losses every {experiment.Training.LogEvery} steps");
        var loop = new TrainingLoop(experiment, simulation, folder, log);
        var done = ends ? loop.End(!lacksSheets, Keep) : loop.Run(resumed?.Step ?? 0, Keep, stop);
        if (trains || ends)
        {
            (Timed() with { Ended = DateTime.UtcNow }).Write(folder.Provenance);
        }

        log.Note($"{done} of {schedule.Steps} steps done");
        return new TrainingOutcome(folder, done, schedule.Steps, simulation.Ledger.Totals);

        void Keep(long step)
        {
            Timed().Write(folder.Provenance);
            Save(step, simulation, identity, provenance, records.RowsFor(step, log), texts);
        }

        Provenance Timed() => provenance with { TrainedSeconds = provenance.TrainedSeconds + Math.Round(clock.Elapsed.TotalSeconds, 3) };
    }

    /// <summary>When and how long the run was trained before; null where its record is lost.</summary>
    private TrainingTime? TimeBefore()
    {
        try
        {
            return TrainingTime.Read(folder);
        }
        catch (UserException)
        {
            return null;
        }
    }

    /// <summary>Whether the process that wrote a checkpoint drew sheets at its step.</summary>
    private bool HasSheets(CheckpointState state)
    {
        var before = Checkpoint.ReadConfiguration(folder).Training;
        return new LearningRateSchedule(before, state.StepsPerEpoch).IsDue(before.SamplesEvery, state.Step);
    }

    /// <summary>Whether the run's configuration cannot be read.</summary>
    private bool HasDamagedConfiguration()
    {
        try
        {
            ExperimentReader.Read(folder.Configuration, []);
            return false;
        }
        catch (UserException)
        {
            return true;
        }
    }

    /// <summary>What a checkpoint keeps of the run's own texts, by the files' names: these, whatever becomes of the files while it trains.</summary>
    private Dictionary<string, string> Texts(string configuration, IReadOnlyList<SplitRow> split)
    {
        var texts = new Dictionary<string, string> { [Path.GetFileName(folder.Configuration)] = configuration };
        if (split.Count > 0)
        {
            using var writer = new StringWriter();
            SplitFile.Write(writer, split);
            texts[Path.GetFileName(folder.Split)] = writer.ToString();
        }

        return texts;
    }

    private void GoOn(CheckpointState state, Simulation simulation, RunRecords records, Provenance provenance, RunLog log)
    {
        var before = ComputedWith.Of(
            state.Device, state.Threads, state.Precision ?? Arithmetic.Earlier(state.Device, state.Identity), state.Convolutions, state.LibTorch, state.Processor, state.Gpu);
        var now = ComputedWith.Of(
            provenance.Device, provenance.Threads, provenance.Precision, provenance.Convolutions, provenance.LibTorch, ProcessorKind.Text, provenance.Gpu);
        if (!now.IsLike(before))
        {
            log.Warn($"resuming on {now}, after {before}: from here on the results are not equal bit for bit to those of a run that was never interrupted.");
        }

        if (state.Doubt is { } doubt)
        {
            log.Warn(doubt);
        }

        if (state.Step > simulation.Schedule.Steps)
        {
            throw new UserException($"The checkpoint of '{folder.Root}' stands at step {state.Step}, and the training has {simulation.Schedule.Steps} steps.", "Start the run again with --overwrite.");
        }

        Checkpoint.Load(folder, simulation, experiment.Training, state);

        // What is drawn from may have been lost or damaged since, and no step may be left that would write it.
        SaveWeights(simulation);
        records.Check(state, log);
        records.GoOn(state);
        log.Say($"{RunLog.GoesOn}{state.Step} of {simulation.Schedule.Steps}");
    }

    private void SaveWeights(Simulation simulation)
    {
        simulation.Centre.SaveWeights(folder.GeneratorWeights);
        simulation.Centre.SaveAverage(folder.AverageWeights);
    }

    private void Save(
        long step, Simulation simulation, Identity identity, Provenance provenance, IReadOnlyDictionary<string, int> rows, IReadOnlyDictionary<string, string> texts)
    {
        var ledger = simulation.Ledger.Totals;
        SaveWeights(simulation);
        new CsvLog<Traffic>(folder.Communication).Replace(ledger);
        var state = new CheckpointState(
            StateFile.Format, step, simulation.Schedule.StepsPerEpoch, provenance.Device, provenance.Threads,
            provenance.Convolutions, provenance.Data, ledger)
        {
            Precision = provenance.Precision,
            LibTorch = provenance.LibTorch,
            Processor = ProcessorKind.Text,
            Gpu = provenance.Gpu,
            Identity = identity.Parts,
            SitesPerGroup = simulation.Centre.SitesPerGroup,
            SiteKey = siteKey,
            Weights = new[] { folder.GeneratorWeights, folder.AverageWeights }.Where(File.Exists).ToDictionary(file => Path.GetFileName(file), Digest.OfFile),
            Rows = rows,
        };
        Checkpoint.Save(folder, simulation, state, texts);
    }
}

using System.Diagnostics;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Training;

/// <summary>The loop over steps, and what is written on the way.</summary>
public sealed class TrainingLoop(Experiment experiment, Simulation simulation, RunFolder folder, RunLog log)
{
    /// <summary>Conditions of each site and part at most that a preview draws, spread over its patients; the sheet shows the first images.</summary>
    public const int PreviewedImages = 32;

    /// <summary>The same of points, of which the sheet shows all.</summary>
    private const int PreviewedPoints = 2000;

    private const string WhatToDo = "Lower training.learning_rate or the loss's weights and scales (loss.lambda_*, loss.*_scale), or choose another loss.gan or norm.";

    private readonly LearningRateSchedule schedule = simulation.Schedule;
    private readonly CsvLog<LossRow> losses = LossRow.Log(folder.Losses, experiment.Boundary.Losses);

    // Steps done at the last checkpoint.
    private long saved;

    // Null where none are wanted, or can be written.
    private EventLog? events;

    /// <summary>Trains to the end, or until it is asked to stop; then the step under way is finished and a checkpoint written.</summary>
    /// <param name="first">Steps done before.</param>
    /// <param name="checkpoint">Writes a checkpoint after so many steps.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <returns>Steps done.</returns>
    /// <exception cref="UserException">A loss, or a network that is about to be saved, is not finite; the last checkpoint stays.</exception>
    public long Run(long first, Action<long> checkpoint, CancellationToken stop)
    {
        saved = first;
        using var watch = new LossWatch(site => simulation.Sites[site].Profile.Name, experiment.Boundary.Losses);
        OpenEvents(first);
        var clock = Stopwatch.StartNew();
        for (var step = first; step < schedule.Steps; step++)
        {
            using var scope = NewDisposeScope();
            var table = simulation.Centre.Step(step);
            watch.Take(table);
            var done = step + 1;

            // Read once: a stop that comes later waits for the next step, so that none goes without its checkpoint.
            var stopping = stop.IsCancellationRequested;
            var draws = schedule.IsDue(experiment.Training.SamplesEvery, done);
            var saves = schedule.IsDue(experiment.Training.CheckpointEvery, done);
            var logs = done % experiment.Training.LogEvery == 0 || done == schedule.Steps;
            if (logs || draws || saves || stopping)
            {
                RefuseNotFinite(done, watch);
            }

            if (logs)
            {
                Write(step, table, (done - first) / clock.Elapsed.TotalSeconds);
            }

            if (draws)
            {
                DrawSheets(done);
            }

            if (saves)
            {
                SaveEpoch(done, Save);
            }
            else if (stopping)
            {
                Save(done);
            }

            if (stopping)
            {
                return done;
            }
        }

        return schedule.Steps;

        void Save(long done)
        {
            checkpoint(done);
            saved = done;
            NativeRuntime.GiveBackFreeBlocks();
        }
    }

    /// <summary>Ends a training whose last step was done by a process that did not know it for the last, or was killed before it could say so: writes what comes after that step.</summary>
    /// <param name="hasSheets">Whether the step's sheets are there already.</param>
    /// <param name="checkpoint">Writes a checkpoint after so many steps.</param>
    /// <returns>Steps done.</returns>
    public long End(bool hasSheets, Action<long> checkpoint)
    {
        OpenEvents(schedule.Steps);
        if (!hasSheets)
        {
            DrawSheets(schedule.Steps);
        }

        SaveEpoch(schedule.Steps, checkpoint);
        return schedule.Steps;
    }

    private void DrawSheets(long done)
    {
        var epoch = schedule.Epoch(done - 1);
        simulation.Centre.Preview(epoch, experiment.Data.Source == DataSource.Gaussian ? PreviewedPoints : PreviewedImages);
        foreach (var (name, path) in folder.SampleSheets(epoch, simulation.Sites.Select(site => site.Profile.Name)))
        {
            Tell(events => events.Add(done, "samples/" + name, File.ReadAllBytes(path)));
        }

        // Sheets, as tables and weights, leave free pieces between the steps' own blocks.
        NativeRuntime.GiveBackFreeBlocks();
    }

    /// <summary>The checkpoint comes last: a kill before it makes the resumed run write the rest again.</summary>
    private void SaveEpoch(long done, Action<long> checkpoint)
    {
        var epoch = schedule.Epoch(done - 1);
        simulation.Centre.SaveWeights(folder.EpochWeights(epoch));
        checkpoint(done);
        log.Note($"epoch {epoch}: checkpoint");
    }

    /// <summary>Asked once an interval, and before anything is drawn or saved with the networks, so that what is there stays good: the only wait for the device.</summary>
    private void RefuseNotFinite(long done, LossWatch watch)
    {
        if (watch.Fault(done) is { } loss)
        {
            throw new UserException($"{loss} {WhatStays()}", WhatToDo);
        }

        if (simulation.FirstNotFinite() is { } network)
        {
            throw new UserException(
                $"Step {done}: values of {network}, are infinite or no numbers; nothing of it was saved. {WhatStays()}",
                WhatToDo);
        }
    }

    /// <summary>Begins TensorBoard's events, where they are wanted, and cuts what earlier processes told of later steps.</summary>
    private void OpenEvents(long first)
    {
        events = experiment.Training.Tensorboard ? new EventLog(folder.Root, first) : null;
        Tell(_ => EventLog.Cut(folder.Root, first));
    }

    /// <summary>Adds to TensorBoard's events, on which no result depends: where they cannot be written, the user is warned, and the run goes on without them.</summary>
    private void Tell(Action<EventLog> add)
    {
        try
        {
            if (events is not null)
            {
                add(events);
            }
        }
        catch (Exception fault) when (fault is UserException || WriteFault.Is(fault))
        {
            events = null;
            log.Warn($"{fault.Message} The run goes on without TensorBoard's events.");
        }
    }

    private string WhatStays() => saved > 0 ? $"The last good checkpoint, of step {saved}, stays." : "There was no checkpoint yet.";

    private void Write(long step, Tensor table, double stepsPerSecond)
    {
        var terms = LossTerms.Crossing(experiment.Boundary.Losses);
        var values = table.cpu().to(float64).data<double>().ToArray();
        var rows = simulation.Sites.Select((site, s) => new LossRow(
            step + 1, schedule.Epoch(step), site.Profile.Name, values[(s * terms.Count)..((s + 1) * terms.Count)], schedule.LearningRate(step))).ToArray();
        losses.Append(rows);
        Tell(events => events.Add(
            step + 1,
            [
                .. rows.SelectMany(row => terms.Zip(row.Terms).Select(term => ($"{CsvColumn.SnakeCase(term.First.Name)}/{row.Site}", term.Second))),
                ("learning_rate", schedule.LearningRate(step)),
            ]));
        log.Display.Show(new TrainingStatus(
            schedule.Epoch(step), schedule.Epochs, step + 1, schedule.Steps,
            [.. rows.Select(r => new SiteStatus(r.Site, Sum(r, LossTerms.OfDiscriminator), Sum(r, LossTerms.OfGenerator)))],
            stepsPerSecond * simulation.ImagesPerStep, TimeAhead.OfSeconds((schedule.Steps - step - 1) / stepsPerSecond)));

        double Sum(LossRow row, IReadOnlyList<LossTerm> half) => terms.Zip(row.Terms).Where(term => half.Contains(term.First)).Sum(term => term.Second);
    }
}

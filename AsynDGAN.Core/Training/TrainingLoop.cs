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
        events = experiment.Training.Tensorboard ? new EventLog(folder.Root, first) : null;
        var clock = Stopwatch.StartNew();
        for (var step = first; step < schedule.Steps; step++)
        {
            using var scope = NewDisposeScope();
            var table = simulation.Centre.Step(step);
            watch.Take(table);
            var done = step + 1;

            // Read once: a stop that comes later waits for the next step, so that none goes without its checkpoint.
            var stopping = stop.IsCancellationRequested;
            var epochEnds = done % schedule.StepsPerEpoch == 0 || done == schedule.Steps;
            var epoch = schedule.Epoch(step);
            var logs = done % experiment.Training.LogEvery == 0 || done == schedule.Steps;
            if (logs || epochEnds || stopping)
            {
                RefuseNotFinite(done, watch);
            }

            if (logs)
            {
                Write(step, table, (done - first) / clock.Elapsed.TotalSeconds);
            }

            if (epochEnds && (epoch % experiment.Training.SamplesEvery == 0 || done == schedule.Steps))
            {
                simulation.Centre.Preview(epoch, experiment.Data.Source == DataSource.Gaussian ? PreviewedPoints : PreviewedImages);
                foreach (var (name, path) in folder.SampleSheets(epoch))
                {
                    Tell(events => events.Add(done, "samples/" + name, File.ReadAllBytes(path)));
                }

                // Sheets, and below tables and weights, leave free pieces between the steps' own blocks.
                NativeRuntime.GiveBackFreeBlocks();
            }

            if (epochEnds && (epoch % experiment.Training.CheckpointEvery == 0 || done == schedule.Steps))
            {
                // The checkpoint comes last: a kill before it makes the resumed run write the rest again.
                simulation.Centre.SaveWeights(folder.EpochWeights(epoch));
                Save(done);
                log.Note($"epoch {epoch}: checkpoint");
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
        catch (UserException fault)
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

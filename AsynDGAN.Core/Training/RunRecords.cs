using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Training;

/// <summary>
/// The tables that a run keeps beside its checkpoints. The checkpoint knows how long they were, so that a run never goes on
/// behind a gap.
/// </summary>
/// <param name="folder">The run's.</param>
/// <param name="schedule">Which epochs have ended after so many steps.</param>
/// <param name="crossing">Which losses cross; where not all do, the sites keep records of their own.</param>
internal sealed class RunRecords(RunFolder folder, LearningRateSchedule schedule, BoundaryLosses crossing = BoundaryLosses.All)
{
    private const string OfASite = "-losses.csv";

    private readonly CsvLog<LossRow> losses = LossRow.Log(folder.Losses, crossing);
    private readonly CsvLog<CopyingRow> copying = new(folder.Copying);

    // What the tables had at the last checkpoint, or where the run went on.
    private (long Step, IReadOnlyDictionary<string, int> Rows) last = (0, new Dictionary<string, int>());

    /// <summary>Whether no sheets were drawn at the checkpoint's step, so that rows of copying for its epoch are of a process that was killed since.</summary>
    public bool LacksSheets { get; init; }

    /// <summary>The rows that belong to the steps done, by the file's name. A damaged file is left out: it stops a resumption, not a run.</summary>
    public IReadOnlyDictionary<string, int> RowsAt(long step)
    {
        var rows = new Dictionary<string, int>();
        Add(folder.Losses, () => losses.Count("step", step));
        Add(folder.Copying, () => CopyingRows(step));
        foreach (var path in OfSites)
        {
            Add(path, () => SiteLossRow.Log(path).Count("step", step));
        }

        return rows;

        void Add(string path, Func<int> count)
        {
            try
            {
                rows[Path.GetFileName(path)] = count();
            }
            catch (UserException)
            {
                // Resuming says what is wrong with it.
            }
        }
    }

    /// <summary>The same for a checkpoint that is written now. Rows that were there at the one before and are lost since are warned of, as no later process could know of them.</summary>
    public IReadOnlyDictionary<string, int> RowsFor(long step, RunLog log)
    {
        var there = RowsAt(last.Step);
        foreach (var (name, before) in last.Rows.Where(table => there.GetValueOrDefault(table.Key) < table.Value))
        {
            log.Warn($"{name}: {there.GetValueOrDefault(name)} of the {before} rows that it had after step {last.Step} can be read now; the others are lost, and the run goes on without them.");
        }

        last = (step, RowsAt(step));
        return last.Rows;
    }

    /// <summary>Compares the tables with what a checkpoint says; nothing is written.</summary>
    /// <exception cref="UserException">A table is damaged, or shorter than it was, or has rows twice.</exception>
    public void Check(CheckpointState state, RunLog log)
    {
        Check(folder.Losses, losses.Count("step", state.Step));

        // A run that was killed after an epoch's sheets and before its checkpoint has their rows already.
        Check(folder.Copying, CopyingRows(state.Step), copying.Count("epoch", EpochsOfSheets(state.Step)));
        foreach (var name in state.Rows?.Keys.Where(name => name.EndsWith(OfASite, StringComparison.Ordinal)) ?? [])
        {
            var path = Path.Combine(folder.SiteRecords, name);
            Check(path, SiteLossRow.Log(path).Count("step", state.Step));
        }

        if (TrafficRows() < state.Communication.Count)
        {
            log.Warn($"{folder.Communication} is shorter than it was at the checkpoint, after step {state.Step}; it is written again from there.");
        }

        void Check(string path, int rows, int? ofDone = null)
        {
            var promised = state.Rows?.GetValueOrDefault(Path.GetFileName(path)) ?? 0;
            if (promised > 0 && !File.Exists(path))
            {
                log.Warn($"{path} is not there; it begins again after step {state.Step}, and {promised} rows from before are missing.");
            }
            else if (rows < promised)
            {
                throw new UserException(
                    $"{path} has {rows} of the {promised} rows that it had at the checkpoint, after step {state.Step}.",
                    CsvDamage.Mend + " Or delete it: the run then goes on, and the file begins with the rows that follow.");
            }
            else if (promised > 0 && (ofDone ?? rows) > promised)
            {
                throw new UserException($"{path} has {ofDone ?? rows} rows up to step {state.Step}, and had {promised} at the checkpoint: rows are there twice.", CsvDamage.Mend);
            }
        }
    }

    /// <summary>Brings the tables to where a checkpoint is.</summary>
    public void GoOn(CheckpointState state)
    {
        losses.Cut("step", state.Step);
        copying.Cut("epoch", EpochsOfSheets(state.Step));
        foreach (var path in OfSites)
        {
            SiteLossRow.Log(path).Cut("step", state.Step);
        }

        new CsvLog<Traffic>(folder.Communication).Replace(state.Communication);
        last = (state.Step, RowsAt(state.Step));
    }

    private string[] OfSites => Directory.Exists(folder.SiteRecords) ? Directory.GetFiles(folder.SiteRecords, "*" + OfASite) : [];

    /// <summary>Up to the epoch under way, which a shorter run may have ended with.</summary>
    private int CopyingRows(long step) => copying.Count("epoch", schedule.Epoch(step - 1));

    /// <summary>Up to which epoch sheets were drawn that belong to a checkpoint.</summary>
    private int EpochsOfSheets(long step) => LacksSheets ? schedule.Epoch(step - 1) - 1 : schedule.EpochsDone(step);

    /// <summary>A row a site, direction and kind; a name may hold a line's end, so this may be too many, never too few.</summary>
    private int TrafficRows() => File.Exists(folder.Communication) ? File.ReadLines(folder.Communication).Count() - 1 : 0;
}

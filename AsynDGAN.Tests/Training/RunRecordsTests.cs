using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Training;
using AsynDGAN.Tests.Runs;

namespace AsynDGAN.Tests.Training;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RunRecordsTests : IDisposable
{
    private static readonly Traffic[] Crossed = [new("A", "to centre", "conditions", 6, 600), new("A", "to site", "fakes", 6, 700)];

    private readonly TemporaryFolder folder = new();
    private readonly RecordingDisplay display = new();
    private readonly RunFolder run;
    private readonly RunRecords records;
    private readonly CheckpointState state;

    /// <summary>Six steps of two an epoch, losses at each, copying after each epoch; then a seventh step and a checkpoint before it.</summary>
    public RunRecordsTests()
    {
        run = RunFolder.At(folder.Path);
        LossRow.Log(run.Losses).Append([.. Enumerable.Range(1, 7).Select(step => new LossRow(step, (step + 1) / 2, "A", [1, 1, 0, 1, 1, 0], 0.1))]);
        new CsvLog<CopyingRow>(run.Copying).Append([.. Enumerable.Range(1, 3).Select(epoch => new CopyingRow(epoch, "A", "training", 4, 0.5, 0.5))]);
        new CsvLog<Traffic>(run.Communication).Replace(Crossed);
        records = new RunRecords(run, new LearningRateSchedule(new TrainingOptions { Steps = 10 }, stepsPerEpoch: 2));
        state = new CheckpointState(StateFile.Format, 6, 2, "cpu", 1, "", "", Crossed) { Rows = records.RowsAt(6) };
    }

    public void Dispose() => folder.Dispose();

    [Test]
    public void Whole_tables_pass_without_a_word_and_are_brought_to_the_checkpoint()
    {
        Assert.That(state.Rows, Is.EqualTo(new Dictionary<string, int> { ["losses.csv"] = 6, ["copying.csv"] = 3 }));
        Check();
        records.GoOn(state);
        Check();
        Assert.That(display.Lines, Is.Empty);
        Assert.That(File.ReadLines(run.Losses).Count(), Is.EqualTo(7));
    }

    [Test]
    public void A_site_s_own_record_of_losses_is_counted_checked_and_cut()
    {
        Directory.CreateDirectory(run.SiteRecords);
        SiteLossRow.Log(run.SiteLosses("A")).Append([.. Enumerable.Range(1, 7).Select(step => new SiteLossRow(step, [1, 1, 0, 1, 1, 0]))]);
        var full = state with { Rows = records.RowsAt(6) };
        Assert.That(full.Rows["A-losses.csv"], Is.EqualTo(6));
        records.GoOn(full);
        Assert.That(File.ReadLines(run.SiteLosses("A")).Count(), Is.EqualTo(7));
        File.WriteAllLines(run.SiteLosses("A"), File.ReadAllLines(run.SiteLosses("A"))[..^1]);
        Assert.That(() => records.Check(full, new RunLog(run.Log, display)), Throws.TypeOf<UserException>().With.Message.Contains("A-losses.csv has 5 of the 6 rows"));
    }

    [Test]
    public void A_record_of_copying_of_an_earlier_version_goes_on()
    {
        var former = File.ReadAllLines(run.Copying).Select(row => string.Join(',', row.Split(',').Take(6)) + "\n").ToArray();
        File.WriteAllText(run.Copying, string.Concat(former));
        Check();
        records.GoOn(state);
        new CsvLog<CopyingRow>(run.Copying).Append(new CopyingRow(4, "A", "training", 4, 0.5, 0.5, 0.25, 0.125));
        Assert.That(File.ReadAllLines(run.Copying)[^2..], Is.EqualTo(new[] { "3,A,training,4,0.5,0.5,,", "4,A,training,4,0.5,0.5,0.25,0.125" }));
    }

    [Test]
    public void A_row_lost_from_the_middle_is_noticed([Values("losses.csv", "copying.csv")] string name)
    {
        var rows = File.ReadAllLines(folder.Join(name));
        File.WriteAllText(folder.Join(name), string.Concat(rows.Where((_, i) => i != 2).Select(row => row + "\n")));
        Assert.That(Check, Throws.TypeOf<UserException>().With.Message.Contains(name).And.Message.Contains("rows that it had at the checkpoint, after step 6"));
    }

    [Test]
    public void A_row_of_losses_that_is_there_twice_is_noticed()
    {
        File.AppendAllText(run.Losses, File.ReadAllLines(run.Losses)[2] + "\n");
        Assert.That(Check, Throws.TypeOf<UserException>().With.Message.Contains("losses.csv has 7 rows up to step 6, and had 6 at the checkpoint"));
    }

    [Test]
    public void A_row_of_copying_or_of_a_sites_losses_that_is_there_twice_is_noticed([Values("copying.csv", "sites/A-losses.csv")] string name)
    {
        Directory.CreateDirectory(run.SiteRecords);
        SiteLossRow.Log(run.SiteLosses("A")).Append([.. Enumerable.Range(1, 7).Select(step => new SiteLossRow(step, [1, 1, 0, 1, 1, 0]))]);
        var full = state with { Rows = records.RowsAt(6) };
        var path = Path.Combine(folder.Path, name);
        File.AppendAllText(path, File.ReadAllLines(path)[2] + "\n");
        Assert.That(() => records.Check(full, new RunLog(run.Log, display)), Throws.TypeOf<UserException>().With.Message.Contains("rows are there twice"));
    }

    [Test]
    public void Rows_of_copying_of_the_epoch_under_way_are_not_taken_for_rows_that_are_there_twice()
    {
        var within = state with { Step = 5, Rows = records.RowsAt(4) };
        Assert.That(within.Rows["copying.csv"], Is.EqualTo(2));
        records.Check(within with { Rows = new Dictionary<string, int>(within.Rows) { ["losses.csv"] = 5 } }, new RunLog(run.Log, display));
        Assert.That(display.Lines, Is.Empty);
    }

    [Test]
    public void A_value_that_is_no_number_is_named([Values("losses.csv", "copying.csv")] string name)
    {
        var text = File.ReadAllText(folder.Join(name));
        File.WriteAllText(folder.Join(name), text.Replace("\n2,", "\n2o,"));
        Assert.That(Check, Throws.TypeOf<UserException>().With.Message.Contains($"{name} is damaged: line 3").And.Message.Contains("'2o' is not a whole number"));
    }

    [Test]
    public void A_table_that_was_deleted_is_a_warning([Values("losses.csv", "copying.csv")] string name)
    {
        File.Delete(folder.Join(name));
        Check();
        Assert.That(display.Lines, Has.Count.EqualTo(1).And.One.Contains($"{name} is not there"));
    }

    [Test]
    public void Rows_that_are_lost_while_a_run_trains_are_told_once_at_its_next_checkpoint([Values("losses.csv", "copying.csv")] string name, [Values] bool resumed)
    {
        var log = new RunLog(run.Log, display);
        if (resumed)
        {
            records.GoOn(state);
        }

        Assert.That(records.RowsFor(6, log), Is.EqualTo(state.Rows));
        Assert.That(display.Lines, Is.Empty);
        File.Delete(folder.Join(name));
        LossRow.Log(run.Losses).Append([new LossRow(8, 4, "A", [1, 1, 0, 1, 1, 0], 0.1)]);
        records.RowsFor(8, log);
        Assert.That(display.Lines.Single(), Does.StartWith($"warning: {name}: 0 of the {state.Rows![name]} rows that it had after step 6 can be read now"));
        records.RowsFor(8, log);
        Assert.That(display.Lines, Has.Count.EqualTo(1));
    }

    [Test]
    public void Rows_of_copying_of_a_process_that_was_killed_behind_sheets_that_no_checkpoint_has_are_dropped()
    {
        var undrawn = new RunRecords(run, new LearningRateSchedule(new TrainingOptions { Steps = 6 }, stepsPerEpoch: 2)) { LacksSheets = true };
        var before = state with { Rows = new Dictionary<string, int>(state.Rows!) { ["copying.csv"] = 2 } };
        undrawn.Check(before, new RunLog(run.Log, display));
        undrawn.GoOn(before);
        Assert.That(File.ReadLines(run.Copying).Last(), Does.StartWith("2,A,"));
    }

    [Test]
    public void The_ledgers_table_is_written_again_from_the_checkpoint([Values] bool deleted)
    {
        var whole = File.ReadAllText(run.Communication);
        File.WriteAllText(run.Communication, whole[..(whole.Length / 2)]);
        if (deleted)
        {
            File.Delete(run.Communication);
        }

        Check();
        records.GoOn(state);
        Assert.That(display.Lines, Has.Count.EqualTo(1).And.One.Contains("communication.csv is shorter"));
        Assert.That(File.ReadAllText(run.Communication), Is.EqualTo(whole));
    }

    [Test]
    public void A_damaged_table_does_not_stop_the_run_that_writes_a_checkpoint()
    {
        File.WriteAllText(run.Losses, "edited");
        File.AppendAllText(run.Losses, "\n");
        Assert.That(records.RowsAt(6), Is.EqualTo(new Dictionary<string, int> { ["copying.csv"] = 3 }));
    }

    private void Check() => records.Check(state, new RunLog(run.Log, display));
}

using AsynDGAN.Core.Comparison;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Segmentation;
using AsynDGAN.Core.Synthesis;
using AsynDGAN.Core.Training;
using AsynDGAN.Tests.Runs;

namespace AsynDGAN.Tests.Comparison;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class StudyTablesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Test]
    public void The_epochs_of_copying_and_of_the_weights_are_those_of_the_run_where_they_are_farthest_apart()
    {
        var (same, without, next, later) = (Run("same", 5, 50), Run("without", 5, null), Run("next", 5, 51), Run("later", 4, 65));
        Assert.That(StudyTables.Epochs([same, without]), Is.Null);
        Assert.That(StudyTables.Epochs([same, next]), Is.EqualTo((5, 6)));
        Assert.That(StudyTables.Epochs([next, later, same]), Is.EqualTo((4, 7)));
    }

    [Test]
    public void Copying_that_was_measured_after_another_epoch_than_the_weights_stands_with_both_and_is_read_back_so()
    {
        var score = new SliceScore("AsynDGAN", "split 7, seed 1", "b", "p3", "p3/1", true, 12, 3, 4, 237, 1.5, 2, 1);
        var training = new TrainedRow(score.Row, score.Run, 7, 1, 28, null, 0, null);
        var path = folder.Join("table.csv");
        new CsvLog<TableRow>(path).Replace([TableRow.Of(score.Row, [training], [score], (0.75, 0.5), (5, 6))]);
        var (other, same) = (Text([.. CsvRecords.Read<TableRow>(path)]), Text([TableRow.Of(score.Row, [training], [score], (0.75, 0.5))]));
        Assert.Multiple(() =>
        {
            Assert.That(other, Does.Contain("| 0.750, 0.500 (after epoch 5, weights of epoch 6) |").And.Contain("same conditions; where epochs stand beside it"));
            Assert.That(same, Does.Contain("| 0.750, 0.500 |").And.Contain("Copying: correlation of fakes with the real images of the same conditions.\n"));
        });

        string Text(IReadOnlyList<TableRow> rows) => StudyText.Of(new Experiment(), "test", [training], rows, [], [], null, [], "px").Markdown();
    }

    [Test]
    public void Copying_and_shown_masks_are_of_no_run_whose_weights_have_not_drawn_the_set()
    {
        foreach (var (name, isOfItsRun) in new[] { ("own", true), ("older", false) })
        {
            folder.Write($"{name}/config.yaml", "");
            folder.Write($"{name}/weights/generator.safetensors", "last");
            folder.In($"{name}/synthetic/synthesis.json");
            new SetOrigin(1, "manifest", "the digest of an older file", "data", "cpu", 1, "") { OfItsRun = isOfItsRun }.Write(folder.Join(name, "synthetic"));
        }

        var replicate = new Replicate(new Experiment(), new Dictionary<string, IReadOnlyList<GivenSet>>
        {
            ["AsynDGAN"] = [GivenSet.At(folder.Join("own"))],
            ["Older"] = [GivenSet.At(folder.Join("older")), GivenSet.At(folder.Join("own"))],
        });
        var display = new RecordingDisplay();
        Assert.That(StudyTables.RunsOf("AsynDGAN", [replicate]), Is.EqualTo(new[] { folder.Join("own") }));
        Assert.That(StudyTables.RunsOf("Older", [replicate]), Is.EqualTo(new[] { folder.Join("own") }));
        Assert.That(MaskCheck.DrawnByTheirRuns(replicate, display).Select(own => (own.Label, own.Set.Run)), Is.EqualTo(new[] { ("AsynDGAN", folder.Join("own")), ("Older", folder.Join("own")) }));
        Assert.That(display.Lines, Has.Count.EqualTo(1));
        Assert.That(display.Lines[0], Does.StartWith("whether drawings of Older show their masks is not checked").And.Contain("was drawn with other weights"));
    }

    [Test]
    public void A_row_has_copying_where_every_set_of_it_has_a_record_of_its_own_run()
    {
        folder.Write("alone/config.yaml", "");
        var replicate = new Replicate(new Experiment(), new Dictionary<string, IReadOnlyList<GivenSet>>
        {
            ["One"] = [GivenSet.At(Run("one", 5, null))],
            ["Several"] = [GivenSet.At(folder.Join("one")), GivenSet.At(Run("two", 5, null))],
            ["Without"] = [GivenSet.At(folder.Join("one")), GivenSet.At(folder.Join("no-record"))],
            ["Outside"] = [GivenSet.At(folder.Join("one")), new GivenSet(folder.Join("alone"), folder.Join("alone"), null)],
        });
        Assert.That(StudyTables.CopyingOf("One", [replicate])!.Training, Is.EqualTo(0.8));
        Assert.That(StudyTables.CopyingOf("Several", [replicate])!.Training, Is.EqualTo(0.8));
        Assert.That(StudyTables.CopyingOf("Without", [replicate]), Is.Null);
        Assert.That(StudyTables.CopyingOf("Outside", [replicate]), Is.Null);
        Assert.That(StudyTables.CopyingOf("Real-All", [replicate]), Is.Null);
    }

    [Test]
    public void Where_rows_are_cut_it_is_said_that_pooled_sets_are_cut_by_chance_alone()
    {
        var score = new SliceScore("AsynDGAN", "split 7, seed 1", "b", "p3", "p3/1", true, 12, 3, 4, 237, 1.5, 2, 1);
        var training = new TrainedRow(score.Row, score.Run, 7, 1, 28, null, 0, null);
        var cut = new Experiment { Segmentation = new SegmentationOptions { Images = new RowCut(28) } };
        Assert.That(
            StudyText.Of(cut, "test", [training], [TableRow.Of(score.Row, [training], [score], null)], [], [], null, [], "px").Notes,
            Has.Some.EndsWith("spread over the sites: 28 (split 7). A pooled set tells no sites and is cut by chance alone."));
    }

    [Test]
    public void Where_not_all_patients_have_slices_that_dice_is_of_it_is_said_how_many_do()
    {
        var kept = new SliceScore("AsynDGAN", "split 7, seed 1", "b", "p3", "p3/1", true, 12, 3, 4, 237, 1.5, 2, 1);
        SliceScore[] scores = [kept, kept with { Slice = "p3/2", Kept = false }, kept with { Patient = "p4", Slice = "p4/1", Kept = false, Hd95Pooled = null }];
        var training = new TrainedRow(kept.Row, kept.Run, 7, 1, 28, null, 0, null);
        var row = TableRow.Of(kept.Row, [training], scores, null);
        Assert.Multiple(() =>
        {
            Assert.That((row.Patients, row.Slices, row.DicePatients, row.DiceSlices, row.Hd95Patients), Is.EqualTo((2, 3, 1, 1, 1)));
            Assert.That(Text(row), Does.Contain("the paper's way (1 of the 2 patients have such slices, 1 of the 3); "));
            Assert.That(Text(TableRow.Of(kept.Row, [training], scores[..2], null)), Does.Contain("the paper's way; "));
            Assert.That(Text(row with { DicePatients = null }), Does.Contain("the paper's way; "), "a table of an earlier version");
        });

        string Text(TableRow row) => StudyText.Of(new Experiment(), "test", [training], [row], [], [], null, [], "px").Markdown();
    }

    private string Run(string name, int measured, int? step)
    {
        folder.Write($"{name}/copying.csv", $"epoch,part,images,correlation\n{measured},training,2,0.8\n{measured},validation,2,0.7\n");
        if (step is { } done)
        {
            StateFile.Write(folder.In($"{name}/checkpoints/last/state.json"), new CheckpointState(StateFile.Format, done, 10, "cpu", 1, "", "", []) { Files = new Dictionary<string, string>() });
        }

        return folder.Join(name);
    }
}

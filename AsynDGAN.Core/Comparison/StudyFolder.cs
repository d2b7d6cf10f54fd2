using System.Text.Json;
using System.Text.RegularExpressions;
using AsynDGAN.Core.Comparison.Fidelity;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Reuse;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Segmentation;

namespace AsynDGAN.Core.Comparison;

/// <summary>The folder of a comparison: a file of scores, a record and a network for each training, and the tables of all.</summary>
internal sealed partial class StudyFolder
{
    private const string Settings = "config.yaml", LockExtension = ".lock";

    private static readonly Dictionary<string, string> Unrecorded = [];

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly Experiment experiment;
    private readonly bool overwrite;
    private readonly HashSet<string> doubted = [];

    private StudyFolder(string path, Experiment experiment, bool overwrite) =>
        (Root, this.experiment, this.overwrite) = (Path.GetFullPath(path), experiment, overwrite);

    public string Root { get; }

    /// <summary>Whether tables were written here. The configuration and the provenance beside them are theirs, and change with them alone.</summary>
    public bool HasTables => System.IO.File.Exists(File("table.csv"));

    /// <summary>The folder of a comparison; what is there is gone on with. Nothing is written, and nothing deleted, until <see cref="Begin"/>.</summary>
    /// <param name="path">Where.</param>
    /// <param name="experiment">The configuration; other data or another network than that of what is there is refused.</param>
    /// <param name="overwrite">Whether a comparison that is there is deleted.</param>
    /// <exception cref="UserException">The folder holds something else, or another comparison.</exception>
    public static StudyFolder Open(string path, Experiment experiment, bool overwrite)
    {
        var folder = new StudyFolder(path, experiment, overwrite);
        if (System.IO.File.Exists(folder.Root))
        {
            throw new UserException($"The output folder '{folder.Root}' is a file.", "Choose another with --out.");
        }

        if (FolderKind.Comparison.IsFree(folder.Root))
        {
            return folder;
        }

        FolderKind.Comparison.RefuseOthers(folder.Root);
        if (!overwrite)
        {
            folder.RefuseOther(ExperimentReader.Read(folder.File(Settings), []));
        }

        return folder;
    }

    /// <summary>Makes the folder ready for rows, and deletes what is replaced. It is a comparison's whenever this is killed.</summary>
    /// <param name="display">Told what is deleted.</param>
    /// <param name="rowsOnly">Whether a configuration that is there stays, since other processes read it; it does beside tables, which are of it.</param>
    /// <exception cref="UserException">A row that would be deleted is in training, or the folder cannot be written.</exception>
    public void Begin(IRunDisplay display, bool rowsOnly = false)
    {
        var configuration = File(Settings);
        try
        {
            if (overwrite && FolderKind.Comparison.Is(Root))
            {
                display.Say($"replacing the comparison in '{Root}'");
                RefuseRowsUnderWay();
                FolderKind.Comparison.Clear(Root);
            }

            // The configuration comes last, since with the folder of scores it tells a comparison from other folders.
            Directory.CreateDirectory(File("networks"));
            Directory.CreateDirectory(File("scores"));
            var text = ExperimentWriter.Write(experiment);
            if (!System.IO.File.Exists(configuration) || (!rowsOnly && !HasTables && System.IO.File.ReadAllText(configuration) != text))
            {
                AtomicFile.WriteText(configuration, text);
            }
        }
        catch (Exception e) when (WriteFault.Is(e))
        {
            throw new UserException($"'{Root}' cannot be written: {e.Message}", "Choose another folder with --out.");
        }
    }

    /// <summary>The right to train a row, which other processes may not at the same time.</summary>
    /// <exception cref="UserException">Another process trains it.</exception>
    public FileLock Claim(TrainedRow training)
    {
        try
        {
            return FileLock.Take(Path.ChangeExtension(Record(training), LockExtension), $"The row {training.Row}, {training.Run} in '{Root}'");
        }
        catch (Exception e) when (WriteFault.Is(e))
        {
            throw new UserException($"'{Root}' cannot be written: {e.Message}", "Choose another folder with --out.");
        }
    }

    public string File(string name) => Path.Combine(Root, name);

    /// <summary>Where a training's network goes.</summary>
    public string Network(TrainedRow training) => NetworkOf(Root, training.Row, training.Run);

    /// <summary>Where the network of a row goes in a comparison's folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="row">The row's name.</param>
    /// <param name="run">Which training of it.</param>
    public static string NetworkOf(string path, string row, string run) => Path.Combine(path, "networks", FileName(row, run) + ".safetensors");

    /// <summary>Warns, once for all of them, of what an earlier version did not record of the trainings that are there.</summary>
    public void WarnOfUnrecorded(IEnumerable<TrainedRow> trainings, IRunDisplay display)
    {
        var unknown = trainings
            .SelectMany(training => ReadRecord(training) is { } before ? Compare(training, before).Unknown : [])
            .Where(doubted.Add).ToList();
        if (new IdentityDifferences([], unknown).Doubt($"what is in the comparison in '{Root}'") is { } doubt)
        {
            display.Warn(doubt + " --overwrite trains all rows again.");
        }
    }

    /// <summary>The scores of a training that was done before, on and with the same things; null where there is none.</summary>
    /// <param name="training">The training that is wanted.</param>
    /// <param name="display">Told why one that is there is not used.</param>
    public (TrainedRow Training, IReadOnlyList<SliceScore> Scores)? Find(TrainedRow training, IRunDisplay display)
    {
        if (ReadRecord(training) is not { } before || !System.IO.File.Exists(Scores(training)))
        {
            return null;
        }

        var comparison = Compare(training, before);
        if (before.Identity is not null && comparison.Different.Count > 0)
        {
            display.Say($"{training.Row}, {training.Run} is trained again:{comparison.Lines()}");
            return null;
        }

        if (before.NetworkSha256 is { } network && (!System.IO.File.Exists(Network(training)) || Digest.OfFile(Network(training)) != network))
        {
            display.Say($"{training.Row}, {training.Run} is trained again: its network is {(System.IO.File.Exists(Network(training)) ? "damaged" : "not there")}");
            return null;
        }

        var scores = Scores(training);
        return before.ScoresSha256 is null || before.ScoresSha256 == Digest.OfFile(scores)
            ? (before, ScoreFile.Read(scores))
            : throw new UserException(
                $"{scores} is damaged: its bytes are not those that were written.", "Delete the file; its row is then trained again.");
    }

    /// <summary>Takes the record of a training away before it is done anew, so that it never stands beside another network.</summary>
    /// <exception cref="UserException">The file cannot be deleted.</exception>
    public void Forget(TrainedRow training)
    {
        try
        {
            System.IO.File.Delete(Record(training));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{Record(training)} cannot be replaced: {e.Message}", "Move it away; its row is then trained again.");
        }
    }

    /// <summary>Keeps a training's scores; the record comes last, so that it never stands without them.</summary>
    public void Keep(TrainedRow training, IReadOnlyList<SliceScore> scores)
    {
        new CsvLog<SliceScore>(Scores(training)).Replace(scores);
        var record = training with
        {
            ScoresSha256 = Digest.OfFile(Scores(training)),
            NetworkSha256 = System.IO.File.Exists(Network(training)) ? Digest.OfFile(Network(training)) : null,
        };
        AtomicFile.WriteText(Record(training), JsonSerializer.Serialize(record, Json) + "\n");
    }

    private string Scores(TrainedRow training) => File(Path.Combine("scores", FileName(training.Row, training.Run) + ".csv"));

    private string Record(TrainedRow training) => File(Path.Combine("networks", FileName(training.Row, training.Run) + ".json"));

    /// <summary>Dashes for spaces, underscores for commas; where that can be read as another training's name, a hash tells them apart.</summary>
    private static string FileName(string row, string run)
    {
        var exact = $"{row}, {run}";
        var name = exact.Replace(", ", "_", StringComparison.Ordinal).Replace(' ', '-');
        return RunFolder.FileName(name + (ReadBack(name) == exact ? "" : "-" + Digest.OfText(exact)[..8]));
    }

    /// <summary>A training's name from that of its files, where row and sets have neither spaces nor the words between them in their own names.</summary>
    private static string ReadBack(string name)
    {
        var found = Words().Match(name).Groups;
        var (masks, sets) = (found["masks"], found["sets"]);
        return $"{found["row"]}{(masks.Success ? $", {masks} masks" : "")}, split {found["split"]}{(sets.Success ? $", {sets}" : "")}, seed {found["seed"]}";
    }

    [GeneratedRegex("^(?<row>.+?)(_(?<masks>own|new)-masks)?_split-(?<split>-?[0-9]+)(_(?<sets>.+))?_seed-(?<seed>-?[0-9]+)$")]
    private static partial Regex Words();

    private static IdentityDifferences Compare(TrainedRow wanted, TrainedRow before) =>
        new Identity(wanted.Identity!).ComparedWith(new Identity(before.Identity ?? Unrecorded));

    /// <summary>The text of the tables that were written before, from their files; table.md, which says the same, is not read.</summary>
    /// <param name="path">The comparison's folder.</param>
    /// <returns>Null where there are no tables yet.</returns>
    /// <exception cref="UserException">One of the files is damaged, or not there.</exception>
    public static StudyText? ReadText(string path)
    {
        var folder = new StudyFolder(path, new Experiment(), overwrite: false);
        if (!folder.HasTables)
        {
            return null;
        }

        var slices = CsvTable.ReadOwn(folder.File("results.csv"), ["row", "run"]);
        if (slices.FirstOrDefault(slice => !Replicate.IsName(slice.Fields["run"])) is { } damaged)
        {
            throw damaged.Damaged("run", $"what a training is called, such as {Replicate.NameOf(7, [], 1)}");
        }

        var trainings = slices.Select(slice => (Row: slice.Fields["row"], Run: slice.Fields["run"])).Distinct()
            .Select(t => folder.ReadRecord(new TrainedRow(t.Row, t.Run, 0, 0, 0, null, 0, null))).ToList();
        var experiment = ExperimentReader.Read(folder.File(Settings), []);
        var text = StudyText.Of(
            experiment,
            trainings.FirstOrDefault()?.Part,
            trainings.Contains(null) ? [] : [.. trainings.OfType<TrainedRow>()],
            CsvRecords.Read<TableRow>(folder.File("table.csv")),
            CsvRecords.Read<PairedDifference>(folder.File("comparisons.csv")),
            System.IO.File.Exists(folder.File("fidelity.csv")) ? CsvRecords.Read<FidelityRow>(folder.File("fidelity.csv")) : [],
            System.IO.File.Exists(folder.File("near-copies.csv"))
                ? CopiesText.Of(CsvRecords.Read<NearCopyRow>(folder.File("near-copies.csv")), CsvRecords.Read<FoldDifferenceRow>(folder.File("fold-difference.csv")), experiment.Sites.Without)
                : null,
            System.IO.File.Exists(folder.File(ShownMasks.File)) ? CsvRecords.Read<ShownMasks>(folder.File(ShownMasks.File)) : [],
            StudyText.Unit(slices.Any(slice => slice.Fields.ContainsKey("of_volume") && slice.Bool("of_volume"))));

        // Of tables of an earlier version, which kept no notes, they are told by what is there now.
        return System.IO.File.Exists(folder.File(StudyNote.File)) ? text with { Notes = [.. CsvRecords.Read<StudyNote>(folder.File(StudyNote.File)).Select(one => one.Note)] } : text;
    }

    private TrainedRow? ReadRecord(TrainedRow training)
    {
        try
        {
            var found = JsonSerializer.Deserialize<TrainedRow>(System.IO.File.ReadAllText(Record(training)), Json);
            return found?.Row == training.Row && found.Run == training.Run ? found : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            // A damaged record is no record: the row is trained again.
            return null;
        }
    }

    private void RefuseRowsUnderWay()
    {
        if (!Directory.Exists(File("networks")))
        {
            return;
        }

        foreach (var left in Directory.EnumerateFiles(File("networks"), "*" + LockExtension).ToList())
        {
            FileLock.Take(left, $"The row {Path.GetFileNameWithoutExtension(left)} in '{Root}'").Dispose();
        }
    }

    private void RefuseOther(Experiment before)
    {
        var comparison = Dependence.Comparison.Of(experiment).ComparedWith(Dependence.Comparison.Of(before));
        if (comparison.Different.Count > 0)
        {
            throw new UserException(
                $"The comparison in '{Root}' was made with another configuration:{comparison.Lines()}",
                "Take those keys back, replace it by --overwrite, or choose another folder with --out.");
        }
    }
}

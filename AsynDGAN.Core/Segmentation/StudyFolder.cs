using System.Security.Cryptography;
using System.Text.Json;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Segmentation;

/// <summary>The folder of a comparison: a file of scores, a record and a network for each training, and the tables of all.</summary>
internal sealed class StudyFolder
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private StudyFolder(string path) => Root = Path.GetFullPath(path);

    public string Root { get; }

    /// <summary>The folder of a comparison; what is there is gone on with.</summary>
    /// <param name="path">Where.</param>
    /// <param name="experiment">The configuration; other data or another network than that of what is there is refused.</param>
    /// <param name="overwrite">Whether a comparison that is there is deleted.</param>
    /// <exception cref="UserException">The folder holds something else, another comparison, or cannot be written.</exception>
    public static StudyFolder Open(string path, Experiment experiment, bool overwrite)
    {
        var folder = new StudyFolder(path);
        var configuration = folder.File("config.yaml");
        try
        {
            Directory.CreateDirectory(folder.Root);
            var occupied = Directory.EnumerateFileSystemEntries(folder.Root).Any();
            if (occupied && !(System.IO.File.Exists(configuration) && Directory.Exists(folder.File("scores"))))
            {
                throw new UserException($"'{folder.Root}' holds other files than a comparison's.", "Choose an empty or new folder with --out.");
            }

            if (occupied && overwrite)
            {
                Directory.Delete(folder.Root, recursive: true);
            }
            else if (occupied)
            {
                folder.RefuseOther(ExperimentReader.Read(configuration, []), experiment);
            }

            // First, since it tells a comparison from other folders.
            Directory.CreateDirectory(folder.File("scores"));
            Directory.CreateDirectory(folder.File("networks"));
            var text = ExperimentWriter.Write(experiment);
            if (!System.IO.File.Exists(configuration) || System.IO.File.ReadAllText(configuration) != text)
            {
                AtomicFile.WriteText(configuration, text);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"'{folder.Root}' cannot be written: {e.Message}", "Choose another folder with --out.");
        }

        return folder;
    }

    public string File(string name) => Path.Combine(Root, name);

    /// <summary>Where a training's network goes.</summary>
    public string Network(TrainedRow training) => File(Path.Combine("networks", FileName(training) + ".safetensors"));

    /// <summary>The scores of a training that was done before with the same fingerprint; null where there is none.</summary>
    public (TrainedRow Training, IReadOnlyList<SliceScore> Scores)? Find(TrainedRow training)
    {
        var (record, scores) = (Record(training), Scores(training));
        if (!System.IO.File.Exists(record) || !System.IO.File.Exists(scores))
        {
            return null;
        }

        try
        {
            var before = JsonSerializer.Deserialize<TrainedRow>(System.IO.File.ReadAllText(record), Json);
            if (before?.Fingerprint != training.Fingerprint)
            {
                return null;
            }

            return before.ScoresSha256 is null || before.ScoresSha256 == Digest(scores)
                ? (before, ScoreFile.Read(scores))
                : throw new UserException(
                    $"{scores} is damaged: its bytes are not those that were written.", "Delete the file; its row is then trained again.");
        }
        catch (JsonException)
        {
            // A damaged record is no record: the row is trained again.
            return null;
        }
    }

    /// <summary>Keeps a training's scores; the record comes last, so that it never stands without them.</summary>
    public void Keep(TrainedRow training, IReadOnlyList<SliceScore> scores)
    {
        new CsvLog<SliceScore>(Scores(training)).Replace(scores);
        var record = training with { ScoresSha256 = Digest(Scores(training)) };
        AtomicFile.WriteText(Record(training), JsonSerializer.Serialize(record, Json) + "\n");
    }

    private static string Digest(string path) => Convert.ToHexStringLower(SHA256.HashData(System.IO.File.ReadAllBytes(path)));

    private string Scores(TrainedRow training) => File(Path.Combine("scores", FileName(training) + ".csv"));

    private string Record(TrainedRow training) => File(Path.Combine("networks", FileName(training) + ".json"));

    private static string FileName(TrainedRow training) => RunFolder.FileName(
        $"{training.Row}, {training.Run}".Replace(", ", "_", StringComparison.Ordinal).Replace(' ', '-'));

    private void RefuseOther(Experiment before, Experiment now)
    {
        string[] free = ["segmentation.seeds", "data.root", "data.resident", "data.cache", "data.split_seed", "sites.key_file"];
        var differences = ExperimentDifference.Between(before, now)
            .Where(d => d.Key.StartsWith("segmentation.", StringComparison.Ordinal) || d.Key.StartsWith("data.", StringComparison.Ordinal)
                || d.Key.StartsWith("sites.", StringComparison.Ordinal))
            .Where(d => !free.Contains(d.Key))
            .Select(d => $"\n  {d.Key}: {d.Old} there, {d.New} now")
            .ToList();
        if (differences.Count > 0)
        {
            throw new UserException(
                $"The comparison in '{Root}' was made with another configuration:{string.Concat(differences)}",
                "Take those keys back, replace it by --overwrite, or choose another folder with --out.");
        }
    }
}

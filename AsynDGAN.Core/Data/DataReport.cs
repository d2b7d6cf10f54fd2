using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Points;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Data;

/// <summary>How the data of an experiment were understood: a table, and a contact sheet with the masks drawn over the images.</summary>
public static class DataReport
{
    private const int Columns = 8;

    private static readonly Colour[] Colours = [new(230, 40, 40), new(40, 170, 240), new(250, 200, 40), new(60, 200, 90)];

    /// <summary>Loads the data and writes the report.</summary>
    /// <param name="experiment">The configuration.</param>
    /// <param name="folder">Where config.yaml, summary.txt, split.csv and contact-sheet.png go.</param>
    /// <param name="progress">Told how far the reading is.</param>
    /// <param name="display">Told the table, where the files are, and what to be warned of.</param>
    /// <param name="stop">Asks to stop while the data are read; nothing is written then.</param>
    /// <returns>The table's rows, of which points have none.</returns>
    /// <exception cref="UserException">The data are at fault, or the folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static IReadOnlyList<DatasetSummaryRow> Write(Experiment experiment, string folder, IProgress<(int Done, int Total)> progress, IRunDisplay display, CancellationToken stop = default)
    {
        using var held = FolderLock.Take(folder);
        FolderKind.DataReport.RefuseOthers(Path.GetFullPath(folder));
        if (experiment.Data.Source == DataSource.Gaussian)
        {
            display.Say(PointReport.Write(experiment, folder));
            return [];
        }

        using var data = LoadingProgress.Load(display, stop, _ => Dataset.Load(experiment, CPU, progress));
        FolderKind.DataReport.Replace(folder, whole =>
        {
            AtomicFile.WriteText(Path.Combine(whole, "summary.txt"), data.Summary.ToText());
            AtomicFile.WriteText(Path.Combine(whole, "config.yaml"), ExperimentWriter.Write(experiment));
            SplitFile.Write(Path.Combine(whole, "split.csv"), data.Split);
            AtomicFile.Write(Path.Combine(whole, "contact-sheet.png"), Sheet(experiment, data).Write);
        });
        display.Say($"{data.Summary.Calm.ToText()}\nwritten to {folder}: contact-sheet.png, summary.txt, split.csv, config.yaml");
        CaseNote.Tell(data.Summary.Notes.Where(CaseNote.IsWarning), display.Say, display.Warn);
        return data.Summary.Rows;
    }

    private static ContactSheet Sheet(Experiment experiment, Dataset data)
    {
        var planes = ConditionPlanes.Of(experiment.Data);
        var legend = string.Join(", ", planes.Select((plane, i) => $"{NameOf(plane, experiment.Data.Words())} {Name(i)}"));
        var rows = data.Sites.SelectMany(site =>
            new[] { ("training", site.Training), ($"{data.Summary.FoldName}, left out", site.LeftOut), ("validation", site.Validation), ("test", site.Test) }
            .Where(own => own.Item2.Count > 0)
            .Select(own => Row($"{site.Name}, {own.Item1}", own.Item2, planes.Count)));
        return new ContactSheet($"{experiment.Name}: {legend}", [.. rows]);
    }

    /// <summary>Samples evenly spaced over the part, as the networks see them.</summary>
    private static SheetRow Row(string label, SampleSet samples, int masks)
    {
        var shown = Math.Min(Columns, samples.Count);
        return new SheetRow(label, [.. Enumerable.Range(0, shown).Select(i => Tile(samples, i * samples.Count / shown, masks))]);
    }

    private static SheetTile Tile(SampleSet samples, int position, int masks)
    {
        using var scope = NewDisposeScope();
        var (condition, image) = samples.Take([position]);
        var contours = Enumerable.Range(0, masks)
            .Reverse()
            .Select(channel => new Contour(MaskOf(condition[0, channel]), Colours[channel % Colours.Length]));
        return new SheetTile(TensorPicture.Of(image[0]), samples.Infos[position].Name) { Contours = [.. contours] };
    }

    private static Mask MaskOf(Tensor channel)
    {
        using var scope = NewDisposeScope();
        return new Mask((int)channel.shape[0], (int)channel.shape[1], (channel > 0).cpu().contiguous().data<bool>().ToArray());
    }

    private static string NameOf(ConditionPlane plane, SourceWords words) => plane.Channel switch
    {
        ConditionChannel.Tumour => words.Object,
        ConditionChannel.Head => words.Ground,
        ConditionChannel.Outline => $"outline of the {words.Ground}",
        ConditionChannel.Classes or ConditionChannel.Nuclei or ConditionChannel.Boundary => $"{plane}",
        _ => throw new ArgumentOutOfRangeException(nameof(plane), plane.Channel, "no such channel"),
    };

    private static string Name(int colour) => new[] { "red", "blue", "yellow", "green" }[colour % Colours.Length];
}

using System.Security.Cryptography;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Synthesis;

/// <summary>Draws a data set with a trained generator.</summary>
/// <param name="experiment">The configuration; that of the run but for what synthesis alone reads.</param>
/// <param name="run">The run's folder.</param>
/// <param name="weights">The generator's weights; null: the run's, its moving average where there is one.</param>
/// <param name="nnUnet">Whether the set is laid out for nnU-Net.</param>
/// <param name="display">What shows the work.</param>
public sealed class Synthesiser(Experiment experiment, string run, string? weights, bool nnUnet, IRunDisplay display)
{
    private const int SheetTiles = 32;

    private readonly ISyntheticLayout layout = nnUnet ? new NnUnetLayout() : new ManifestLayout();
    private readonly ConditionLayout conditions = new(experiment.Data.Conditions);

    /// <summary>Draws what is missing, image by image.</summary>
    /// <param name="path">The data set's folder.</param>
    /// <param name="resume">Whether a set that was begun is gone on with.</param>
    /// <param name="overwrite">Whether a set that is there is replaced.</param>
    /// <param name="stop">Asks to stop after the image under way.</param>
    /// <exception cref="UserException">Run, weights, data or folder are at fault.</exception>
    public SynthesisOutcome Execute(string path, bool resume, bool overwrite, CancellationToken stop)
    {
        var source = RunOrigin.Of(run, weights, experiment);
        var device = DeviceChoice.Resolve(experiment.Device);
        using var data = Dataset.Load(experiment, device, new LoadingProgress(display));
        var convolutions = SafeConvolutions.Ensure(Simulation.Networks(experiment, data), device);
        display.Say(convolutions);
        using var generator = Simulation.NewGenerator(experiment, data);
        WeightFile.Load(generator, source);
        generator.to(device);

        var configuration = ExperimentWriter.Write(experiment);
        var folder = SyntheticFolder.Open(path, configuration, resume, overwrite);
        var provenance = Provenance.Of(device.ToString(), convolutions, data.Fingerprint, configuration);
        provenance.Write(folder.File("provenance.json"));

        using var simulation = Simulation.Build(experiment, data, device, folder: null);
        var ledger = new Ledger();
        var sites = simulation.Sites.Select(site => new MeteredSite(site, ledger)).ToList();
        Prepare(generator, sites);
        var plan = PlannedImage.All(
            [.. sites.Select(site => site.Profile.TrainingSamples)], experiment.Synthesis.PerMask, experiment.Synthesis.MixMasks).ToList();
        var (rows, finished) = Draw(generator, new ConditionSource(experiment, sites, conditions), plan, sites, folder, stop);
        if (finished)
        {
            new CsvLog<Traffic>(folder.File("communication.csv")).Replace(ledger.Totals);
            Finish(folder, source, rows, plan.Count);
            (provenance with { Ended = DateTime.UtcNow }).Write(folder.File("provenance.json"));
        }

        return new SynthesisOutcome(folder.Root, rows.Count, plan.Count, finished);
    }

    /// <summary>Evaluation mode, with what the configuration keeps in motion.</summary>
    private void Prepare(nn.Module<Tensor, Tensor> generator, IReadOnlyList<ISite> sites)
    {
        generator.eval();
        if (experiment.Synthesis.Statistics == BatchStatistics.Recomputed)
        {
            BatchNormStatistics.Recompute(generator, TrainingInputs(sites));
        }

        foreach (var module in generator.modules())
        {
            var keptOn = (module is Dropout && experiment.Synthesis.Dropout)
                || (module is BatchNorm2d && experiment.Synthesis.Statistics == BatchStatistics.Batch);
            if (keptOn)
            {
                module.train();
            }
        }
    }

    private IEnumerable<Tensor> TrainingInputs(IReadOnlyList<ISite> sites)
    {
        var item = 0;
        foreach (var site in sites)
        {
            for (var sample = 0; sample < site.Profile.TrainingSamples; sample++)
            {
                yield return WithNoise(site.Enumerate(Part.Training, sample, 1).X, site.Profile.Name, item++);
            }
        }
    }

    private (IReadOnlyList<IReadOnlyDictionary<string, string>> Rows, bool Finished) Draw(
        nn.Module<Tensor, Tensor> generator, ConditionSource source, IReadOnlyList<PlannedImage> plan, IReadOnlyList<ISite> sites,
        SyntheticFolder folder, CancellationToken stop)
    {
        var before = folder.Rows();
        var next = before.Count == 0 ? 0 : int.Parse(before[^1]["item"]) + 1;
        foreach (var planned in plan)
        {
            if (stop.IsCancellationRequested)
            {
                return (folder.Rows(), false);
            }

            using var scope = NewDisposeScope();

            // Conditions of images that are there are asked for all the same, so that a resumed set counts the same messages.
            if (source.Of(planned) is { } drawn && planned.Item >= next)
            {
                Write(folder, planned, drawn, Image(generator, drawn, sites[planned.Site].Profile.Name, planned.Item));
            }

            display.Advance("images drawn", planned.Item + 1, plan.Count);
        }

        return (folder.Rows(), true);
    }

    private Tensor Image(nn.Module<Tensor, Tensor> generator, DrawnCondition drawn, string site, int item)
    {
        using var noGraph = no_grad();
        if (experiment.Synthesis.Dropout)
        {
            manual_seed((long)SplitMix64.Seed(experiment.Seed, Purpose.SynthesisDropout, site, item));
        }

        return generator.call(WithNoise(drawn.X, site, item))[0];
    }

    private Tensor WithNoise(Tensor x, string site, int item)
    {
        if (experiment.Generator.NoiseChannels == 0)
        {
            return x;
        }

        using var random = new Generator(SplitMix64.Seed(experiment.Seed, Purpose.SynthesisNoise, site, item));
        var z = randn([1, experiment.Generator.NoiseChannels, x.shape[2], x.shape[3]], generator: random);
        return cat([x, z.to(x.device)], 1);
    }

    private void Write(SyntheticFolder folder, PlannedImage planned, DrawnCondition drawn, Tensor image)
    {
        var (imageName, maskName) = layout.Names($"{planned.Item:D6}");
        WritePng(folder.File(imageName), TensorPicture.Of(image));
        WritePng(folder.File(maskName), MaskPicture(conditions.Tumour(drawn.X)));

        // The row comes last: an image counts when its row is there.
        folder.Manifest.Append(new SyntheticRow(
            drawn.HeadSite, Patient(drawn.HeadSite, drawn.Head), imageName, maskName, planned.Item, drawn.Head.Sample,
            drawn.TumourSite, Patient(drawn.TumourSite, drawn.Tumour), drawn.Tumour.Sample,
            planned.Mixed ? "true" : "false", experiment.Synthesis.Deform > 0 ? "true" : "false"));
    }

    private static string Patient(string site, SampleId id) => $"{site}-p{id.Patient:D4}";

    private static void WritePng(string path, PixelArray pixels)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, stream => PngFile.Write(pixels, stream));
    }

    private PixelArray MaskPicture(Tensor tumour)
    {
        var inside = tumour.cpu().contiguous().data<bool>().ToArray();
        return new PixelArray((int)tumour.shape[0], (int)tumour.shape[1], 1, 8, [.. inside.Select(value => value ? layout.Inside : (ushort)0)]);
    }

    private void Finish(SyntheticFolder folder, string source, IReadOnlyList<IReadOnlyDictionary<string, string>> rows, int planned)
    {
        var shown = Enumerable.Range(0, Math.Min(SheetTiles, rows.Count)).Select(i => rows[i * rows.Count / Math.Min(SheetTiles, rows.Count)]).ToList();
        var sheet = new ContactSheet($"{experiment.Name}, synthetic", [.. shown.Chunk(8).Select(row => new SheetRow("", [.. row.Select(r => TileOf(folder, r))]))]);
        WritePng(folder.File("contact-sheet.png"), sheet.Render());
        AtomicFile.WriteText(folder.File("card.md"), DataCard.Text(
            experiment, run, source, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(source))), rows, planned));
        layout.Finish(folder.Root, rows.Count, ImageFile.Read(folder.File(rows[0]["image"])));
    }

    private static Tile TileOf(SyntheticFolder folder, IReadOnlyDictionary<string, string> row)
    {
        var mask = ImageFile.Read(folder.File(row["mask"]));
        var caption = $"{row["site"]}{(row["mixed"] == "true" ? ", mixed" : "")}";
        return new Tile(ImageFile.Read(folder.File(row["image"])), caption)
        {
            Contours = [new Contour(new Mask(mask.Height, mask.Width, [.. mask.Values.Select(v => v > 0)]), new Colour(230, 40, 40))],
        };
    }
}

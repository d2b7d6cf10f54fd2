using AsynDGAN.Core.Comparison;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Segmentation;
using AsynDGAN.Core.Training;

namespace AsynDGAN.Tests.Reporting;

/// <summary>The files of a run, made by hand, of two sites whose names are markup.</summary>
internal sealed class SmallRun : IDisposable
{
    /// <summary>The first site's name.</summary>
    public const string Hostile = "<img src=x onerror=alert(1)>&\"'";

    private readonly TemporaryFolder folder = new();

    public SmallRun()
    {
        folder.Write("config.yaml", "name: small\ndata: { image_size: 16, root: '<b>run</b>' }\ngenerator: { blocks: 1, filters: 2 }\ndiscriminator: { layers: 1, filters: 2 }\nsegmentation: { filters: 2, depth: 2 }\n");
        Directory.CreateDirectory(folder.Join("weights"));
        folder.Write("provenance.json", """
            {"program": "0.1 <i>", "packages": {"A": "1", "B": "2"}, "started": "2026-01-02T03:04:05Z", "ended": "2026-01-02T03:34:05Z", "command_line": "asyndgan train --config 'a&b.yaml'"}
            """);
        folder.Write("split.csv", $"patient,institution,site,part\np1,I,{Field},train\np2,I,{Field},test\np3,J,b,train\np4,J,b,validation\n");
        folder.Write("log.txt", "2026-01-02T03:04:05Z data: 2 sites, 8 training, 2 validation, 2 test samples\n");
        folder.Write("losses.csv", "step,epoch,site,discriminator_real,discriminator_fake,gradient_penalty,adversarial,reconstruction,learning_rate\n"
            + string.Concat(Enumerable.Range(1, 300).Select(i => $"{i},1,{(i % 2 == 0 ? Field : "b")},0.2,0.3,0,{1.0 / i},{2.0 / i},0.0002\n")));
        folder.Write("copying.csv", "epoch,site,part,images,correlation,l1\n"
            + $"1,{Field},training,2,0.1,0.9\n9,{Field},training,2,0.987,0.012\n9,{Field},validation,2,0.654,0.345\n9,b,training,2,0.5,0.5\n");
        folder.Write("communication.csv", "site,direction,kind,messages,bytes\n"
            + string.Concat(new[] { Field, "b" }.Select(s => $"{s},to centre,conditions,100,208800\n{s},to centre,critique,100,106400\n{s},to site,fakes,100,106400\n")));
        foreach (var epoch in new[] { 1, 5, 7, 9 })
        {
            Picture($"samples/epoch-{epoch:D4}-b.png", 16);
            Picture($"samples/epoch-{epoch:D4}-{Uri.EscapeDataString(Hostile)}-validation.png", 16);
        }
    }

    public string Root => folder.Path;

    public string Report => folder.Join("report.html");

    /// <summary>The name as a field of a CSV.</summary>
    private static string Field => $"\"{Hostile.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public void AddComparison()
    {
        var row = $"Real-Subset-{Hostile}";
        folder.Write("segmentation/scores/a.csv", "");
        folder.Write("segmentation/config.yaml", "name: small\nsegmentation: { steps: 30 }\n");
        var score = new SliceScore(row, "split 7, seed 1", "b", "p3", "p3/1", true, 12, 3, 4, 237, 1.5, 2, 1);
        new CsvLog<SliceScore>(folder.Join("segmentation", "results.csv")).Replace([score]);
        var training = new TrainedRow(row, score.Run, 7, 1, 28, null, 0, null);
        new CsvLog<TableRow>(folder.Join("segmentation", "table.csv")).Replace([TableRow.Of(row, [training], [score], (0.75, 0.5))]);
        new CsvLog<PairedDifference>(folder.Join("segmentation", "comparisons.csv")).Replace(
            [new PairedDifference("AsynDGAN", "Real-All", 12, -0.0125, -0.02, 0.005, -0.019, 0.25, 0.5, true, 11, -1.5)]);
        File.WriteAllBytes(folder.In("segmentation/dice.png"), IntervalPlot.Render("Dice", [new LabelledInterval("Real-All", 0.5, 0.4, 0.6)]));
        Picture("segmentation/panel.png", 32);
    }

    /// <summary>The record of the comparison's one training.</summary>
    public void AddRecord()
    {
        Directory.CreateDirectory(folder.Join("segmentation", "networks"));
        var study = StudyFolder.Open(folder.Join("segmentation"), ExperimentReader.Read(folder.Join("segmentation", "config.yaml"), []), overwrite: false);
        var identity = new Dictionary<string, string> { [TrainedRow.PartName] = "test" };
        study.Keep(new TrainedRow($"Real-Subset-{Hostile}", "split 7, seed 1", 7, 1, 28, identity, 1_500_000, new BrightnessThreshold(0.25, true)), []);
    }

    /// <summary>The state of a checkpoint, and a configuration of so many steps.</summary>
    public void AddCheckpoint(long step, long steps)
    {
        folder.Write("config.yaml", $"name: small\ntraining: {{ steps: {steps} }}\n");
        StateFile.Write(folder.In("checkpoints/last/state.json"), new CheckpointState(StateFile.Format, step, 10, "cpu", 1, "", "", []) { Files = new Dictionary<string, string>() });
    }

    public void Delete(string name) => File.Delete(folder.Join(name));

    public void Write(string name, string text) => folder.Write(name, text);

    /// <summary>A picture of noise, which does not compress.</summary>
    public void Picture(string name, int side)
    {
        var values = new byte[side * side * 3];
        new Random(side).NextBytes(values);
        PngFile.Write(new PixelArray(side, side, 3, 8, Array.ConvertAll(values, value => (ushort)value)), folder.In(name));
    }

    public void Dispose() => folder.Dispose();
}

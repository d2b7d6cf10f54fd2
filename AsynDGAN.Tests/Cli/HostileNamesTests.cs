using System.Text;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Tests.Runs;

namespace AsynDGAN.Tests.Cli;

/// <summary>Names of sites and patients may hold anything, and have any length.</summary>
public sealed class HostileNamesTests
{
    private const string Colourful = "\u001b[31m[bold]a|b\n| c | d |\u202e";

    private static readonly string[] Sites = [Colourful, string.Concat(Enumerable.Repeat("病院", 60)), new string('é', 250) + "1", new string('é', 250) + "2"];

    [Test]
    public void They_stop_no_command_and_neither_break_tables_nor_reach_the_terminal()
    {
        using var work = new WorkFolder();
        WriteManifest(work);
        work.Write("names.yaml", WorkFolder.Tiny.Replace("data: {", "data: { source: manifest, root: manifest.csv,", StringComparison.Ordinal)
            + "segmentation: { filters: 2, depth: 2, steps: 1, batch_size: 2, fedavg: { rounds: 1 } }\n");
        string[][] commands =
        [
            ["data", "--config", "names.yaml"],
            ["train", "--config", "names.yaml"],
            ["train", "--resume", "--out", "runs/names", "--set", "training.steps=3"],
            ["synthesize", "--config", "runs/names/config.yaml", "--run", "runs/names"],
            ["eval-seg", "--config", "names.yaml", "--synthetic", "A|s\u001b=runs/names", "--train-on", "real-subsets", "--train-on", "real-subset+synthetic:A|s\u001b"],
        ];
        foreach (var command in commands)
        {
            var result = work.Run(command);
            Assert.That(result.ExitCode, Is.Zero, result.Error);
            IsPlain(result.Output + result.Error);
        }

        IsPlain(File.ReadAllText(work.Join("runs", "names", "log.txt")));
        IsPlain(File.ReadAllText(work.Join("runs", "names", "synthetic", "card.md")));
        IsPlain(File.ReadAllText(work.Join("runs", "names", "report.html")));
        var table = File.ReadAllLines(work.Join("runs", "names", "segmentation", "table.md")).TakeWhile(line => line.StartsWith('|')).ToList();
        Assert.That(table, Has.Count.EqualTo(2 + 8));
        Assert.That(table.Select(line => MarkdownCells.Of(line).Count), Is.All.EqualTo(MarkdownCells.Of(table[0]).Count));
        var names = Directory.EnumerateFiles(work.Root, "*", SearchOption.AllDirectories).Select(path => Path.GetFileName(path)!).ToList();
        Assert.That(names.Count(name => name.StartsWith("site-", StringComparison.Ordinal)), Is.EqualTo(Sites.Length));
        Assert.That(names.Max(Encoding.UTF8.GetByteCount), Is.LessThanOrEqualTo(255 - ".writing".Length));
    }

    [Test]
    public void They_are_escaped_in_messages()
    {
        using var work = new WorkFolder();
        WriteManifest(work);
        var result = work.Run(
            "train", "--config", "tiny.yaml", "--set", "data.source=manifest", "--set", "data.root=manifest.csv", "--set", "training.batch_size=99");
        result.Refused("\\u001b[31m[bold]a|b\\u000a| c | d |\\u202e has 2 training samples");
        IsPlain(result.Error);
    }

    private static void IsPlain(string text) => Assert.That(
        text.Where(c => (char.IsControl(c) && c is not '\n' and not '\r') || c == '\u202e').Select(c => $"{(int)c:x4}"), Is.Empty);

    private static void WriteManifest(WorkFolder work)
    {
        var rows = new StringBuilder("site,patient,image,mask,part\n");
        PngFile.Write(WorkFolder.Disc(1, 3, 255), work.Join("mask.png"));
        foreach (var (site, part) in Sites.SelectMany(site => new[] { "train", "train", "validation", "test" }, (site, part) => (site, part)))
        {
            var image = $"{rows.Length}.png";
            PngFile.Write(WorkFolder.Disc(1, 7, (ushort)(100 + rows.Length % 100)), work.Join(image));
            rows.Append($"\"{site}\",\"p\u001b\n{image}\",{image},mask.png,{part}\n");
        }

        work.Write("manifest.csv", rows.ToString());
    }
}

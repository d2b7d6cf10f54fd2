using System.Diagnostics;
using System.Runtime.Versioning;
using AsynDGAN.Core;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Tests.Data.Sources;

namespace AsynDGAN.Tests.Cli;

/// <summary>scripts/reproduce_nuclei.sh with the published configuration, on small tiles of all four organs in the published layout.</summary>
[Platform("Linux")]
[SupportedOSPlatform("linux")]
public sealed class NucleiScriptTests : IDisposable
{
    private static readonly string[] tiny =
    [
        "data.image_size=24", "data.patch={size: 32, stride: 8, pad: false}", "data.augment.load_size=32", "loss.lambda_perceptual=0",
        "generator={blocks: 1, filters: 2}", "discriminator={layers: 1, filters: 2}", "training.steps=2",
        "segmentation={classes: ternary, filters: 2, depth: 2, steps: 2, batch_size: 2, fedavg: {rounds: 1}}",
    ];

    private readonly TemporaryFolder folder = new();
    private string output = "";

    [OneTimeSetUp]
    public void Reproduce()
    {
        var cases = Repository.At("configs/multi-organ-cases.csv");
        var table = File.ReadAllLines(cases).Skip(1).Select(line => line.Split(',')).ToArray();
        foreach (var tile in table.GroupBy(row => (Organ: row[1], Part: row[2])).Where(tiles => tiles.Key.Part != "unused").SelectMany(tiles => tiles.Take(2)))
        {
            NucleiFolder.AddTile(folder, tile[0]);
        }

        // The script starts what lies beside it, which is the program that the tests were built with.
        var program = folder.Write("scripts/asyndgan", $"#!/bin/sh\nexec dotnet {ShellWord.Of(Path.Combine(TestContext.CurrentContext.TestDirectory, "asyndgan.dll"))} \"$@\"\n");
        var script = folder.Join("scripts", "reproduce_nuclei.sh");
        File.Copy(Repository.At("scripts/reproduce_nuclei.sh"), script);
        File.SetUnixFileMode(program, File.GetUnixFileMode(script));
        var start = new ProcessStartInfo(
            script,
            [folder.Path, "--config", Repository.At("configs/nuclei.yaml"), "--set", $"data.cases={cases}", .. tiny.SelectMany(key => new[] { "--set", key })])
        {
            WorkingDirectory = folder.Path,
        };
        AsyndganProcess.Settle(start);
        (var exitCode, output, var error) = StartedProcess.Run(start);
        Assert.That(exitCode, Is.Zero, error);
    }

    public void Dispose() => folder.Dispose();

    [Test]
    public void The_table_has_every_row_with_dice_and_the_quality_of_single_nuclei()
    {
        var rows = File.ReadAllLines(folder.Join("runs", "reproduce-nuclei", "segmentation", "table.csv"));
        var columns = rows[0].Split(',');
        Assert.That(columns, Does.Contain("dice").And.Contain("aji").And.Contain("aji_plus").And.Contain("panoptic_quality"));
        Assert.That(output, Does.Contain("| AJI [95%] |"));
        Assert.That(rows.Skip(1).Select(row => row.Split(',')[0].Trim('"')), Is.SupersetOf(new[]
        {
            "Real-All", "Real-Subset-breast", "Real-Subset-kidney", "Real-Subset-liver", "Real-Subset-prostate", "Real-FedAvg", "Syn-All", "AsynDGAN",
        }));
        Assert.That(File.Exists(folder.Join("runs", "reproduce-nuclei", "segmentation", "panel.png")));
    }

    [Test]
    public void Synthetic_masks_tell_nuclei_from_the_boundary_between_them()
    {
        var set = folder.Join("runs", "reproduce-nuclei", "asyndgan-7", "synthetic");
        var values = Directory.GetFiles(Path.Combine(set, "masks")).SelectMany(path => ImageFile.Read(path).Values).Distinct().Order();
        Assert.That(values, Is.EqualTo(new ushort[] { 0, 128, 255 }));
        var card = File.ReadAllText(Path.Combine(set, "card.md"));
        Assert.That(card, Does.Contain("moved, turned and scaled").And.Contain("128 where two touch").And.Contain("Colours were normalised at each site"));
    }
}

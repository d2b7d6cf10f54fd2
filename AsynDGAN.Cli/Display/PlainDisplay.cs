using System.Diagnostics;
using System.Globalization;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Cli.Display;

/// <summary>Plain lines, for files and pipes; training's state at most every few seconds.</summary>
internal sealed class PlainDisplay(TextWriter output) : IRunDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Stopwatch sinceShown = new();

    public void Say(string line) => output.WriteLine(line);

    public void Warn(string line) => output.WriteLine("warning: " + line);

    public void Advance(string work, long done, long total)
    {
        if (done == total)
        {
            output.WriteLine($"{work}: {total}");
        }
    }

    public void Show(TrainingStatus status)
    {
        if (sinceShown.IsRunning && sinceShown.Elapsed < Interval && status.Step < status.Steps)
        {
            return;
        }

        sinceShown.Restart();
        var sites = string.Join("  ", status.Sites.Select(s =>
            string.Create(CultureInfo.InvariantCulture, $"{s.Site} D {s.Discriminator:0.000} G {s.Generator:0.000}")));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {status.Epoch}/{status.Epochs}  step {status.Step}/{status.Steps}  {sites}  {status.ImagesPerSecond:0.0} images/s  {status.Left:hh\\:mm\\:ss} left"));
    }
}

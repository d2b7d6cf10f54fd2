using System.Globalization;
using AsynDGAN.Core.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AsynDGAN.Cli.Display;

/// <summary>A live display: what is under way, and the sites' losses.</summary>
internal sealed class TerminalDisplay : IRunDisplay
{
    private readonly LiveDisplayContext live;

    private TerminalDisplay(LiveDisplayContext live) => this.live = live;

    public static int With(Func<IRunDisplay, int> work) =>
        AnsiConsole.Live(new Text("")).AutoClear(true).Start(live => work(new TerminalDisplay(live)));

    public void Say(string line) => AnsiConsole.WriteLine(line);

    public void Warn(string line) => AnsiConsole.MarkupLineInterpolated($"[yellow]warning:[/] {line}");

    public void Advance(string work, long done, long total)
    {
        Update(new Text($"{work}: {done} of {total}"));
        if (done == total)
        {
            Update(new Text(""));
            Say($"{work}: {total}");
        }
    }

    public void Show(TrainingStatus status)
    {
        var share = status.Step / (double)status.Steps;
        var table = new Table().Border(TableBorder.Rounded).AddColumns("site", "D", "G");
        foreach (var site in status.Sites)
        {
            table.AddRow(Markup.Escape(site.Site), Number(site.Discriminator), Number(site.Generator));
        }

        table.Title = new TableTitle($"epoch {status.Epoch}/{status.Epochs}, step {status.Step}/{status.Steps}");
        table.Caption = new TableTitle(string.Create(
            CultureInfo.InvariantCulture, $"{share:P0}, {status.ImagesPerSecond:0.0} images/s, {status.Left:hh\\:mm\\:ss} left"));
        Update(table);
    }

    private void Update(IRenderable shown)
    {
        live.UpdateTarget(shown);
        live.Refresh();
    }

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}

using System.Runtime.InteropServices;
using AsynDGAN.Core;
using AsynDGAN.Core.Comparison.Jobs;
using AsynDGAN.Core.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AsynDGAN.Cli.Display;

/// <summary>A live display: what is under way, and the sites' losses, below the lines that stay.</summary>
internal sealed class TerminalDisplay : IJobDisplay
{
    private readonly LiveDisplayContext live;
    private readonly Lock gate = new();
    private readonly WorkPace pace = new();
    private IRenderable shown = new Text("");

    private TerminalDisplay(LiveDisplayContext live) => this.live = live;

    public static T With<T>(Func<IJobDisplay, T> work)
    {
        // A live display hides the cursor; the signal that ends the process must not leave it hidden.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, ShowCursorAtTheEnd);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, ShowCursorAtTheEnd);
        return AnsiConsole.Live(new Text("")).AutoClear(true).Start(live => work(new TerminalDisplay(live)));
    }

    public void Say(string line) => Keep(new Segment(Visible.Lines(line)));

    public void Warn(string line) => Keep(new Segment("warning:", new Style(Color.Yellow)), new Segment(" " + Visible.Lines(line)));

    public void Advance(string work, long done, long total) => Update(() =>
    {
        var line = pace.Line(work, done, total);
        return new Text(done < total ? line : "");
    });

    public void Show(TrainingStatus status)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("site");
        table.AddColumn(new TableColumn("D").RightAligned()).AddColumn(new TableColumn("G").RightAligned());
        foreach (var site in status.Sites)
        {
            table.AddRow(Markup.Escape(Visible.Name(site.Site)), StatusLine.Number(site.Discriminator), StatusLine.Number(site.Generator));
        }

        Update(() => new Rows(new Text(StatusLine.Of(status)), table));
    }

    public void Show(JobsStatus status)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("under way").AddColumn("");
        table.AddColumn(new TableColumn("for").RightAligned());
        foreach (var job in status.Running)
        {
            table.AddRow(Markup.Escape(job.Name), Markup.Escape(JobLine.Of(job)), StatusLine.Hours(job.Elapsed));
        }

        Update(() => status.Running.Count == 0 ? new Text(JobLine.Of(status)) : new Rows(new Text(JobLine.Of(status)), table));
    }

    private void Update(Func<IRenderable> next)
    {
        lock (gate)
        {
            shown = next();
            live.UpdateTarget(shown);
            live.Refresh();
        }
    }

    /// <summary>Writes a text that stays. What is live is blank meanwhile, or its ends would stand beside a shorter line.</summary>
    private void Keep(params Segment[] text)
    {
        lock (gate)
        {
            live.UpdateTarget(new Text(""));
            live.Refresh();
            AnsiConsole.Write(new UnbrokenText(text));
            live.UpdateTarget(shown);
            live.Refresh();
        }
    }

    // Later registrations are asked first: whoever goes on after the signal has said so by now.
    private static void ShowCursorAtTheEnd(PosixSignalContext context)
    {
        if (!context.Cancel)
        {
            AnsiConsole.Cursor.Show();
        }
    }
}

using System.Globalization;
using System.Text;
using AsynDGAN.Cli.Display;
using AsynDGAN.Core.Comparison.Jobs;
using AsynDGAN.Core.Runs;
using Spectre.Console;

namespace AsynDGAN.Tests.Cli;

/// <summary>What is written to a terminal of 80 columns.</summary>
[NonParallelizable]
public class TerminalDisplayTests
{
    private const string Command = "asyndgan synthesize --config runs/lgg-tumour-size/config.yaml --run 'runs/a folder whose name has blanks' --set synthesis.per_mask=2";

    [Test]
    public void A_command_that_is_longer_than_a_row_has_no_end_of_line_in_it()
    {
        var shown = Shown(display =>
        {
            display.Say($"Draw a data set next:\n  {Command}");
            display.Warn($"it was drawn by {Command}");
            display.Answer(Command);
        });
        Assert.That(shown, Does.Contain($"Draw a data set next:\n  {Command}\n").And.Contain($"warning: it was drawn by {Command}\n"));
        Assert.That(shown, Does.Match($"[\r\n]{Command}\n"));
    }

    [Test]
    public void What_stays_begins_where_the_progress_stood_and_is_not_written_over([Values] bool isAnswer)
    {
        var status = new TrainingStatus(1, 1, 1, 2, [new SiteStatus("A", 0.5, 0.5)], 1, TimeSpan.Zero);
        var rows = Rows(Shown(display =>
        {
            Action<string> write = isAnswer ? display.Answer : display.Say;
            display.Show(status);
            write("first\nsecond");
            display.Show(status);
            write("third");
        }));
        Assert.That(rows.Where(row => row.Length > 0), Is.EqualTo(new[] { "first", "second", "third" }));
    }

    private static string Shown(Action<IJobDisplay> act)
    {
        var (written, before) = (new StringWriter(), AnsiConsole.Console);
        AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(written),
        });
        (AnsiConsole.Profile.Width, AnsiConsole.Profile.Height) = (80, 24);
        try
        {
            TerminalDisplay.With(display =>
            {
                act(display);
                return 0;
            });
        }
        finally
        {
            AnsiConsole.Console = before;
        }

        return written.ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    /// <summary>The rows that such a terminal is left with: it knows the ends of lines, the way up, and the clearing of a row.</summary>
    private static IEnumerable<string> Rows(string written)
    {
        var (rows, row, column) = (new List<StringBuilder> { new() }, 0, 0);
        for (var at = 0; at < written.Length; at++)
        {
            switch (written[at])
            {
                case '\r':
                    column = 0;
                    break;
                case '\n':
                    (row, column) = (row + 1, 0);
                    if (row == rows.Count)
                    {
                        rows.Add(new StringBuilder());
                    }

                    break;
                case '\u001b':
                    var number = at + 2;
                    at = number;
                    while (!char.IsAsciiLetter(written[at]))
                    {
                        at++;
                    }

                    row -= written[at] == 'A' ? int.Parse(written[number..at], CultureInfo.InvariantCulture) : 0;
                    rows[row].Length = written[at] == 'K' ? 0 : rows[row].Length;
                    break;
                default:
                    rows[row].Length = Math.Max(rows[row].Length, column + 1);
                    rows[row][column++] = written[at];
                    break;
            }
        }

        return rows.Select(one => one.ToString().Replace('\0', ' ').TrimEnd());
    }
}

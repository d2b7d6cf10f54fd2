using AsynDGAN.Core;
using AsynDGAN.Core.Setup;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AsynDGAN.Cli.Display;

/// <summary>Asks on a terminal; elsewhere nobody answers.</summary>
/// <param name="outputIsTaken">Whether stdout is for something else.</param>
internal sealed class TerminalAnswers(bool outputIsTaken) : ISetupAnswers
{
    public string? Choose(SetupQuestion question)
    {
        var terminal = AnsiConsole.Profile;
        if (outputIsTaken || Console.IsInputRedirected || !terminal.Out.IsTerminal || !terminal.Capabilities.Interactive)
        {
            return null;
        }

        var prompt = new SelectionPrompt<SetupChoice>()
            .Title(Markup.Escape(Visible.Name(question.Text)))
            .UseConverter(choice => Markup.Escape(Visible.Name($"{question.Option} {choice.Value}: {choice.Meaning}")))
            .AddChoices(question.Choices);
        var chosen = AnsiConsole.Prompt(prompt);
        AnsiConsole.Write(new UnbrokenText(new Segment(Visible.Name($"{question.Option} {chosen.Value}: {chosen.Meaning}"))));
        return chosen.Value;
    }
}

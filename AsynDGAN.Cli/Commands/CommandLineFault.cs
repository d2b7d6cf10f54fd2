using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;
using AsynDGAN.Core;

namespace AsynDGAN.Cli.Commands;

/// <summary>What is wrong with a command line, as one message.</summary>
internal static class CommandLineFault
{
    /// <summary>The message; null where nothing is wrong.</summary>
    public static UserException? Of(ParseResult parsed) => parsed.Action is ParseErrorAction ? OfWords(parsed) : OfSuggestions(parsed);

    /// <summary>A shell that asks for suggestions tells the place of its cursor.</summary>
    private static UserException? OfSuggestions(ParseResult parsed)
    {
        var places = ((RootCommand)parsed.RootCommandResult.Command).Directives.OfType<SuggestDirective>().SelectMany(suggest => parsed.GetResult(suggest)?.Values ?? []);
        return places.FirstOrDefault(place => !int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out _)) is { } wrong
            ? new UserException($"[suggest:{wrong}] names no place in a line.", "Shells ask by [suggest:N] and the line, with N a whole number, as the scripts of asyndgan completion do.")
            : null;
    }

    private static UserException OfWords(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var name = command is RootCommand ? "asyndgan" : $"asyndgan {command.Name}";
        var hint = $"{name} --help lists what can be given.";
        if (parsed.UnmatchedTokens is not [var word, ..])
        {
            var error = parsed.Errors[0];
            var option = error.SymbolResult as OptionResult ?? error.SymbolResult?.Parent as OptionResult;
            var words = string.Join(' ', error.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            return new UserException(option is null || words.Contains(option.Option.Name, StringComparison.Ordinal) ? words : $"{option.Option.Name}: {words}", hint);
        }

        var isOption = word.StartsWith('-');
        var known = isOption ? command.Options.Select(option => option.Name) : command.Subcommands.Select(below => below.Name);
        var nearest = NearestName.To(word, known);
        if (nearest == word)
        {
            return new UserException($"'{word}' stands before the command, or behind --, where {name} does not read it.", $"Give it behind {name}, and leave -- out.");
        }

        var meant = nearest is null ? "." : $"; did you mean {nearest}?";
        return new UserException($"{name} takes no {(isOption ? "option" : command is RootCommand ? "command" : "argument")} '{word}'{meant}", hint);
    }
}

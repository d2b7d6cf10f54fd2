using System.CommandLine;

namespace AsynDGAN.Cli.Commands;

/// <summary>The options that every command has: how much it says, and where its end is written for programs.</summary>
/// <param name="IsQuiet">--quiet.</param>
/// <param name="Json">--json; null where it is not given.</param>
internal sealed record EndOptions(bool IsQuiet, string? Json)
{
    private const string Quiet = "--quiet", JsonFile = "--json", StandardOutput = "-";

    /// <summary>Whether the record goes to stdout, where nothing else may then go.</summary>
    public bool TakesOutput => Json == StandardOutput;

    /// <summary>Adds both to all commands.</summary>
    public static void AddTo(RootCommand root)
    {
        root.Add(new Option<bool>(Quiet) { Description = "prints nothing but warnings, faults and what was asked for", Recursive = true });
        root.Add(new Option<string?>(JsonFile) { Description = "writes how the command ended, and its main figures, as JSON; - for stdout, which then has nothing else", HelpName = "FILE", Recursive = true });
    }

    /// <summary>Reads them, of a command line that may be wrong elsewhere; one of them that is wrong is not given.</summary>
    public static EndOptions Of(ParseResult parsed)
    {
        return new EndOptions(Value<bool>(Quiet), Value<string?>(JsonFile));

        T? Value<T>(string option) => parsed.GetResult(option) is { } given && !given.Errors.Any() ? parsed.GetValue<T>(option) : default;
    }
}

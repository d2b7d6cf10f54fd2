using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using AsynDGAN.Cli.Display;
using AsynDGAN.Core;
using AsynDGAN.Core.Comparison.Jobs;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Cli.Commands;

/// <summary>Runs a command to its end, and tells it in the way of all commands: faults on stderr, a record where --json asks for one.</summary>
internal static class CommandRun
{
    /// <summary>The options that name a file or folder to be written, beside --json.</summary>
    private static readonly string[] Written = ["--out", "--plot", "--exchange"];

    /// <summary>Does the work with a display.</summary>
    /// <param name="asks">As of <see cref="RunDisplay.With"/>.</param>
    /// <returns>The exit code.</returns>
    public static int Of(ParseResult parsed, Func<IJobDisplay, CommandEnd> work, bool asks = false)
    {
        var (options, clock, warnings) = (EndOptions.Of(parsed), Stopwatch.StartNew(), new List<string>());
        var hasAnswered = options.TakesOutput;
        FileLock.Command = parsed.CommandResult.Command.Name;
        CommandEnd end;
        try
        {
            RefuseGoneFolder();
            RefuseEmpty(parsed);
            RefuseSame(options, parsed);
            Begin(options);
        }
        catch (UserException e)
        {
            return Told(e).ExitCode;
        }

        try
        {
            end = RunDisplay.With(options.IsQuiet, options.TakesOutput, asks, display =>
            {
                var kept = new WarningDisplay(display, warnings);
                FileLock.Warn = kept.Warn;
                var done = work(kept);
                hasAnswered |= kept.HasAnswered;
                return done;
            });
        }
        catch (UserException e)
        {
            end = Told(e);
        }
        catch (Exception e) when (MemoryFault.Of(e) is { } lacking)
        {
            end = Told(lacking);
        }
        catch (Exception e)
        {
            Console.Error.WriteLine(e);
            end = new CommandEnd(ExitCodes.Failed) { Message = e.Message };
        }

        var code = Write(options, EndRecord.Of(parsed.CommandResult.Command.Name, end, warnings, clock.Elapsed)) ?? end.ExitCode;
        return hasAnswered && ForgivingWriter.OutputFault is { } fault
            ? Told(new UserException($"Standard output cannot be written: {fault}", "Send it where there is room.")).ExitCode
            : code;
    }

    /// <summary>Libraries are looked for from the working folder, and fail without saying why.</summary>
    private static void RefuseGoneFolder()
    {
        if (!Directory.Exists("."))
        {
            throw new UserException("The working folder does not exist any more.", "Change to another folder.");
        }
    }

    /// <summary>An empty value is none, as of a variable of a script that is not set.</summary>
    private static void RefuseEmpty(ParseResult parsed)
    {
        // --json and --quiet may stand before the command.
        var given = parsed.RootCommandResult.Children.Concat(parsed.CommandResult.Children).Where(result => result is not CommandResult);
        switch (given.FirstOrDefault(one => one.Tokens.Any(token => token.Value.Length == 0)))
        {
            case OptionResult { Option: var option }:
                throw new UserException($"{option.Name} is empty.", $"Write it as {option.Name} {option.HelpName ?? "VALUE"}, or leave it out.");
            case ArgumentResult { Argument: var argument }:
                throw new UserException($"{argument.HelpName ?? argument.Name} is empty.", "Name it.");
        }
    }

    /// <summary>What another option's file or folder gets would be in the record's way at the end.</summary>
    private static void RefuseSame(EndOptions options, ParseResult parsed)
    {
        if (options is { Json: { } file, TakesOutput: false }
            && parsed.CommandResult.Children.OfType<OptionResult>().FirstOrDefault(option => Written.Contains(option.Option.Name) && option.Tokens is [.., { Value: var output }] && IsSame(output, file)) is { Option.Name: var other })
        {
            throw new UserException($"--json and {other} are both '{file}'.", "Name another file for --json.");
        }

        static bool IsSame(string output, string file) =>
            FileNameCase.Comparer.Equals(Path.TrimEndingDirectorySeparator(Path.GetFullPath(output)), Path.TrimEndingDirectorySeparator(Path.GetFullPath(file)));
    }

    /// <summary>What a file told of an earlier end goes, so that it is not taken for this one's.</summary>
    private static void Begin(EndOptions options)
    {
        if (options is { Json: { } file, TakesOutput: false })
        {
            OutputFile.Check("--json", file);
            CheckRecord(file);
            try
            {
                File.Delete(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new UserException($"--json: '{file}' cannot be written: {e.Message}", "Name another file.");
            }
        }
    }

    /// <summary>What is no record may be the configuration, or what the command has just written.</summary>
    private static void CheckRecord(string file)
    {
        try
        {
            if (File.Exists(file) && !EndRecord.IsIn(file))
            {
                throw new UserException($"--json: '{file}' is there and is no record of a command's end; only such a record is replaced.", "Name another file, or remove that one.");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"--json: '{file}' cannot be written: {e.Message}", "Name another file.");
        }
    }

    /// <summary>Writes the record where it is wanted.</summary>
    /// <returns>Null, or the exit code of a record that cannot be written.</returns>
    private static int? Write(EndOptions options, string record)
    {
        if (options.TakesOutput)
        {
            Console.Out.Write(record);
        }
        else if (options.Json is { } file)
        {
            try
            {
                CheckRecord(file);
                AtomicFile.WriteText(file, record);
            }
            catch (UserException e)
            {
                return Told(e).ExitCode;
            }
        }

        return null;
    }

    private static CommandEnd Told(UserException fault)
    {
        Console.Error.WriteLine(fault.Hint is null ? $"error: {fault.Message}" : $"error: {fault.Message}\n{fault.Hint}");
        return new CommandEnd(ExitCodes.UserError) { Message = fault.Message, Hint = fault.Hint };
    }
}

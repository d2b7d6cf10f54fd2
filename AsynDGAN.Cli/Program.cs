using System.CommandLine;
using System.CommandLine.Invocation;
using AsynDGAN.Cli.Commands;
using AsynDGAN.Cli.Display;
using AsynDGAN.Core;

ForgivingWriter.Install();

var root = AsyndganCommand.Create();

try
{
    var parsed = root.Parse(args);
    var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
    if (parsed.Action is not ParseErrorAction errors)
    {
        return parsed.Invoke(invocation);
    }

    errors.ShowHelp = false;
    invocation.Output = invocation.Error;
    parsed.Invoke(invocation);
    var command = parsed.CommandResult.Command == root ? "" : parsed.CommandResult.Command.Name + " ";
    Console.Error.WriteLine($"asyndgan {command}--help lists what can be given.");
    return ExitCodes.UserError;
}
catch (UserException e)
{
    Console.Error.WriteLine(e.Hint is null ? $"error: {e.Message}" : $"error: {e.Message}\n{e.Hint}");
    return ExitCodes.UserError;
}

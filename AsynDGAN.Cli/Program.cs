using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using AsynDGAN.Cli.Commands;
using AsynDGAN.Cli.Display;
using AsynDGAN.Core;

ForgivingWriter.Install();

var root = new RootCommand("AsynDGAN: one generator learns from many sites' images, which never leave them.")
{
    TrainCommand.Create(),
    DataCommand.Create(),
    SynthesizeCommand.Create(),
    EvalSegCommand.Create(),
    EvalGaussianCommand.Create(),
    CompareCommand.Create(),
    ReportCommand.Create(),
    KeysCommand.Create(),
};
root.SetAction(parsed => new HelpAction().Invoke(parsed));

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

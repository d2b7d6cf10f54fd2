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
    return parsed.Action is not ParseErrorAction ? parsed.Invoke(invocation) : throw CommandLineFault.Of(parsed);
}
catch (UserException e)
{
    Console.Error.WriteLine(e.Hint is null ? $"error: {e.Message}" : $"error: {e.Message}\n{e.Hint}");
    return ExitCodes.UserError;
}

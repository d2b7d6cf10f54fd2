using System.CommandLine;
using AsynDGAN.Cli.Commands;
using AsynDGAN.Core;

var root = new RootCommand("AsynDGAN: one generator learns from many sites' images, which never leave them.")
{
    TrainCommand.Create(),
    DataCommand.Create(),
};

try
{
    var parsed = root.Parse(args);
    var exitCode = parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    return parsed.Errors.Count > 0 ? ExitCodes.UserError : exitCode;
}
catch (UserException e)
{
    Console.Error.WriteLine(e.Hint is null ? $"error: {e.Message}" : $"error: {e.Message}\n{e.Hint}");
    return ExitCodes.UserError;
}

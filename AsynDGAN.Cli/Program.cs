using System.CommandLine;
using AsynDGAN.Cli.Commands;
using AsynDGAN.Cli.Display;

ForgivingWriter.Install();
FileSizeLimit.LeaveToWriters();

var parsed = AsyndganCommand.Parse(args);
var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
return CommandLineFault.Of(parsed) is { } fault ? CommandRun.Of(parsed, _ => throw fault) : parsed.Invoke(invocation);

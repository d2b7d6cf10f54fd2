using System.CommandLine;
using System.CommandLine.Invocation;
using AsynDGAN.Cli.Commands;
using AsynDGAN.Cli.Display;

ForgivingWriter.Install();

var parsed = AsyndganCommand.Create().Parse(args);
var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
return parsed.Action is ParseErrorAction ? CommandRun.Of(parsed, _ => throw CommandLineFault.Of(parsed)) : parsed.Invoke(invocation);

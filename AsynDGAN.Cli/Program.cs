using System.CommandLine;
using System.Runtime.InteropServices;
using AsynDGAN.Cli.Commands;
using AsynDGAN.Cli.Display;

ForgivingWriter.Install();

// A limit on the size of files is a fault of writing, to be told, and not an end without a word.
const PosixSignal fileSizeExceeded = (PosixSignal)25;
using var limit = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(fileSizeExceeded, context => context.Cancel = true);

var parsed = AsyndganCommand.Create().Parse(args);
var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
return CommandLineFault.Of(parsed) is { } fault ? CommandRun.Of(parsed, _ => throw fault) : parsed.Invoke(invocation);

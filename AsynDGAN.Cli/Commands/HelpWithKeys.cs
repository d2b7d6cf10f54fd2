using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using AsynDGAN.Core.Configuration.Keys;

namespace AsynDGAN.Cli.Commands;

/// <summary>The usual help, followed by every key of the configuration with its default.</summary>
internal sealed class HelpWithKeys : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        new HelpAction().Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Keys of the configuration:");
        output.WriteLine(ExperimentKeys.PlainText());
        return ExitCodes.Done;
    }
}

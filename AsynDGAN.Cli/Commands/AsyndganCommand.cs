using System.CommandLine;
using System.CommandLine.Help;

namespace AsynDGAN.Cli.Commands;

/// <summary><c>asyndgan</c>: all commands.</summary>
internal static class AsyndganCommand
{
    public static RootCommand Create()
    {
        var root = new RootCommand("AsynDGAN: one generator learns from many sites' images, which never leave them.")
        {
            InitCommand.Create(),
            TrainCommand.Create(),
            DataCommand.Create(),
            SynthesizeCommand.Create(),
            EvalSegCommand.Create(),
            PredictCommand.Create(),
            FidelityCommand.Create(),
            AuditCommand.Create(),
            EvalGaussianCommand.Create(),
            CompareCommand.Create(),
            CompareBandwidthCommand.Create(),
            ReportCommand.Create(),
            BenchCommand.Create(),
            CheckCommand.Create(),
            KeysCommand.Create(),
            CompletionCommand.Create(),
        };
        EndOptions.AddTo(root);
        root.SetAction(parsed => new HelpAction().Invoke(parsed));
        return root;
    }

    /// <summary>Parses a command line; an argument that begins with @ is a name as any other, and no file of arguments.</summary>
    public static ParseResult Parse(string[] arguments) => Create().Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
}

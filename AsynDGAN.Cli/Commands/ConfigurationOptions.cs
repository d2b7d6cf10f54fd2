using System.CommandLine;
using System.CommandLine.Completions;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Keys;
using AsynDGAN.Core.Configuration.Reading;

namespace AsynDGAN.Cli.Commands;

/// <summary>The options that every command with a configuration has.</summary>
internal sealed class ConfigurationOptions
{
    /// <summary>The YAML file.</summary>
    public Option<string?> Config { get; } = new("--config") { Description = "the experiment's YAML file", HelpName = "FILE" };

    /// <summary>Overrides of single keys.</summary>
    public Option<string[]> Set { get; } = new("--set")
    {
        Description = "overrides a key of the file, as in --set training.steps=100; may be repeated",
        HelpName = "KEY=VALUE",
        DefaultValueFactory = _ => [],
    };

    public ConfigurationOptions() => Set.CompletionSources.Add(context => Completions(context.WordToComplete));

    /// <summary>Adds both to a command, with the table of keys behind its help.</summary>
    public void AddTo(Command command)
    {
        command.Add(Config);
        command.Add(Set);

        // Hidden, since the whole program's is listed with every command.
        command.Options.Add(new System.CommandLine.Help.HelpOption { Action = new HelpWithKeys(), Hidden = true });
    }

    /// <summary>The experiment that the options name.</summary>
    public Experiment Read(ParseResult parsed) => ExperimentReader.Read(parsed.GetValue(Config)!, parsed.GetValue(Set)!);

    /// <summary>What --set may go on with: a key, or the values of one that names a few.</summary>
    private static IEnumerable<CompletionItem> Completions(string word)
    {
        var key = ExperimentKeys.All.FirstOrDefault(key => word.StartsWith(key.Path + "=", StringComparison.Ordinal));
        var texts = key is null ? ExperimentKeys.All.Select(key => key.Path + "=") : key.Words.Select(value => $"{key.Path}={value}");
        return texts.Select(text => new CompletionItem(text));
    }
}

using System.Text.RegularExpressions;
using AsynDGAN.Core.Configuration.Keys;

namespace AsynDGAN.Core.Configuration.Rules;

/// <summary>Every rule that joins keys: those of a section in a file of their own, those of the run here.</summary>
internal static partial class ExperimentRules
{
    private const int LongestName = 100;

    public static IReadOnlyList<ExperimentRule> All { get; } =
    [
        new(["name"], NameIsAFolder),
        new(["device"], e => DeviceName.Fault(e.Device)),
        .. DataRules.All,
        .. GaussianRules.All,
        .. SiteRules.All,
        .. NetworkRules.All,
        .. TrainingRules.All,
        .. DownstreamRules.All,
    ];

    private static string? NameIsAFolder(Experiment e)
    {
        return FolderName().IsMatch(e.Name)
            ? null
            : $"{YamlValue.Text(e.Name)} cannot name the run's folder; use up to 100 letters (a to z), digits, . _ and -, no dot at either end";
    }

    /// <summary>A file's name as the name of a run that is given none: what a folder's name here may not have becomes a dash.</summary>
    public static string FolderNameOf(string file)
    {
        var name = string.Concat(file.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '-'));
        name = name[..Math.Min(name.Length, LongestName)].Trim('.');
        return name.Length > 0 ? name : "run";
    }

    [GeneratedRegex(@"^(?!\.)[A-Za-z0-9._-]{1,100}(?<!\.)\z")]
    private static partial Regex FolderName();
}

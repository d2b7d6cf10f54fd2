using System.Text.RegularExpressions;

namespace AsynDGAN.Core.Configuration;

/// <summary>Every rule that joins keys: those of a section in a file of their own, those of the run here.</summary>
internal static partial class ExperimentRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new(["name"], NameIsAFolder),
        new(["device"], DeviceIsKnown),
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

    private static string? DeviceIsKnown(Experiment e)
    {
        return DeviceName().IsMatch(e.Device)
            ? null
            : $"{YamlValue.Text(e.Device)} is not one of auto, cpu, cuda, cuda:<n> (such as cuda:1)";
    }

    [GeneratedRegex(@"^(?!\.)[A-Za-z0-9._-]{1,100}(?<!\.)\z")]
    private static partial Regex FolderName();

    [GeneratedRegex(@"^(auto|cpu|cuda(:[0-9]{1,3})?)\z")]
    private static partial Regex DeviceName();
}

using System.Text.RegularExpressions;
using AsynDGAN.Core.Configuration.Keys;

namespace AsynDGAN.Core.Configuration.Rules;

/// <summary>The name of a device, as the configuration and options have it.</summary>
public static partial class DeviceName
{
    /// <summary>What is wrong with a name; null where nothing is.</summary>
    public static string? Fault(string name) =>
        Known().IsMatch(name) ? null : $"{YamlValue.Text(name)} is not one of auto, cpu, cuda, cuda:<n> (such as cuda:1)";

    [GeneratedRegex(@"^(auto|cpu|cuda(:[0-9]{1,3})?)\z")]
    private static partial Regex Known();
}

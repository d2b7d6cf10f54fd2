using System.CommandLine;
using AsynDGAN.Core;
using AsynDGAN.Core.Configuration.Keys;
using AsynDGAN.Core.Configuration.Rules;

namespace AsynDGAN.Cli.Commands;

/// <summary><c>--device D</c>: what is computed on.</summary>
internal static class DeviceOption
{
    private const string Name = "--device";

    public static Option<string?> Create(string description)
    {
        var option = new Option<string?>(Name) { Description = description, HelpName = "D" };
        option.CompletionSources.Add([.. ExperimentKeys.All.Single(key => key.Path == "device").Words]);
        return option;
    }

    /// <exception cref="UserException">There is no such device.</exception>
    public static string Of(string text) => DeviceName.Fault(text) is { } fault ? throw new UserException($"{Name}: {fault}.") : text;
}

using System.CommandLine;
using AsynDGAN.Core;
using AsynDGAN.Core.Diagnosis;
using AsynDGAN.Core.Platform;

namespace AsynDGAN.Cli.Commands;

/// <summary><c>asyndgan check</c>.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var device = DeviceOption.Create("auto, cpu, cuda or cuda:<n>");
        device.DefaultValueFactory = _ => "auto";
        var command = new Command("check", "Tells what the program runs on, and compares every kind of network on the device with float64 on the CPU.") { device };
        command.SetAction(parsed => CommandRun.Of(parsed, display =>
        {
            var wanted = DeviceOption.Of(parsed.GetValue(device)!);
            if (NativeRuntime.Prepare() is { } warning)
            {
                display.Warn(warning);
            }

            var lines = new List<string>();
            var wrong = MachineCheck.Run(wanted, line =>
            {
                lines.Add(line);
                display.Answer(line);
            }, display);
            return wrong.Count == 0
                ? new CommandEnd(ExitCodes.Done, Figures: new { lines })
                : throw new UserException(
                    $"This machine computes wrongly: {string.Join("; ", wrong)}.",
                    "Nothing that it trains can be trusted; use another device or another libtorch (docs/machines.md), and report the lines above.");
        }));
        return command;
    }
}

using System.CommandLine;
using AsynDGAN.Core;

namespace AsynDGAN.Cli.Commands;

/// <summary><c>--jobs N</c>: how many networks are trained at a time.</summary>
internal static class JobsOption
{
    public static Option<string> Create() => new("--jobs")
    {
        Description = "how many networks are trained at a time, each with its share of the cores; faster where they are small",
        HelpName = "N",
        DefaultValueFactory = _ => "1",
    };

    /// <exception cref="UserException">It is no whole number from 1.</exception>
    public static int Of(string text) => WholeNumber.Of("--jobs", text, least: 1, "With 1, one network is trained at a time on all cores.");
}

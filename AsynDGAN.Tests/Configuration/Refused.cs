using AsynDGAN.Core;
using AsynDGAN.Core.Configuration.Reading;

namespace AsynDGAN.Tests.Configuration;

/// <summary>Reads texts that must be refused.</summary>
internal static class Refused
{
    /// <summary>The lines of the message below its heading.</summary>
    public static string[] Lines(string text, params string[] overrides)
    {
        var fault = Assert.Throws<UserException>(() => ExperimentReader.Parse(text, "lgg.yaml", overrides));
        var lines = fault!.Message.Split("\n  ");
        Assert.That(lines[0], Is.EqualTo(lines.Length == 2 ? "lgg.yaml has an error:" : $"lgg.yaml has {lines.Length - 1} errors:"));
        return lines[1..];
    }

    /// <summary>The only line.</summary>
    public static string Line(string text, params string[] overrides)
    {
        var lines = Lines(text, overrides);
        Assert.That(lines, Has.Length.EqualTo(1), string.Join('\n', lines));
        return lines[0];
    }
}

using System.Diagnostics;
using AsynDGAN.Cli.Commands;
using AsynDGAN.Core;

namespace AsynDGAN.Tests.Cli;

public sealed class CheckpointSignalTests
{
    [TestCase("SIGUSR1", "USR1")]
    [TestCase("usr2", "USR2")]
    [TestCase(" SigXcpu ", "XCPU")]
    [Platform("Linux,MacOsX")]
    public void A_signal_is_known_by_its_name_and_has_the_systems_number(string text, string name)
    {
        var number = StartedProcess.Run(new ProcessStartInfo("bash", ["-c", $"kill -l {name}"])).Output;
        Assert.That((int)CheckpointSignal.Of(text)!.Signal, Is.EqualTo(int.Parse(number)));
    }

    [Test]
    public void None_is_none() => Assert.That(CheckpointSignal.Of("None"), Is.Null);

    [TestCase("KILL")]
    [TestCase("10")]
    [TestCase("")]
    public void What_nobody_can_be_asked_by_is_refused(string text) =>
        Assert.That(() => CheckpointSignal.Of(text), Throws.TypeOf<UserException>().With.Message.StartsWith($"--checkpoint-signal {text}: there is no such signal"));
}

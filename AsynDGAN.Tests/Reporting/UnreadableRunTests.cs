using AsynDGAN.Core;
using AsynDGAN.Core.Reporting;

namespace AsynDGAN.Tests.Reporting;

[Platform("Linux")]
public sealed class UnreadableRunTests
{
    [Test]
    public void A_folder_that_may_not_be_read_is_no_run([Values(UnixFileMode.UserRead, UnixFileMode.UserRead | UnixFileMode.UserExecute)] UnixFileMode taken)
    {
        using var folder = new TemporaryFolder();
        folder.Write("set/synthesis.json", "");
        Unprivileged.Without(taken, folder.Path, () => Assert.That(() => RunReport.Write(folder.Path), Throws.TypeOf<UserException>().With.Message.Contains("There is no run in")));
    }

    [Test]
    public void Samples_that_may_not_be_read_are_named()
    {
        using var run = new SmallRun();
        var samples = Path.Combine(run.Root, "samples");
        Unprivileged.Without(UnixFileMode.UserRead, samples, () => Assert.That(() => RunReport.Write(run.Root), Throws.TypeOf<UserException>().With.Message.StartsWith($"'{samples}' cannot be read: ")));
    }
}

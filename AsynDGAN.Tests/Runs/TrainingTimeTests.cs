using AsynDGAN.Core;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Tests.Runs;

public class TrainingTimeTests
{
    [Test]
    [Platform("Linux")]
    public void A_log_that_may_not_be_read_is_named()
    {
        using var folder = new TemporaryFolder();
        folder.Write("provenance.json", """{"started": "2026-01-01T00:00:00Z", "ended": "2026-01-01T01:00:00Z"}""");
        var log = folder.Write("log.txt", "2026-01-01T00:00:00Z precision: float32\n");
        Unprivileged.Without(UnixFileMode.UserRead, log, () => Assert.That(
            () => TrainingTime.Read(RunFolder.At(folder.Path)), Throws.TypeOf<UserException>().With.Message.StartsWith($"{log} cannot be read: ")));
        Assert.That(TrainingTime.Read(RunFolder.At(folder.Path)).Seconds, Is.EqualTo(3600));
    }
}

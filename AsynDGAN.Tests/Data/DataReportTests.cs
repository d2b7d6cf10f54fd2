using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Runs;
using AsynDGAN.Tests.Runs;

namespace AsynDGAN.Tests.Data;

public class DataReportTests
{
    [Test]
    public void A_report_that_is_stopped_while_the_data_are_read_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var display = new RecordingDisplay();
        Assert.That(() => DataReport.Write(new Experiment(), folder.Join("report"), new LoadingProgress(display), display, stop.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Directory.Exists(folder.Join("report")), Is.False);
    }
}

using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Federation;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Federation;

public class SampleSheetTests
{
    [Test]
    public void Sheets_whose_folder_was_removed_get_one_again()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var (images, points) = (zeros(2, 1, 8, 8), rand(4, 2, 1, 1));
        SampleSheet.Write(folder.Join("samples/sheet.png"), "sheet", new PairBatch(images, images), images);
        PointSheet.Write(folder.Join("points/sheet.png"), "sheet", new PairBatch(points, points), points);
        Assert.That(Directory.GetFiles(folder.Path, "sheet.png", SearchOption.AllDirectories), Has.Length.EqualTo(2));
    }
}

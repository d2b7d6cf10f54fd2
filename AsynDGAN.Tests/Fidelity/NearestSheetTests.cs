using AsynDGAN.Core.Fidelity;
using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Imaging;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Fidelity;

public class NearestSheetTests
{
    [Test]
    public void The_nearest_are_shown_first_and_no_more_than_eight()
    {
        NearMatch?[] matches = [.. Enumerable.Range(0, 12).Select(i => i == 5 ? null : new NearMatch(i, (i * 5 % 12) / 12.0))];
        Assert.That(NearestSheet.Choose(matches), Is.EqualTo(new[] { 0, 10, 3, 8, 1, 6, 11, 4 }));
    }

    [Test]
    public void A_sheet_is_written_with_a_column_a_pair()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var images = RandomImages.Of(3, 1).Images;
        NearestPair[] pairs = [.. Enumerable.Range(0, 3).Select(i => new NearestPair(TensorPicture.Of(images[i]), TensorPicture.Of(images[i]), i / 4.0, i == 0))];
        NearestSheet.Write(folder.Join("new", "one.png"), "pairs", ("own masks", pairs[..1]), ("new masks", pairs));
        NearestSheet.Write(folder.Join("new", "two.png"), "pairs", ("new masks", pairs[..1]));
        var (three, single) = (ImageFile.Read(folder.Join("new", "one.png")), ImageFile.Read(folder.Join("new", "two.png")));
        Assert.That(three.Width - single.Width, Is.EqualTo(2 * (8 * 16 + 6)));
        Assert.That(single.Height, Is.GreaterThan(2 * 8 * 16));
        Assert.That(three.Height, Is.GreaterThan(4 * 8 * 16).And.LessThan(2 * single.Height));
    }
}

using AsynDGAN.Core.Fidelity;
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
        var images = RandomImages.Of(3, 1);
        NearMatch[] matches = [new(0, 0), new(1, 0.5), new(2, 0.9)];
        NearestSheet.Write(folder.Join("new", "one.png"), "pairs", images.Images, images.Images, matches, 0.1);
        NearestSheet.Write(folder.Join("new", "two.png"), "pairs", images.Images.narrow(0, 0, 1), images.Images.narrow(0, 0, 1), matches[..1], null);
        var (three, single) = (ImageFile.Read(folder.Join("new", "one.png")), ImageFile.Read(folder.Join("new", "two.png")));
        Assert.That(three.Width - single.Width, Is.EqualTo(2 * (8 * 16 + 6)));
        Assert.That(single.Height, Is.GreaterThan(2 * 8 * 16).And.EqualTo(three.Height));
    }
}

using AsynDGAN.Core.Synthesis;

namespace AsynDGAN.Tests.Synthesis;

public class PlannedImageTests
{
    [Test]
    public void Every_condition_comes_per_mask_times_and_with_its_extras()
    {
        var plan = PlannedImage.All([2, 1], perMask: 2, mixMasks: 1).ToList();
        Assert.That(plan.Select(image => image.Item), Is.EqualTo(Enumerable.Range(0, 9)));
        Assert.That(
            plan.Select(image => (image.Site, image.Sample, image.Mixed)),
            Is.EqualTo(new[]
            {
                (0, 0, false), (0, 0, false), (0, 0, true), (0, 1, false), (0, 1, false), (0, 1, true), (1, 0, false), (1, 0, false), (1, 0, true),
            }));
    }
}

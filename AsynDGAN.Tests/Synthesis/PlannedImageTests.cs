using AsynDGAN.Core.Synthesis;

namespace AsynDGAN.Tests.Synthesis;

public class PlannedImageTests
{
    [Test]
    public void Every_condition_is_drawn_so_many_times_and_then_its_extras()
    {
        var plan = PlannedImage.All([2, 1], perMask: 2, mixMasks: 1).ToArray();
        Assert.That(plan, Is.EqualTo(new[]
        {
            new PlannedImage(0, 0, 0, false), new PlannedImage(1, 0, 0, false), new PlannedImage(2, 0, 0, true),
            new PlannedImage(3, 0, 1, false), new PlannedImage(4, 0, 1, false), new PlannedImage(5, 0, 1, true),
            new PlannedImage(6, 1, 0, false), new PlannedImage(7, 1, 0, false), new PlannedImage(8, 1, 0, true),
        }));
    }
}

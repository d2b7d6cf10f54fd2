using AsynDGAN.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Training;

public class LossWatchTests
{
    [Test]
    public void The_first_step_with_a_loss_that_is_not_finite_is_named_with_site_and_term()
    {
        using var scope = NewDisposeScope();
        using var watch = new LossWatch(site => $"site{site}");
        watch.Take(zeros(2, 6));
        Assert.That(watch.Fault(1), Is.Null);

        var broken = zeros(2, 6);
        broken[1, 3] = float.PositiveInfinity;
        watch.Take(zeros(2, 6));
        watch.Take(broken);
        watch.Take(full([2, 6], float.NaN));
        Assert.That(watch.Fault(4), Is.EqualTo("Step 3: the loss term 'Adversarial' of site 'site1' is Infinity."));
    }

    [TestCase(1)]
    [TestCase(5)]
    public void Steps_are_counted_from_the_interval_on(int interval)
    {
        using var scope = NewDisposeScope();
        using var watch = new LossWatch(site => $"site{site}");
        var step = 0;
        for (; step < 3 * interval; step++)
        {
            watch.Take(zeros(2, 6));
            if ((step + 1) % interval == 0)
            {
                Assert.That(watch.Fault(step + 1), Is.Null);
            }
        }

        watch.Take(full([2, 6], float.NaN));
        Assert.That(watch.Fault(step + 1), Is.EqualTo($"Step {step + 1}: the loss term 'DiscriminatorReal' of site 'site0' is NaN."));
    }

    [Test]
    public void Watching_leaks_no_tensor()
    {
        using var scope = NewDisposeScope();
        var table = zeros(2, 6);
        using var watch = new LossWatch(site => $"site{site}");
        watch.Take(table);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var step = 0; step < 5; step++)
        {
            watch.Take(table);
        }

        Assert.That(DisposeScopeManager.Statistics.ThreadTotalLiveCount, Is.EqualTo(before));
    }
}

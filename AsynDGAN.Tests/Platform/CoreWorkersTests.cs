using AsynDGAN.Core.Platform;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Platform;

public class CoreWorkersTests
{
    [Test]
    public void Results_come_in_the_order_of_the_pieces([Values(1, 2, 5)] int workers)
    {
        using var side = new CoreWorkers(workers);
        for (var round = 0; round < 200; round++)
        {
            Assert.That(side.Map(7, i => (round, i)), Is.EqualTo(Enumerable.Range(0, 7).Select(i => (round, i))));
        }
    }

    [Test]
    public void Each_computes_with_its_own_number_of_threads_and_the_callers_stays([Values(1, 3)] int threads)
    {
        var before = get_num_threads();
        set_num_threads(2);
        try
        {
            using var side = new CoreWorkers(3, threads);
            var numbers = side.Map(6, _ =>
            {
                ones(300, 300).matmul(ones(300, 300)).Dispose();
                return get_num_threads();
            });
            Assert.That(numbers, Is.All.EqualTo(threads));
            Assert.That(get_num_threads(), Is.EqualTo(2));
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Test]
    public void Pieces_are_worked_on_at_the_same_time()
    {
        using var side = new CoreWorkers(2);
        using var both = new Barrier(2);
        Assert.That(side.Map(2, _ => both.SignalAndWait(TimeSpan.FromSeconds(30))), Is.All.True);
    }

    [Test]
    public void The_first_piece_that_fails_is_told_when_all_have_ended_and_the_workers_go_on()
    {
        using var side = new CoreWorkers(2);
        var ended = 0;
        Assert.That(
            () => side.Map(5, i => i is 1 or 3 ? throw new InvalidOperationException($"piece {i}") : Interlocked.Increment(ref ended)),
            Throws.InvalidOperationException.With.Message.EqualTo("piece 1"));
        Assert.That(ended, Is.EqualTo(3));
        Assert.That(side.Map(2, i => i), Is.EqualTo(new[] { 0, 1 }));
    }
}

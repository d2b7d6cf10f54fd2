using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Training;

namespace AsynDGAN.Tests.Training;

public class LearningRateScheduleTests
{
    [Test]
    public void Epochs_have_the_published_learning_rates()
    {
        var golden = GoldenFolder.Json("lr-linear", "lr-linear.json");
        var rtol = golden.GetProperty("rtol").GetDouble();
        foreach (var schedule in golden.GetProperty("cases").EnumerateArray())
        {
            var options = new TrainingOptions
            {
                Epochs = schedule.GetProperty("niter").GetInt32(),
                DecayEpochs = schedule.GetProperty("niter_decay").GetInt32(),
                LearningRate = schedule.GetProperty("base_lr").GetDouble(),
            };
            const int stepsPerEpoch = 7;
            var ours = new LearningRateSchedule(options, stepsPerEpoch);
            foreach (var row in schedule.GetProperty("rows").EnumerateArray())
            {
                var (epoch, rate) = (row[0].GetInt32(), row[2].GetDouble());
                foreach (var step in new[] { (epoch - 1) * stepsPerEpoch, epoch * stepsPerEpoch - 1 })
                {
                    Assert.Multiple(() =>
                    {
                        Assert.That(ours.Epoch(step), Is.EqualTo(epoch));
                        Assert.That(ours.LearningRate(step), Is.EqualTo(rate).Within(rtol * rate));
                    });
                }
            }
        }
    }

    [Test]
    public void What_is_done_every_so_many_epochs_is_due_at_their_ends_and_at_the_end()
    {
        var schedule = new LearningRateSchedule(new TrainingOptions { Steps = 11 }, stepsPerEpoch: 2);
        Assert.That(Enumerable.Range(1, 11).Where(done => schedule.IsDue(2, done)), Is.EqualTo(new[] { 4, 8, 11 }));
    }

    [Test]
    public void Trainings_of_as_many_epochs_are_equally_long_and_of_given_steps_those_of_as_many_steps()
    {
        TrainingOptions epochs = new() { Epochs = 1, DecayEpochs = 1 }, steps = new() { Steps = 30 };
        Assert.That(Schedule(epochs, 15).Length(30), Is.EqualTo(Schedule(epochs, 11).Length(22)).And.Not.EqualTo(Schedule(epochs, 11).Length(30)));
        Assert.That(Schedule(steps, 15).Length(30), Is.EqualTo(Schedule(steps, 11).Length(30)).And.Not.EqualTo(Schedule(steps, 11).Length(22)));

        static LearningRateSchedule Schedule(TrainingOptions options, int stepsPerEpoch) => new(options, stepsPerEpoch);
    }

    [Test]
    public void Given_steps_decay_over_their_second_half()
    {
        var schedule = new LearningRateSchedule(new TrainingOptions { Steps = 100, LearningRate = 1 }, stepsPerEpoch: 30);
        Assert.Multiple(() =>
        {
            Assert.That(schedule.Steps, Is.EqualTo(100));
            Assert.That(schedule.Epochs, Is.EqualTo(4));
            Assert.That(schedule.LearningRate(50), Is.EqualTo(1));
            Assert.That(schedule.LearningRate(schedule.DecayBegins - 1), Is.EqualTo(1));
            Assert.That(schedule.LearningRate(schedule.DecayBegins), Is.EqualTo(1 - 1 / 51.0).Within(1e-12));
            Assert.That(schedule.LearningRate(99), Is.EqualTo(1 - 49 / 51.0).Within(1e-12));
        });
    }

    [Test]
    public void Nothing_is_learned_nor_unlearned_from_a_step_beyond_the_end()
    {
        foreach (var options in new[] { new TrainingOptions { Steps = 4 }, new TrainingOptions { Epochs = 1, DecayEpochs = 2 } })
        {
            var schedule = new LearningRateSchedule(options, stepsPerEpoch: 2);
            Assert.That(Enumerable.Range(0, (int)schedule.Steps).Select(step => schedule.LearningRate(step)), Is.All.Positive);
            Assert.That(Enumerable.Range((int)schedule.Steps + 1, 300).Select(step => schedule.LearningRate(step)), Is.All.EqualTo(0));
        }
    }
}

using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Core.Training;

/// <summary>
/// How long a run is and which learning rate a step has: constant, then linear decay to 1/(decay + 1) in the last epoch
/// (the published schedule), or, where <c>training.steps</c> is given, the like by steps with the decay over the second half: the last step has 2/(decay + 1).
/// </summary>
public sealed class LearningRateSchedule
{
    private readonly TrainingOptions options;

    /// <param name="options">Epochs or steps, and the learning rate.</param>
    /// <param name="stepsPerEpoch">Steps that the largest site needs to be seen once.</param>
    public LearningRateSchedule(TrainingOptions options, int stepsPerEpoch)
    {
        (this.options, StepsPerEpoch) = (options, stepsPerEpoch);
        Steps = options.Steps ?? (long)(options.Epochs + options.DecayEpochs) * stepsPerEpoch;
    }

    /// <summary>Steps an epoch.</summary>
    public int StepsPerEpoch { get; }

    /// <summary>Steps in all.</summary>
    public long Steps { get; }

    /// <summary>Epochs in all; the last may be cut short where steps are given.</summary>
    public int Epochs => (int)((Steps + StepsPerEpoch - 1) / StepsPerEpoch);

    /// <summary>The first step whose rate is below the full one.</summary>
    public long DecayBegins => options.Steps is { } steps ? steps / 2 + 1 : (long)options.Epochs * StepsPerEpoch;

    /// <summary>The epoch of a step, counted from 1.</summary>
    public int Epoch(long step) => (int)(step / StepsPerEpoch) + 1;

    /// <summary>How many epochs have ended after so many steps; the last of a run may be short.</summary>
    public int EpochsDone(long steps) => steps == Steps ? Epochs : (int)(steps / StepsPerEpoch);

    /// <summary>How long a training of so many steps is, beside those of other data: in epochs where its length is given in these, else in steps.</summary>
    /// <param name="steps">Steps done.</param>
    public double Length(long steps) => options.Steps is null ? (double)steps / StepsPerEpoch : steps;

    /// <summary>Whether what is done every so many epochs is due after so many steps; at the end it always is.</summary>
    /// <param name="every">Epochs, at least 1.</param>
    /// <param name="done">Steps done, at least 1.</param>
    public bool IsDue(int every, long done) => done == Steps || (done % StepsPerEpoch == 0 && Epoch(done - 1) % every == 0);

    /// <summary>The learning rate of a step, counted from 0. Past the end, where a centre may still ask, it is 0, but for the first step there where steps are given, which has 1/(decay + 1).</summary>
    public double LearningRate(long step) => options.LearningRate * Multiplier(step);

    private double Multiplier(long step) => options.Steps is { } steps
        ? Decay(step, steps / 2, steps - steps / 2)
        : Decay(Epoch(step), options.Epochs, options.DecayEpochs);

    private static double Decay(long at, long constant, long decay) => Math.Max(0, 1 - Math.Max(0, at - constant) / (double)(decay + 1));
}

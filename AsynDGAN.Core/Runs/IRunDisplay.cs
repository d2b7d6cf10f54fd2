namespace AsynDGAN.Core.Runs;

/// <summary>What shows a run to its user while it goes on.</summary>
public interface IRunDisplay
{
    /// <summary>How a work ends that is what a command is for, by which its time is reckoned, and not on the way to it.</summary>
    const string Steps = "steps", Drawn = "drawn";

    /// <summary>A line that stays.</summary>
    void Say(string line);

    /// <summary>A line that warns.</summary>
    void Warn(string line);

    /// <summary>How far a piece of work is.</summary>
    /// <param name="work">What is done, in a few words.</param>
    /// <param name="done">Items done.</param>
    /// <param name="total">Items in all.</param>
    void Advance(string work, long done, long total);

    /// <summary>How training stands.</summary>
    void Show(TrainingStatus status);
}

namespace AsynDGAN.Core.Comparison.Jobs;

/// <summary>One command of this program that a comparison needs, run as a process of its own.</summary>
/// <param name="Name">As it is shown; its log is called so. Letters that a file name may have.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Needs">The names of the jobs whose results it reads.</param>
/// <param name="Work">How long it takes, roughly, in passes of an image through a network; only compared with other jobs'.</param>
/// <param name="Command">Its arguments, asked for when it starts, since they tell whether something that is there is gone on with.</param>
public sealed record Job(string Name, JobKind Kind, IReadOnlyList<string> Needs, double Work, Func<IReadOnlyList<string>> Command)
{
    /// <summary>Whether its result is there already, whole and of the same things; it is not started then.</summary>
    public bool IsDone { get; init; }

    /// <summary>How many networks it trains one after another; each reports its steps from 0 on.</summary>
    public int Trainings { get; init; } = 1;

    /// <summary>The site without which its tables are; null: none is left out, or it writes no tables.</summary>
    public string? LeftOutSite { get; init; }

    /// <summary>The folder whose table.md it writes; null: none.</summary>
    public string? Tables { get; init; }
}

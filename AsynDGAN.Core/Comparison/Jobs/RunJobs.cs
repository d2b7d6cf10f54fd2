using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Keys;
using AsynDGAN.Core.Reuse;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Synthesis;
using AsynDGAN.Core.Training;

namespace AsynDGAN.Core.Comparison.Jobs;

/// <summary>The two jobs of a run: it is trained, then a synthetic set of it is drawn.</summary>
/// <param name="request">Where the run goes.</param>
internal sealed class RunJobs(ComparisonRequest request)
{
    // A training image passes G and D forth and back; one that is drawn passes G once.
    private const int PassesOfTraining = 6;

    /// <param name="name">The run's folder, below the comparison's.</param>
    /// <param name="overrides">All changes to the configuration, in order.</param>
    /// <param name="steps">Training steps.</param>
    /// <param name="imagesAStep">Images or points that a step takes.</param>
    /// <param name="drawn">Images or points that are drawn, about.</param>
    /// <param name="conditions">Whose conditions are drawn.</param>
    /// <param name="finished">Tells what is there already; null: nothing is asked to be.</param>
    /// <exception cref="UserException">The overrides are at fault, or a run or set that is there would not be gone on with.</exception>
    public IReadOnlyList<Job> Of(string name, IReadOnlyList<string> overrides, long steps, long imagesAStep, long drawn, SynthesisConditions conditions, FinishedWork? finished)
    {
        var (path, set, experiment) = (Folder(name), SetOf(name, conditions), request.Read(overrides));
        IReadOnlyList<string> ofSet = conditions == SynthesisConditions.Seen ? [] : [$"synthesis.conditions={YamlValue.Of(conditions)}"];
        var drawing = request.Read([.. overrides, .. ofSet]);
        var isTrained = finished?.IsTrained(path, experiment, steps) == true;
        var isDrawn = isTrained && finished!.IsDrawn(path, drawing);
        if (!isTrained)
        {
            RefuseOther(path, experiment, set, steps, finished);
        }

        if (!isDrawn && IsBegun(set))
        {
            SyntheticFolder.RefuseOther(set, Dependence.SyntheticSet.Of(drawing).With([.. finished?.Data ?? [], .. isTrained ? FinishedWork.WeightsOf(path) : []]));
        }

        string[] configuration = ["--config", request.ConfigOfParts, .. Set(overrides)];
        return
        [
            new Job(name, JobKind.Train, [], PassesOfTraining * (double)steps * imagesAStep, () => ["train", .. configuration, "--out", path, .. TrainAgain(path)]) { IsDone = isTrained },
            new Job(DrawingOf(name, conditions), JobKind.Draw, [name], drawn, () => ["synthesize", .. configuration, .. Set(ofSet), "--run", path, .. DrawAgain(set)]) { IsDone = isDrawn },
        ];
    }

    /// <summary>Where a run lies.</summary>
    public string Folder(string name) => Path.Combine(request.Folder, name);

    /// <summary>Where a run's set of certain conditions lies.</summary>
    public string SetOf(string name, SynthesisConditions conditions) => Path.Combine(Folder(name), RunFolder.NameOfSet(conditions));

    /// <summary>The name of the job that draws a run's set.</summary>
    public static string DrawingOf(string run, SynthesisConditions conditions) => $"{run}-{RunFolder.NameOfSet(conditions)}";

    /// <summary>Options of changes to the configuration.</summary>
    public static IEnumerable<string> Set(IEnumerable<string> overrides) => overrides.SelectMany(change => new[] { "--set", change });

    /// <summary>A run that would not go on with this configuration and data is refused before others are trained; what is damaged in it, training says.</summary>
    private static void RefuseOther(string path, Experiment now, string set, long steps, FinishedWork? finished)
    {
        var folder = RunFolder.At(path);
        if (!AtomicFolder.Recover(folder.LastCheckpoint))
        {
            folder.RefuseUnseenCheckpoint();
            if ((File.Exists(folder.GeneratorWeights) && File.Exists(Path.Combine(path, FinishedWork.LastOfTraining))) || IsBegun(set))
            {
                throw new UserException(
                    $"The run in '{folder.Root}' has come further than its first checkpoint, and has none any more.",
                    "Bring its checkpoints/last back, remove the run's folder to train it anew, or choose another folder with --out.");
            }

            return;
        }

        (Experiment Before, CheckpointState State) there;
        try
        {
            there = (Checkpoint.ReadConfiguration(folder), Checkpoint.ReadState(folder));
        }
        catch (UserException)
        {
            return;
        }

        if (there.Before.Data.Fold.Of > 1 && now.Data.Fold.Of > 1 && there.Before.Data.Fold.Of != now.Data.Fold.Of)
        {
            throw new UserException(
                $"The run in '{folder.Root}' leaves out one of {there.Before.Data.Fold.Of} folds, and --folds is {now.Data.Fold.Of}.",
                $"Give --folds {there.Before.Data.Fold.Of}, or choose another folder with --out.");
        }

        ResumeRules.Check(there.Before, now, there.State, folder);
        if (there.State.Step < steps && IsBegun(set))
        {
            throw new UserException(
                $"The run in '{folder.Root}' would be trained on, from step {there.State.Step} to {steps}, and its synthetic set in '{Path.GetFullPath(set)}' was drawn before.",
                "Take the training's length back, remove the set's folder, or choose another folder with --out.");
        }

        if (finished is not null && there.State.Identity is { } parts)
        {
            RefuseOtherData(finished.OfRun(now), new Identity(parts), folder);
        }
    }

    private static void RefuseOtherData(Identity now, Identity there, RunFolder folder)
    {
        try
        {
            ResumeRules.Check(now, there, folder, log: null);
        }
        catch (UserException e)
        {
            throw new UserException(e.Message, "Restore them, remove the run's folder, or choose another folder with --out.");
        }
    }

    /// <summary>A set that is gone on with; one that was stopped while it began, begins again.</summary>
    private static bool IsBegun(string set) => FolderKind.SyntheticSet.Is(set) && File.Exists(Path.Combine(set, "config.yaml"));

    /// <summary>A run is gone on with from its checkpoint; one that was stopped before its first begins again.</summary>
    private static string[] TrainAgain(string path)
    {
        var folder = RunFolder.At(path);
        return AtomicFolder.Recover(folder.LastCheckpoint) ? ["--resume"] : File.Exists(folder.Configuration) ? ["--overwrite"] : [];
    }

    private static string[] DrawAgain(string set) => IsBegun(set) ? ["--resume"] : FolderKind.SyntheticSet.Is(set) ? ["--overwrite"] : [];
}

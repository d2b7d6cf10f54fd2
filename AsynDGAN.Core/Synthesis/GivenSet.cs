using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Keys;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Reuse;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Training;

namespace AsynDGAN.Core.Synthesis;

/// <summary>A synthetic set that is to be used: given by its own folder, or by the run in which it lies.</summary>
/// <param name="Given">The path as it was given.</param>
/// <param name="Folder">The set's folder.</param>
/// <param name="Run">The folder of the run in which it lies; null where it lies in none.</param>
internal sealed record GivenSet(string Given, string Folder, string? Run)
{
    // A message does not wait for more weights to be read.
    private const int MostHashed = 32;

    /// <summary>The set in a folder, where that is a set's; else what a run's folder has in <c>synthetic/</c>, whether it is there or not.</summary>
    public static GivenSet At(string path)
    {
        if (!FolderKind.SyntheticSet.Is(path))
        {
            return new GivenSet(path, RunFolder.At(path).SyntheticSet, path);
        }

        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var above = Path.GetDirectoryName(folder);
        return new GivenSet(path, folder, above is not null && FolderKind.Run.Is(above) ? above : null);
    }

    /// <summary>Whether it was given by the run in which it lies.</summary>
    public bool IsByItsRun => Run == Given;

    /// <summary>Whether there is a set: one that was begun, or images of one that has lost what tells its origin.</summary>
    public bool IsThere => FolderKind.SyntheticSet.Is(Folder) || File.Exists(Path.Combine(Folder, SetOrigin.ManifestFile));

    /// <summary>Whether the set has its own configuration.</summary>
    public bool HasConfiguration => File.Exists(OwnConfiguration);

    /// <summary>What is to be said of a set that does not tell what it was made from; else null.</summary>
    /// <param name="origin">What it tells.</param>
    public string? Doubt(SetOrigin? origin) =>
        origin is null || !HasConfiguration ? $"the synthetic set in '{Folder}' does not say what it was made from: that it is whole and of these data could not be checked." : null;

    /// <summary>
    /// What is to be said of a set that lies in a run's folder and was not drawn by the weights that the run has, but by a file given by itself, such as an
    /// older checkpoint's: what is told of the run's generator does not hold for it. Else null.
    /// </summary>
    /// <exception cref="UserException">What tells its origin is damaged.</exception>
    public string? OtherWeights => Run is not null && SetOrigin.Read(Folder) is { OfItsRun: false } origin
        && (RunOrigin.WeightsOf(RunFolder.At(Run)) is not { } weights || Digest.OfFile(weights) != origin.Weights)
        ? $"the synthetic set in '{Folder}' was drawn with other weights than those of the run in whose folder it lies"
        : null;

    /// <summary>As messages call what was given.</summary>
    public string InWords => $"{(IsByItsRun ? "run" : "synthetic set")} '{Given}'";

    /// <summary>What the set was drawn with; of a run that has none yet, the run's.</summary>
    /// <exception cref="UserException">There is neither, or it is damaged.</exception>
    public Experiment Configuration()
    {
        var path = Run is null || HasConfiguration ? OwnConfiguration : RunFolder.At(Run).Configuration;
        return File.Exists(path)
            ? ExperimentReader.Read(path, [])
            : throw new UserException(
                $"'{Given}' is no run and no synthetic set: it has no config.yaml{GivenPath.Resolved(Given)}.", RunFolder.At(Given).HowToNameOne ?? "Make a run by: asyndgan train --config FILE --out " + ShellWord.Of(Given));
    }

    /// <summary>A run that was made on other data, or cut up otherwise, may have seen the patients that are tested on.</summary>
    /// <param name="now">The data that are compared on.</param>
    /// <returns>What could not be compared, in one warning; else null.</returns>
    /// <exception cref="UserException">The run's data are others.</exception>
    public string? RefuseOtherRun(Identity now)
    {
        if (Run is null)
        {
            return $"the synthetic set '{Given}' lies in no run's folder: that its generator has not seen the patients who are tested on could not be checked by a run.";
        }

        var comparison = now.ComparedWith(RunIdentity.Stored(RunFolder.At(Run)));
        return comparison.Different.Count == 0
            ? comparison.Doubt($"the run '{Run}'") ?? (OtherWeights is { } other ? $"{other}: that its generator has not seen the patients who are tested on could not be checked by the run." : null)
            : throw new UserException($"The run '{Run}' was made on other data:{comparison.Lines("in the run")}", "Compare runs of one data configuration." + OwnKeys(comparison));
    }

    /// <summary>Which configuration has the run's keys, where some of them differ.</summary>
    private string OwnKeys(IdentityDifferences comparison) =>
        Path.Combine(Run!, Path.GetFileName(RunFolder.At(Run!).Configuration)) is var own && File.Exists(own) && comparison.Different.Any(part => ExperimentKeys.All.Any(key => key.Path == part.Part))
            ? $" This run's own: --config {ShellWord.Of(own)}."
            : "";

    /// <summary>Refuses a set whose run was made on another split.</summary>
    /// <param name="split">The split here.</param>
    /// <exception cref="UserException">A patient belongs to another part there, or the patients are others.</exception>
    public void RefuseOtherSplit(IReadOnlyList<SplitRow> split)
    {
        if (Run is not null)
        {
            SplitFile.RefuseOther(Run, split);
        }
    }

    /// <summary>SHA-256 over every patient's part, as its run tells, or of a set outside of one the set; null where neither does.</summary>
    /// <exception cref="UserException">A file is damaged.</exception>
    public string? SplitDigest() =>
        (Run is null ? SetOrigin.Read(Folder)?.Identity : RunIdentity.Stored(RunFolder.At(Run)).Parts)?.GetValueOrDefault(Identity.Split);

    /// <summary>The command that draws the set: in its layout and with its weights, where it tells them.</summary>
    public string Drawing => (Run is not null && Folder == RunFolder.At(Run).SyntheticSet
        ? $"asyndgan synthesize --config {ShellWord.Of(DrawnWith)} --run {ShellWord.Of(RunFolder.At(Run).Root)}{(DrawsLeftOut ? " --set synthesis.conditions=seen" : "")}"
        : $"asyndgan synthesize --config {ShellWord.Of(OwnConfiguration)} --run {ShellWord.Of(Run ?? "RUN")} --out {ShellWord.Of(Folder)}")
        + (SetOrigin.Find(Folder) is { } origin ? DrawnAs(origin) : "");

    /// <summary>The options that an origin stands for. Weights that are not the run's may be an epoch's; else their file is not known here.</summary>
    private string DrawnAs(SetOrigin origin)
    {
        var run = Run is null ? null : RunFolder.At(Run);
        var isByRun = origin.OfItsRun || origin.Identity is null || (run is not null && RunOrigin.WeightsOf(run) is { } own && Digest.OfFile(own) == origin.Weights);
        return (origin.Layout == NnUnetLayout.LayoutName ? $" --format {NnUnetLayout.LayoutName}" : "")
            + (isByRun ? "" : $" --weights {ShellWord.Of(run?.Generators.Take(MostHashed).FirstOrDefault(file => Digest.OfFile(file) == origin.Weights) ?? "FILE")}");
    }

    // A set has keys of its own.
    private string DrawnWith => HasConfiguration ? OwnConfiguration : RunFolder.At(Run!).Configuration;

    /// <summary>Whether its configuration would draw into another folder; one that cannot be read says nothing.</summary>
    private bool DrawsLeftOut
    {
        get
        {
            try
            {
                return File.Exists(DrawnWith) && Configuration().Synthesis.Conditions == SynthesisConditions.LeftOut;
            }
            catch (UserException)
            {
                return false;
            }
        }
    }

    private string OwnConfiguration => Path.Combine(Folder, "config.yaml");
}

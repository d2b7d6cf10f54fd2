using AsynDGAN.Core.Audit.ByDesign;
using AsynDGAN.Core.Audit.Findings;
using AsynDGAN.Core.Audit.Inversion;
using AsynDGAN.Core.Audit.Membership;
using AsynDGAN.Core.Audit.Memorisation;
using AsynDGAN.Core.Audit.Subject;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Keys;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Networks.Convolutions;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Training;

namespace AsynDGAN.Core.Audit;

/// <summary>
/// Attacks a trained run with its own means, and tells what was learned: audit.html, audit.json. It reads the images of all sites
/// at one place to judge what the attacks recover, as no site could: it is outside of the boundary.
/// </summary>
/// <param name="request">What is asked for.</param>
/// <param name="display">What shows the work.</param>
public sealed class PrivacyAudit(AuditRequest request, IRunDisplay display)
{
    /// <summary>All examinations, in the order of the page. A new one is a line here.</summary>
    private static readonly IReadOnlyList<IExamination> examinations =
        [new InversionExamination(), new MembershipExamination(), new MemorisationExamination(), new DesignExamination()];

    /// <summary>All figures of audit.json.</summary>
    public static IReadOnlyList<FigureKey> Keys { get; } = [.. examinations.SelectMany(examination => examination.Keys)];

    /// <summary>Audits, and writes audit.json, audit.html, config.yaml and provenance.json.</summary>
    /// <param name="stop">Asks to stop; nothing is written then.</param>
    /// <exception cref="UserException">Request, runs, data or folder are at fault; what was there stays.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public AuditOutcome Execute(CancellationToken stop)
    {
        var limits = FigureLimit.Of(request.FailAbove, Keys);
        var paths = request.Runs is { } runs ? JoinedFolders.Of(runs) : [Path.Combine("runs", request.Experiment!.Name)];
        RefuseTwice(paths);
        var experiment = request.Experiment ?? Configuration(paths[0]);
        var folder = Path.GetFullPath(request.Output ?? RunFolder.At(paths[0]).Audit);
        using var held = FolderLock.Take(folder);
        FolderKind.Audit.RefuseOthers(folder);
        if (FolderKind.Audit.Is(folder) && !request.Overwrite)
        {
            throw new UserException($"There is an audit in '{folder}' already.", "Replace it by --overwrite, or choose another folder with --out.");
        }

        var device = Machine.Settle(experiment, display);
        using var subject = Load(experiment, paths, device, stop);
        var first = subject.First;
        var convolutions = SafeConvolutions.Ensure(
            [.. Simulation.Networks(experiment, first.Data, Simulation.SitesPerGroup(experiment, first.Data, device)), .. PerceptualWeights.Networks(experiment, first.Data)], device, display);
        display.Say(convolutions);
        var configuration = ExperimentWriter.Write(first.Experiment);
        var provenance = Provenance.Of(device.ToString(), convolutions, first.Data.Fingerprint, configuration);
        var sections = examinations.Select(examination => examination.Examine(subject, stop)).ToList();
        var record = AuditRecord.Of(paths, Keys, sections);
        FolderKind.Audit.Replace(folder, whole =>
        {
            AtomicFile.WriteText(Path.Combine(whole, "config.yaml"), configuration);
            (provenance with { Ended = DateTime.UtcNow }).Write(Path.Combine(whole, "provenance.json"));
            AtomicFile.WriteText(Path.Combine(whole, "audit.html"), AuditPage.Of(experiment.Name, Facts(subject, paths), sections).ToString());
            AtomicFile.WriteText(Path.Combine(whole, "audit.json"), record.Text());
        });
        return new AuditOutcome(
            folder, string.Join('\n', sections.Select(section => $"{section.Title}: {section.Learned}")), record.Figures,
            [.. limits.Select(limit => limit.Fault(record.Figures[limit.Key.Name], sections.Any(section => section.OfTooFew.Contains(limit.Key)))).OfType<string>()]);
    }

    private static void RefuseTwice(IReadOnlyList<string> paths)
    {
        if (paths.Any(path => path.Length == 0))
        {
            throw new UserException($"--run {string.Join('+', paths)}: a folder's name is empty.", "Write it as RUN, or as RUN1+RUN2.");
        }

        if (paths.GroupBy(path => RealPath.Of(RunFolder.At(path).Root), FileNameCase.Comparer).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new UserException($"--run names the run '{twice.First()}' twice.", "Name each once.");
        }
    }

    private Experiment Configuration(string path)
    {
        var file = RunFolder.At(path).Configuration;
        return File.Exists(file)
            ? ExperimentReader.Read(file, request.Overrides)
            : throw new UserException(
                $"There is no run in '{path}'{GivenPath.Resolved(path)}.", RunFolder.At(path).HowToRestoreConfiguration ?? RunFolder.At(path).HowToNameOne ?? $"Train it first: asyndgan train --config FILE --out {ShellWord.Of(path)}");
    }

    private AuditSubject Load(Experiment experiment, IReadOnlyList<string> paths, TorchSharp.torch.Device device, CancellationToken stop)
    {
        var runs = new List<AuditedRun>();
        try
        {
            foreach (var path in paths)
            {
                runs.Add(AuditedRun.Load(experiment, path, device, display, stop));
            }

            if (runs.GroupBy(run => run.Experiment.Data.Fold).FirstOrDefault(same => same.Count() > 1) is { } alike)
            {
                throw new UserException(
                    $"The runs {string.Join(" and ", alike.Select(run => $"'{run.Folder.Root}'"))} leave out the same patients (data.fold).", "Join runs of different folds.");
            }

            if (runs.Select(run => run.Experiment.Data.Fold.Of).Distinct().Count() > 1)
            {
                throw new UserException(
                    $"The runs are of different folds: {string.Join(", ", runs.Select(run => $"'{run.Folder.Root}' has data.fold.of {run.Experiment.Data.Fold.Of}"))}.", "Join runs of folds of one number.");
            }

            RefuseOtherLengths(runs);
            if (experiment.Data.Fold != new FoldOptions() && runs.All(run => run.Experiment.Data.Fold != experiment.Data.Fold))
            {
                display.Warn(
                    $"data.fold is of: {experiment.Data.Fold.Of}, leave: {experiment.Data.Fold.Leave}, and {runs[0].Name} was trained with of: {runs[0].Experiment.Data.Fold.Of}, leave: {runs[0].Experiment.Data.Fold.Leave}, with which it is audited.");
            }

            return new AuditSubject(runs, request.Samples, display);
        }
        catch
        {
            runs.ForEach(run => run.Dispose());
            throw;
        }
    }

    /// <summary>Folds of unequal sizes have unequal epochs, so that runs whose length is in epochs are as long after other numbers of steps.</summary>
    /// <exception cref="UserException">One is trained longer than another.</exception>
    internal static void RefuseOtherLengths(IReadOnlyList<AuditedRun> runs)
    {
        if (runs.Select(run => run.Schedule.Length(run.StepsDone)).Distinct().Count() > 1)
        {
            var unfinished = runs.Where(run => run.StepsDone < run.Schedule.Steps).Select(run => $"asyndgan train --resume --out {ShellWord.Of(run.Folder.Root)}");
            throw new UserException(
                $"The runs are not trained equally long: {string.Join(", ", runs.Select(run => $"'{run.Folder.Root}' stands at step {run.StepsDone} of {run.Schedule.Steps}"))}.",
                $"Finish what is not finished: {string.Join("; ", unfinished)}");
        }
    }

    private static IReadOnlyList<string> Facts(AuditSubject subject, IReadOnlyList<string> paths)
    {
        var (run, experiment) = (subject.First, subject.First.Experiment);
        var (now, trained) = (YamlValue.Of(experiment.Sites.Questions), YamlValue.Of(run.Trained.Sites.Questions));
        return
        [
            paths.Count == 1 ? $"run {paths[0]}" : $"runs {string.Join(", ", paths)}",
            $"data {YamlValue.Of(experiment.Data.Source)}, {experiment.Data.ImageSize}x{experiment.Data.ImageSize}",
            $"{run.Data.Sites.Count} {(run.Data.Sites.Count == 1 ? "site" : "sites")}",
            $"{run.StepsDone} of {run.Schedule.Steps} steps",
            $"reconstruction {YamlValue.Of(experiment.Loss.WeighedReconstruction())}{(run.Perceptual is null ? "" : ", perceptual term")}",
            $"sites.questions {now}{(now == trained ? "" : $" (in training: {trained})")}",
            $"boundary.losses {YamlValue.Of(experiment.Boundary.Losses)}",
            $"boundary.element_type {YamlValue.Of(experiment.Boundary.ElementType)}",
            $"seed {experiment.Seed}, split {experiment.Data.SplitSeed}",
        ];
    }
}

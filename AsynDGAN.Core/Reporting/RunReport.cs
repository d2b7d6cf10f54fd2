using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Reporting;

/// <summary>
/// The report of a run, or of a comparison alone: one HTML file that holds everything it shows. What a run does not have is
/// left out.
/// </summary>
public static class RunReport
{
    /// <summary>The file's name in the run's folder.</summary>
    public const string FileName = "report.html";

    /// <summary>How long a report waits for another of the same folder, which takes a moment to write.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Writes the report of what is in a folder.</summary>
    /// <param name="path">The folder of a run or a comparison.</param>
    /// <returns>The file.</returns>
    /// <exception cref="UserException">There is no run, one of its files is damaged, or the report cannot be written.</exception>
    public static string Write(string path)
    {
        var folder = RunFolder.At(path);
        if (!Takes(folder))
        {
            var what = !Directory.Exists(folder.Root) ? "it is not a folder" + GivenPath.Hint(path)
                : !File.Exists(folder.Configuration) ? "it has no config.yaml" + GivenPath.Hint(folder.Configuration)
                : File.Exists(Path.Combine(folder.Root, "summary.txt")) ? "it is what asyndgan data has written"
                : File.Exists(Path.Combine(folder.Root, "synthesis.json")) ? "it is a synthetic set"
                : File.Exists(Path.Combine(folder.Root, "results.csv")) ? "it is the evaluation of one network, or a table of points"
                : "it has neither weights nor scores" + (Directory.Exists(folder.NewestCheckpoint) ? $", which asyndgan train --resume --out {ShellWord.Of(folder.Root)} would write again" : "");
            throw new UserException(
                $"There is no run in '{folder.Root}': {what}.",
                "A report is of a run, which asyndgan train has written, or of a comparison, which eval-seg has: name a folder such as "
                + (ComparisonsIn(folder.Root) is { Count: > 0 } comparisons ? $"{string.Join(", ", comparisons.Select(name => Path.Combine(path, name)))}." : "runs/lgg."));
        }

        var report = Path.Combine(folder.Root, FileName);
        Put(report, Page(folder, ExperimentReader.Read(folder.Configuration, [])).ToString());
        return report;
    }

    /// <summary>A report of a run that is in training does not wait for it, but for the one that another command writes.</summary>
    private static void Put(string report, string page)
    {
        try
        {
            using var held = FileLock.Take(Path.Combine(Path.GetDirectoryName(report)!, FolderLock.Name + "-report"), $"The report '{report}'", Patience);
            AtomicFile.WriteText(report, page);
        }
        catch (Exception e) when (WriteFault.Is(e))
        {
            throw new UserException($"{report} cannot be written: {e.Message}", "Check the free space and the permissions of its folder.");
        }
    }

    /// <summary>Writes the report of the run that a comparison lies in; of the comparison alone where it lies elsewhere.</summary>
    /// <param name="comparison">The comparison's folder.</param>
    /// <returns>The file.</returns>
    /// <exception cref="UserException">As for <see cref="Write"/>.</exception>
    public static string WriteAround(string comparison)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(comparison));
        var above = Path.GetDirectoryName(folder);
        var isOfARun = above is not null && SegmentationSection.FolderOf(RunFolder.At(above)) == folder
            && Takes(RunFolder.At(above));
        return Write(isOfARun ? above! : folder);
    }

    /// <summary>The names of the comparisons in a folder, as asyndgan compare fills it; none where it cannot be read.</summary>
    private static List<string> ComparisonsIn(string root)
    {
        try
        {
            return !Directory.Exists(root) ? []
                : [.. Directory.EnumerateDirectories(root).Where(FolderKind.Comparison.Is).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>A run has weights, a comparison has scores; both have a configuration, as other folders have.</summary>
    private static bool Takes(RunFolder folder) => File.Exists(folder.Configuration)
        && (Directory.Exists(Path.GetDirectoryName(folder.GeneratorWeights)) || Directory.Exists(Path.Combine(folder.Root, "scores")));

    private static Html Page(RunFolder folder, Experiment experiment)
    {
        Html?[] wide = [SegmentationSection.Of(folder), SampleSection.Of(folder), LossSection.Of(folder)];
        Html?[] narrow =
        [
            CopyingSection.Of(folder),
            SiteSection.Of(folder, experiment),
            CommunicationSection.Of(folder, experiment),
            SettingsSection.Of(experiment),
            ProvenanceSection.Of(folder),
        ];
        return HtmlPage.Of(experiment.Name, $"""
            {Heading.Of(folder, experiment)}
            {wide}
            <div class="columns">{Html.Each(narrow.OfType<Html>(), section => $"<section>{section}</section>\n")}</div>
            """);
    }
}

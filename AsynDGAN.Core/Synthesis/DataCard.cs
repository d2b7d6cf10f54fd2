using System.Text;
using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Core.Synthesis;

/// <summary>What a synthetic set is, for those who get it without its run.</summary>
internal static class DataCard
{
    public static string Text(
        Experiment experiment, string run, string weights, string hash, IReadOnlyList<IReadOnlyDictionary<string, string>> rows, int planned)
    {
        var options = experiment.Synthesis;
        var text = new StringBuilder();
        text.AppendLine($"# {experiment.Name}: a synthetic data set");
        text.AppendLine();
        text.AppendLine($"{rows.Count} images of {experiment.Data.ImageSize}x{experiment.Data.ImageSize} pixels with tumour masks, drawn by a generator that AsynDGAN trained "
            + $"(run {Path.GetFileName(Path.GetFullPath(run))}, mode {Word(experiment.Sites.Mode)}, seed {experiment.Seed}; weights {Path.GetFileName(weights)}, SHA-256 {hash}). No image here is a real one.");
        text.AppendLine();
        text.AppendLine("| site of the head | images | of them with another slice's tumour |");
        text.AppendLine("|---|---|---|");
        foreach (var site in rows.GroupBy(row => row["site"]))
        {
            text.AppendLine($"| {site.Key} | {site.Count()} | {site.Count(row => row["mixed"] == "true")} |");
        }

        text.AppendLine();
        text.AppendLine($"Conditions: every training slice's mask {options.PerMask} time(s), and {options.MixMasks} time(s) with another training slice's tumour placed in its head "
            + $"({planned - rows.Count} left out for want of tumour). Dropout {(options.Dropout ? "on" : "off")}, batch norm statistics {Word(options.Statistics)}. "
            + "Patients in manifest.csv are opaque numbers; no condition of a validation or test patient was used.");
        text.AppendLine();
        text.AppendLine(options.Deform > 0
            ? $"Tumours and head outlines are those of real patients, deformed at random (share {YamlNumber(options.Deform)} of the ranges)."
            : "Tumours and head outlines are those of real patients as they are: whoever may not see them may not see this set.");
        text.AppendLine("How near the images are to the real ones is written in the run's copying.csv.");
        return text.ToString();
    }

    private static string Word(Enum value) => value.ToString().ToLowerInvariant();

    private static string YamlNumber(double value) => value.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture);
}

using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Data.Points;

/// <summary>How the points of an experiment were understood: a table of the components and a plot of the points.</summary>
internal static class PointReport
{
    /// <summary>Writes config.yaml, summary.txt and histogram.png.</summary>
    /// <exception cref="UserException">The folder cannot be written.</exception>
    public static string Write(Experiment experiment, string folder)
    {
        using var scope = NewDisposeScope();
        using var data = GaussianData.Draw(experiment, CPU);
        var all = data.Sites.Select(site => site.Training.Take([.. Enumerable.Range(0, site.Training.Count)], null).Image).ToArray();
        var text = data.Facts;
        FolderKind.DataReport.Replace(folder, whole =>
        {
            AtomicFile.WriteText(Path.Combine(whole, "summary.txt"), text);
            AtomicFile.WriteText(Path.Combine(whole, "config.yaml"), ExperimentWriter.Write(experiment));
            AtomicFile.WriteBytes(
                Path.Combine(whole, "histogram.png"), SamplePlot.Render($"{experiment.Name}: training points", [("all sites", cat(all))]));
        });
        return $"{text}\nwritten to {folder}: histogram.png, summary.txt, config.yaml";
    }
}

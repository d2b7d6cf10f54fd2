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
        try
        {
            AtomicFile.WriteText(Path.Combine(folder, "summary.txt"), text);
            AtomicFile.WriteText(Path.Combine(folder, "config.yaml"), ExperimentWriter.Write(experiment));
            AtomicFile.WriteBytes(
                Path.Combine(folder, "histogram.png"), SamplePlot.Render($"{experiment.Name}: training points", [("all sites", cat(all))]));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"The output folder '{folder}' cannot be written: {e.Message}", "Choose another with --out.");
        }

        return $"{text}\nwritten to {folder}: histogram.png, summary.txt, config.yaml";
    }
}

using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Segmentation;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Comparison;

/// <summary>
/// Whose images the networks of a comparison are scored on: a part of the sites that they are trained on; or, where
/// <c>sites.without</c> leaves sites out, all patients of those, of whom the tables tell the part's.
/// </summary>
internal sealed class TestedSites : IDisposable
{
    private readonly IReadOnlyDictionary<string, DataPart> parts;
    private readonly DataPart asked;

    private TestedSites(Dataset data, DataPart part, IReadOnlyDictionary<string, DataPart> parts, DataPart asked) =>
        (Data, Part, this.parts, this.asked) = (data, part, parts, asked);

    /// <summary>The data that hold them.</summary>
    public Dataset Data { get; }

    /// <summary>The sites, each with those that are scored in <see cref="Part"/>.</summary>
    public IReadOnlyList<SiteData<SampleSet>> Sites => Data.Sites;

    /// <summary>The part of <see cref="Sites"/> that is scored.</summary>
    public DataPart Part { get; }

    /// <summary>A part of the sites that are trained on.</summary>
    public static TestedSites Of(Dataset data, DataPart part) => new(data, part, new Dictionary<string, DataPart>(), part);

    /// <summary>Those that a comparison tests, loaded where they are others than its rows are trained on.</summary>
    /// <param name="experiment">The comparison's.</param>
    /// <param name="data">What its rows are trained on.</param>
    /// <param name="part">Validation or test.</param>
    /// <param name="device">Where pairs are given out.</param>
    /// <param name="display">Shows how far it is.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <exception cref="UserException">The part has nothing to test on, or the data are at fault.</exception>
    public static TestedSites Load(Experiment experiment, Dataset data, DataPart part, Device device, IRunDisplay display, CancellationToken stop)
    {
        var without = experiment.Sites.Without;
        if (without.Count == 0)
        {
            SegmentationEvaluator.Check(data, part, experiment.Data.MinMaskPixels);
            return Of(data, part);
        }

        var leftOut = LoadingProgress.Load(display, stop, progress => Dataset.LoadLeftOutSites(experiment, data.Split, device, progress, data.LeftOut));
        var tested = new TestedSites(leftOut, DataPart.Test, data.Split.ToDictionary(row => row.Patient, row => row.Part), part);
        try
        {
            RefuseOthers(leftOut, data);
            SegmentationEvaluator.Check(
                data, $"The sites that sites.without leaves out, {string.Join(", ", without)}, have",
                [.. leftOut.Sites.SelectMany(site => site.Test.Infos).Where(info => tested.IsOfThePart(info.Patient))], part, experiment.Data.MinMaskPixels);
            return tested;
        }
        catch
        {
            tested.Dispose();
            throw;
        }
    }

    /// <summary>Refuses images that cannot be scored by networks which are trained on the data: what is left out is told of those.</summary>
    private static void RefuseOthers(Dataset leftOut, Dataset data)
    {
        const string Whose = "the sites that sites.without leaves out", Hint = "They are read once more to be tested, whole: mend or remove these files.";
        LeftOut.RefuseAny(Whose, leftOut.LeftOut.Except(data.LeftOut), Hint);
        if (leftOut.ImageChannels != data.ImageChannels)
        {
            throw new UserException($"The images of {Whose} have {leftOut.ImageChannels} channel(s), and those that rows are trained on {data.ImageChannels}.", Hint);
        }
    }

    /// <summary>Whether a patient who is scored is of the part that tables are of.</summary>
    public bool IsOfThePart(string patient) => parts.Count == 0 || parts[patient] == asked;

    /// <summary>Frees what was loaded for it.</summary>
    public void Dispose()
    {
        if (parts.Count > 0)
        {
            Data.Dispose();
        }
    }
}

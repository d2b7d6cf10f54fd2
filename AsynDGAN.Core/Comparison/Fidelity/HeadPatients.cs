using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Segmentation;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Comparison.Fidelity;

/// <summary>Whose heads the drawings of joined sets have.</summary>
internal static class HeadPatients
{
    /// <summary>
    /// A name an image: as the manifests have it, or the patient's own where runs number patients differently (another seed, key or cut into
    /// sites), so that one would be taken for two, or two for one. Numbers of a key are those of the key that is there now, or are refused.
    /// </summary>
    /// <param name="sets">Sets that are joined, each with the data as its run cut and numbered them.</param>
    /// <param name="device">Where images are given out.</param>
    /// <param name="display">Shows how far it is.</param>
    /// <param name="stop">Asks to stop.</param>
    /// <returns>Set after set; names that tell patients apart as their own do stay as they are.</returns>
    /// <exception cref="UserException">The data or a key file are not there, or do not have a sample that a set names, or have it of another patient.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static IReadOnlyList<string> Of(IReadOnlyList<(SyntheticSet Set, Experiment Data)> sets, Device device, IRunDisplay display, CancellationToken stop)
    {
        string[] named = [.. sets.SelectMany(one => one.Set.Patients)];

        // Of two sets a key file of one name may have been two keys, which the data tell.
        if (sets.Count == 1 || (sets.Select(one => NumberingOf(one.Data)).Distinct().Count() == 1 && sets.All(one => one.Data.Sites.KeyFile is null)))
        {
            return named;
        }

        var own = new Dictionary<SyntheticSet, IReadOnlyList<string>>();
        foreach (var cut in sets.GroupBy(one => ExperimentWriter.Write(one.Data)))
        {
            using var reals = GeneratorReals.Load(cut.First().Data, device, display, stop);
            foreach (var (set, _) in cut)
            {
                own[set] = [.. reals.HeadsOf(set).Select(head => head.Info.Patient)];
            }
        }

        string[] real = [.. sets.SelectMany(one => own[one.Set])];
        var pairs = named.Zip(real).Distinct().Count();
        return pairs == named.Distinct().Count() && pairs == real.Distinct().Count() ? named : real;
    }

    /// <summary>What numbers follow from; of which fold a run is, or of which site alone, changes none.</summary>
    private static string NumberingOf(Experiment data) => ExperimentWriter.Write(new Experiment { Seed = data.Seed, Sites = data.Sites with { Only = null } });
}

using AsynDGAN.Core.Platform;

namespace AsynDGAN.Core.Audit.Membership;

/// <summary>Which images are asked about where there are too many: a few of as many patients as can be.</summary>
internal static class SpreadOverPatients
{
    /// <summary>
    /// Chooses in rounds: one image of each patient, the patients in a random order, then a second of each, and so on. The choice
    /// depends on the names and the seed alone, and not on the order of the images.
    /// </summary>
    /// <param name="images">Patient and name of each.</param>
    /// <param name="perPatient">Images of a patient at most.</param>
    /// <param name="atMost">Images at most.</param>
    /// <param name="seed">The run's.</param>
    /// <param name="sites">The hospital of each image: where there are more patients than images can be, one of each hospital is among those that are chosen. Null: hospitals count for nothing.</param>
    /// <returns>Their positions, in the order of patients and names.</returns>
    public static int[] Of(IReadOnlyList<(string Patient, string Name)> images, int perPatient, int atMost, int seed, IReadOnlyList<string>? sites = null)
    {
        var patients = images.Index().GroupBy(image => image.Item.Patient).OrderBy(patient => patient.Key, StringComparer.Ordinal)
            .Select(patient => patient.OrderBy(image => image.Item.Name, StringComparer.Ordinal).Select(image => image.Index).ToArray()).ToArray();
        var turns = SplitMix64.For(seed, RandomPurpose.Membership).Permutation(patients.Length);
        if (sites is not null && patients.Length > atMost)
        {
            var firsts = turns.DistinctBy(turn => sites[patients[turn][0]]).ToHashSet();
            turns = [.. turns.OrderByDescending(firsts.Contains)];
        }

        var random = SplitMix64.For(seed, RandomPurpose.Membership, "", 1);
        var orders = Array.ConvertAll(patients, own => random.Permutation(own.Length));
        return
        [
            .. Enumerable.Range(0, perPatient)
                .SelectMany(round => turns.Where(turn => round < patients[turn].Length).Select(turn => patients[turn][orders[turn][round]]))
                .Take(atMost).OrderBy(position => images[position].Patient, StringComparer.Ordinal).ThenBy(position => images[position].Name, StringComparer.Ordinal),
        ];
    }
}

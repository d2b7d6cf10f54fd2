using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Platform;

namespace AsynDGAN.Core.Data.Sites;

/// <summary>The folds into which each site's training patients are dealt, one of which a run leaves out (<c>data.fold</c>).</summary>
internal sealed class PatientFolds
{
    private readonly IReadOnlyDictionary<string, int> foldOf;
    private readonly int leave;

    private PatientFolds(IReadOnlyDictionary<string, int> foldOf, int leave) => (this.foldOf, this.leave) = (foldOf, leave);

    /// <summary>Deals the training patients of every site of the distributed partition; none where there is one fold.</summary>
    /// <remarks>
    /// In the order of their mask pixels, the largest first, so many successive patients as there are folds are dealt one to
    /// each in a random order: within a site the folds' numbers of patients differ by one at most, and their mask pixels by
    /// those of the largest patient at most. Neither the run's seed nor the fold that is left out changes who is dealt where.
    /// </remarks>
    /// <param name="partition">The sites.</param>
    /// <param name="split">Whose training patients are dealt.</param>
    /// <param name="samples">The patient and the mask's pixels of every sample that is used.</param>
    /// <param name="options">The folds, and the split's seed.</param>
    /// <exception cref="UserException">A site has fewer training patients with samples than there are folds.</exception>
    public static PatientFolds Deal(SitePartition partition, PatientSplit split, IEnumerable<(string Patient, int MaskPixels)> samples, DataOptions options)
    {
        var of = options.Fold.Of;
        var foldOf = new Dictionary<string, int>();
        if (of == 1)
        {
            return new PatientFolds(foldOf, options.Fold.Leave);
        }

        var sizes = samples.ToLookup(sample => sample.Patient, sample => (long)sample.MaskPixels);
        var faults = new List<string>();
        foreach (var site in partition.Names)
        {
            string[] patients = [.. split.Parts.Where(part => part.Value == DataPart.Training && partition.SiteOf[part.Key] == site).Select(part => part.Key)];
            var random = SplitMix64.For(options.SplitSeed, RandomPurpose.Folds, site);

            // Sorting keeps the order of equals, which is a random one.
            var bySize = random.Permutation(patients.Length).Select(place => patients[place])
                .OrderByDescending(patient => sizes[patient].Sum()).ThenByDescending(patient => sizes[patient].Count());
            foreach (var group in bySize.Chunk(of))
            {
                foreach (var (patient, fold) in group.Zip(random.Permutation(of)))
                {
                    foldOf[patient] = fold + 1;
                }
            }

            // The first group has those with samples, so that each fold gets one where there are enough of them.
            if (patients.Count(sizes.Contains) is var count && count < of)
            {
                faults.Add($"site {site} has {count}");
            }
        }

        return faults.Count == 0
            ? new PatientFolds(foldOf, options.Fold.Leave)
            : throw new UserException(
                $"too few training patients with samples for data.fold.of {of}: {string.Join(", ", faults)}",
                "Lower data.fold.of, or merge such a site into another (sites.merge): each fold needs a patient of every site.");
    }

    /// <summary>A training patient's fold, from 1; null where there are no folds, and for others.</summary>
    public int? Of(string patient) => foldOf.TryGetValue(patient, out var fold) ? fold : null;

    /// <summary>Whether the run learns nothing of a patient of its training part.</summary>
    public bool LeavesOut(string patient) => Of(patient) == leave;
}

using AsynDGAN.Core.Audit.Subject;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Platform;

namespace AsynDGAN.Core.Audit.Membership;

/// <summary>Whose images are asked about, of one run.</summary>
/// <param name="Members">Images that the run was trained on, of hospitals that hold someone out: scores of each are brought to one scale, and of one group alone that leaves nothing.</param>
/// <param name="HeldOut">Images of validation and test patients.</param>
/// <param name="Reference">Those of the latter whose patients what is released is compared with: half of each hospital's, of whom it is not scored.</param>
internal sealed record AskedPatients(IReadOnlyList<AskedImage> Members, IReadOnlyList<AskedImage> HeldOut, IReadOnlyList<AskedImage> Reference)
{
    /// <summary>Images of a patient at most.</summary>
    public const int PerPatient = 4;

    /// <summary>Images of a group at most.</summary>
    public const int MostImages = 240;

    /// <summary>Those of a run.</summary>
    public static AskedPatients Of(AuditedRun run) => Of(run.Data.Sites, run.Experiment.Seed);

    /// <summary>Those of some hospitals.</summary>
    public static AskedPatients Of(IReadOnlyList<SiteData<SampleSet>> sites, int seed)
    {
        var heldOut = Choose(sites, site => [site.Validation, site.Test], seed);
        var halves = heldOut.GroupBy(image => image.Site.Name).SelectMany(site =>
        {
            string[] patients = [.. site.Select(image => image.Patient).Distinct().Order(StringComparer.Ordinal)];
            return SplitMix64.For(seed, RandomPurpose.Membership, site.Key, 3).Permutation(patients.Length).Take(patients.Length / 2).Select(place => patients[place]);
        }).ToHashSet();
        return new AskedPatients(Choose(sites, site => HoldsOut(site) ? [site.Training] : [], seed), heldOut, [.. heldOut.Where(image => halves.Contains(image.Patient))]);
    }

    /// <summary>Whether a hospital holds anyone out, with whom its training patients can be compared.</summary>
    public static bool HoldsOut(SiteData<SampleSet> site) => site.Validation.Count + site.Test.Count > 0;

    /// <summary>Images of the patients that a run left out and another did not.</summary>
    public static IReadOnlyList<AskedImage> LeftOut(AuditedRun run) => Choose(run.Data.Sites, site => [site.LeftOut], run.Experiment.Seed);

    /// <summary>The same images as another run of the same data has them.</summary>
    public static IReadOnlyList<AskedImage> In(AuditedRun run, IEnumerable<AskedImage> images)
    {
        var all = run.Data.Sites.SelectMany(site => AskedImage.AllOf(site, site.Training, site.Validation, site.Test, site.LeftOut)).ToDictionary(image => image.Key);
        return [.. images.Select(image => all[image.Key])];
    }

    private static List<AskedImage> Choose(IReadOnlyList<SiteData<SampleSet>> sites, Func<SiteData<SampleSet>, IEnumerable<SampleSet>> parts, int seed)
    {
        AskedImage[] all = [.. sites.SelectMany(site => AskedImage.AllOf(site, parts(site)))];
        return [.. SpreadOverPatients.Of([.. all.Select(image => (image.Patient, image.Key.Name))], PerPatient, MostImages, seed, [.. all.Select(image => image.Site.Name)]).Select(position => all[position])];
    }
}

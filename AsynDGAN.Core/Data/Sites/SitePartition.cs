using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sources;
using AsynDGAN.Core.Platform;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Data.Sites;

/// <summary>Which site each patient belongs to, in every part.</summary>
/// <param name="SiteOf">Every patient's site.</param>
/// <param name="Names">The sites without those that <c>sites.without</c> leaves out, in name order.</param>
public sealed record SitePartition(IReadOnlyDictionary<string, string> SiteOf, IReadOnlyList<string> Names)
{
    /// <summary>The name of the one site of mode pooled.</summary>
    public const string PooledSite = "all";

    /// <summary>Sites by the size of the tumours.</summary>
    public const string TumourSize = "tumour-size";

    /// <summary>Sites at random.</summary>
    public const string Random = "random";

    /// <summary>Cuts the patients into sites as <c>sites</c> says.</summary>
    /// <remarks>
    /// By tumour-size: training patients in the order of their tumours' volume, or where the source has pictures, no volumes,
    /// of their mean tumour area a slice with tumour (as a fraction of the slice), are cut into groups of equal counts, the first ones taking what remains; the borders lie halfway between
    /// neighbours, and the other parts' patients go to the site in whose range they fall. By random: every part's patients
    /// are dealt out in a random order.
    /// </remarks>
    /// <exception cref="UserException">The options do not fit these patients.</exception>
    public static SitePartition Make(IReadOnlyList<ImageCase> cases, PatientSplit split, SiteOptions options, int splitSeed)
    {
        var patients = cases.GroupBy(@case => @case.Patient).OrderBy(patient => patient.Key, StringComparer.Ordinal).ToArray();
        var siteOf = options.By switch
        {
            TumourSize => ByTumourSize(patients, split, Count(options, split)),
            Random => AtRandom(patients, split, Count(options, split), splitSeed),
            _ => ByAttribute(patients, options),
        };
        siteOf = Merged(siteOf, options.Merge);
        var names = siteOf.Values.Distinct().Order(StringComparer.Ordinal).ToArray();
        RefuseOneFile(names, FileNameCase.Comparer);
        if (options.Mode == SiteMode.Single && !names.Contains(options.Only))
        {
            throw new UserException(
                options.Only is null
                    ? "sites.mode is single, but sites.only is not given"
                    : $"sites.only: there is no site '{options.Only}'",
                $"The sites are {string.Join(", ", names)}.");
        }

        var kept = Kept(names, options.Without);
        foreach (var site in kept)
        {
            if (!patients.Any(patient => siteOf[patient.Key] == site && split.Parts[patient.Key] == DataPart.Training))
            {
                throw new UserException(
                    $"too few patients: site {site} has no training patient",
                    "Merge it into another (sites.merge), or change "
                    + (cases.Any(@case => @case.Part is not null) ? "its patients' parts, which the data give." : "the split (data.split, data.test_fraction, data.validation_fraction)."));
            }
        }

        return new SitePartition(siteOf, kept);
    }

    /// <summary>Whether a patient's site takes part.</summary>
    public bool Holds(string patient) => Names.Contains(SiteOf[patient]);

    private static string[] Kept(string[] names, IReadOnlyList<string> without)
    {
        if (without.FirstOrDefault(name => !names.Contains(name)) is { } unknown)
        {
            throw new UserException($"sites.without: there is no site '{unknown}'", $"The sites are {string.Join(", ", names)}.");
        }

        string[] kept = [.. names.Except(without)];
        return kept.Length > 0
            ? kept
            : throw new UserException($"sites.without leaves out all sites: {string.Join(", ", names)}", "Keep one of them at least.");
    }

    /// <summary>Each site has files of its own: two may not be one file's where a system does not look at case.</summary>
    /// <param name="names">The sites.</param>
    /// <param name="comparer">How the system compares names of files.</param>
    /// <exception cref="UserException">Two names lead to one file.</exception>
    internal static void RefuseOneFile(IReadOnlyList<string> names, StringComparer comparer)
    {
        if (names.GroupBy(RunFolder.FileName, comparer).FirstOrDefault(file => file.Count() > 1) is { } same)
        {
            throw new UserException(
                $"the sites {string.Join(", ", same.Select(name => $"'{name}'"))} differ in case only, and file names on this system do not",
                $"Rename one, or join them by sites.merge: {{ {same.Last()}: {same.First()} }}.");
        }
    }

    private static Dictionary<string, string> ByAttribute(IGrouping<string, ImageCase>[] patients, SiteOptions options)
    {
        if (options.Count is not null)
        {
            throw new UserException(
                $"sites.count is given, but sites.by is {options.By}, which makes as many sites as there are values",
                $"Leave sites.count out, or use sites.by: {TumourSize} or {Random}.");
        }

        var known = patients.SelectMany(patient => patient.First().Attributes.Keys).Distinct().Order(StringComparer.Ordinal).ToArray();
        if (!known.Contains(options.By))
        {
            throw new UserException(
                $"sites.by: the data have no attribute '{options.By}'", $"Use {string.Join(", ", known.Append(TumourSize))} or {Random}.");
        }

        return patients.ToDictionary(patient => patient.Key, patient => patient.First().Attributes[options.By]);
    }

    private static int Count(SiteOptions options, PatientSplit split)
    {
        if (options.Count is not { } count)
        {
            throw new UserException($"sites.by is {options.By}, but sites.count is not given", "Give the number of sites.");
        }

        var training = split.Parts.Values.Count(part => part == DataPart.Training);
        return training >= count
            ? count
            : throw new UserException($"too few patients: {training} training patients for sites.count {count}", "Lower sites.count.");
    }

    private static Dictionary<string, string> ByTumourSize(IGrouping<string, ImageCase>[] patients, PatientSplit split, int count)
    {
        var sizes = patients.ToDictionary(patient => patient.Key, TumourSizeOf);
        var training = patients.Select(patient => patient.Key)
            .Where(patient => split.Parts[patient] == DataPart.Training)
            .OrderBy(patient => sizes[patient]).ThenBy(patient => patient, StringComparer.Ordinal)
            .ToArray();

        // Training patients go by rank, so that counts are equal whatever ties there are; the others by the borders.
        var siteOf = new Dictionary<string, string>();
        var borders = new double[count - 1];
        for (int site = 0, first = 0; site < count; site++)
        {
            var next = first + training.Length / count + (site < training.Length % count ? 1 : 0);
            foreach (var patient in training[first..next])
            {
                siteOf[patient] = Numbered("size", site, count);
            }

            if (site < count - 1)
            {
                borders[site] = (sizes[training[next - 1]] + sizes[training[next]]) / 2;
            }

            first = next;
        }

        foreach (var patient in patients.Select(patient => patient.Key).Where(patient => !siteOf.ContainsKey(patient)).ToArray())
        {
            siteOf[patient] = Numbered("size", borders.Count(border => sizes[patient] > border), count);
        }

        return siteOf;
    }

    private static double TumourSizeOf(IEnumerable<ImageCase> patient) =>
        patient.All(@case => @case.TumourVolume is not null)
            ? patient.Average(@case => @case.TumourVolume!.Value)
            : MeanTumourArea(patient);

    private static double MeanTumourArea(IEnumerable<ImageCase> patient) =>
        patient.SelectMany(@case => @case.MaskFractions)
            .Where(area => area > 0)
            .DefaultIfEmpty()
            .Average();

    private static Dictionary<string, string> AtRandom(IGrouping<string, ImageCase>[] patients, PatientSplit split, int count, int seed) =>
        patients.GroupBy(patient => split.Parts[patient.Key])
            .SelectMany(part =>
            {
                var names = part.Select(patient => patient.Key).ToArray();
                var order = SplitMix64.For(seed, RandomPurpose.Sites, "", (long)part.Key).Permutation(names.Length);
                return order.Select((k, place) => KeyValuePair.Create(names[k], Numbered("random", place % count, count)));
            })
            .ToDictionary();

    private static Dictionary<string, string> Merged(Dictionary<string, string> siteOf, IReadOnlyDictionary<string, string> merge)
    {
        var names = siteOf.Values.Distinct().Order(StringComparer.Ordinal).ToArray();
        foreach (var (from, into) in merge)
        {
            if (!names.Contains(from) || !names.Contains(into))
            {
                var unknown = names.Contains(from) ? into : from;
                throw new UserException($"sites.merge: there is no site '{unknown}'", $"The sites are {string.Join(", ", names)}.");
            }

            if (merge.ContainsKey(into))
            {
                throw new UserException($"sites.merge: {from} goes to {into}, which is merged itself", "Name the site that is kept.");
            }
        }

        return siteOf.ToDictionary(pair => pair.Key, pair => merge.GetValueOrDefault(pair.Value, pair.Value));
    }

    /// <summary>Names that sort in the order of their numbers.</summary>
    private static string Numbered(string prefix, int site, int count) =>
        $"{prefix}-{(site + 1).ToString($"D{count.ToString().Length}")}";
}

using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Federation;

/// <summary>What runs' sites measured of copying at their last previews: means over the images of all sites and runs, of sites that have patients of both parts.</summary>
/// <param name="Training">Correlation of fakes with the real images of the same training conditions.</param>
/// <param name="Validation">Of validation conditions; null where there are no validation patients.</param>
public sealed record CopyingRecord(double Training, double? Validation)
{
    /// <summary>After which epoch that was; of several runs the first of theirs.</summary>
    public int Epoch { get; private init; }

    /// <summary>The same inside the head, or what else objects lie upon, away from its outline and without the object; null where an earlier version did not record it.</summary>
    public double? TrainingInside { get; private init; }

    /// <summary>Of validation conditions.</summary>
    public double? ValidationInside { get; private init; }

    /// <summary>Share of near-copies among the drawings of training conditions; null where no site could tell.</summary>
    public double? NearCopiesTraining { get; private init; }

    /// <summary>Of validation conditions.</summary>
    public double? NearCopiesValidation { get; private init; }

    /// <summary>Of how many sites, over all runs, the correlations are: of those that have both parts, where any has.</summary>
    public int Sites { get; private init; }

    /// <summary>How many sites the records have.</summary>
    public int AllSites { get; private init; }

    /// <summary>Reads the runs' records.</summary>
    /// <param name="runs">The runs' folders.</param>
    /// <returns>Null where a run has no record or none with a row, or none of them has one of training conditions.</returns>
    /// <exception cref="UserException">A record is damaged.</exception>
    public static CopyingRecord? Of(IEnumerable<string> runs)
    {
        var (rows, epochs) = (new List<(string Site, CsvRow Row)>(), new List<int>());
        foreach (var run in runs)
        {
            var path = Path.Combine(run, "copying.csv");
            if (!File.Exists(path))
            {
                return null;
            }

            var record = CsvTable.ReadOwn(path, ["epoch", "part", "images", "correlation"], mend: RunFolder.At(run).HowToCutTables);
            if (record.Count == 0)
            {
                return null;
            }

            var last = record.Max(EpochOf);
            rows.AddRange(record.Where(row => EpochOf(row) == last).Select(row => ($"{run}/{row.Fields.GetValueOrDefault("site")}", row)));
            epochs.Add(last);
        }

        var (inside, near) = (Means("correlation_inside"), Means("near_copies"));
        var (both, all) = (WithBoth("correlation").Count, rows.Select(row => row.Site).Distinct().Count());
        return Means("correlation") is ({ } training, var validation)
            ? new CopyingRecord(training, validation)
            {
                Epoch = epochs.Min(),
                Sites = both > 0 ? both : all,
                AllSites = all,
                TrainingInside = inside.Training,
                ValidationInside = inside.Validation,
                NearCopiesTraining = near.Training,
                NearCopiesValidation = near.Validation,
            }
            : null;

        // Of the sites that have both parts, where any has: else the two would differ by their sites, too.
        (double? Training, double? Validation) Means(string column)
        {
            var sites = WithBoth(column);
            return (Mean("training"), Mean("validation"));

            double? Mean(string part)
            {
                var chosen = Known(part, column).Where(row => sites.Count == 0 || sites.Contains(row.Site)).ToList();
                return chosen.Count == 0 ? null : chosen.Sum(row => row.Images * row.Value) / chosen.Sum(row => row.Images);
            }
        }

        HashSet<string> WithBoth(string column) => [.. Known("training", column).Select(row => row.Site).Intersect(Known("validation", column).Select(row => row.Site))];

        IEnumerable<(string Site, int Images, double Value)> Known(string part, string column) => rows
            .Where(row => row.Row.Fields["part"] == part && row.Row.OptionalDouble(column) is not null).Select(row => (row.Site, row.Row.Int("images"), row.Row.Double(column)));
    }

    private static int EpochOf(CsvRow row) => row.Int("epoch");
}

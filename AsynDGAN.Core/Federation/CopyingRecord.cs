using AsynDGAN.Core.Csv;

namespace AsynDGAN.Core.Federation;

/// <summary>What runs' sites measured of copying at their last previews: means over the images of all sites and runs.</summary>
/// <param name="Training">Correlation of fakes with the real images of the same training conditions.</param>
/// <param name="Validation">Of validation conditions.</param>
public sealed record CopyingRecord(double Training, double Validation)
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

    /// <summary>Reads the runs' records.</summary>
    /// <param name="runs">The runs' folders.</param>
    /// <returns>Null where there is no record, or none of both parts.</returns>
    /// <exception cref="UserException">A record is damaged.</exception>
    public static CopyingRecord? Of(IEnumerable<string> runs)
    {
        var (rows, epochs) = (new List<CsvRow>(), new List<int>());
        foreach (var path in runs.Select(run => Path.Combine(run, "copying.csv")).Where(File.Exists))
        {
            var record = CsvTable.ReadOwn(path, ["epoch", "part", "images", "correlation"]);
            var last = record.Count == 0 ? 0 : record.Max(EpochOf);
            rows.AddRange(record.Where(row => EpochOf(row) == last));
            epochs.Add(last);
        }

        return Mean("training", "correlation") is { } training && Mean("validation", "correlation") is { } validation
            ? new CopyingRecord(training, validation)
            {
                Epoch = epochs.Min(),
                TrainingInside = Mean("training", "correlation_inside"),
                ValidationInside = Mean("validation", "correlation_inside"),
                NearCopiesTraining = Mean("training", "near_copies"),
                NearCopiesValidation = Mean("validation", "near_copies"),
            }
            : null;

        double? Mean(string part, string column)
        {
            var chosen = rows.Where(row => row.Fields["part"] == part)
                .Select(row => (Images: row.Int("images"), Value: row.OptionalDouble(column))).Where(row => row.Value is not null).ToList();
            return chosen.Count == 0 ? null : chosen.Sum(row => row.Images * row.Value!.Value) / chosen.Sum(row => row.Images);
        }
    }

    private static int EpochOf(CsvRow row) => row.Int("epoch");
}

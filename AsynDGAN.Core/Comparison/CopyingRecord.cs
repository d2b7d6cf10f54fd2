using AsynDGAN.Core.Csv;

namespace AsynDGAN.Core.Comparison;

/// <summary>What a run's sites measured of copying, at its last preview.</summary>
internal static class CopyingRecord
{
    /// <summary>The mean correlations of fakes with the real images of the same conditions, over the images of all sites and runs.</summary>
    /// <returns>Null where a run has no record, or none of both parts.</returns>
    public static (double Training, double Validation)? Of(IEnumerable<string> runs)
    {
        var rows = new List<(string Part, int Images, double Correlation)>();
        foreach (var path in runs.Select(run => Path.Combine(run, "copying.csv")).Where(File.Exists))
        {
            var record = CsvTable.Read(path, ["epoch", "part", "images", "correlation"]);
            var last = record.Count == 0 ? 0 : record.Max(Epoch);
            rows.AddRange(record.Where(r => Epoch(r) == last)
                .Select(r => (r.Fields["part"], r.Int("images"), r.Double("correlation"))));
        }

        return Mean("training") is { } training && Mean("validation") is { } validation ? (training, validation) : null;

        double? Mean(string part)
        {
            var chosen = rows.Where(r => r.Part == part).ToList();
            return chosen.Count == 0 ? null : chosen.Sum(r => r.Images * r.Correlation) / chosen.Sum(r => r.Images);
        }
    }

    private static int Epoch(CsvRow row) => row.Int("epoch");
}

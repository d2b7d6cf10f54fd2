using CsvHelper;

namespace AsynDGAN.Core.Data;

/// <summary>Reads a small CSV file by its header.</summary>
internal static class CsvTable
{
    private static readonly CsvReaderOptions options = new()
    {
        TrimWhitespace = true,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
    };

    /// <summary>The rows with the lines on which they start.</summary>
    /// <param name="needed">Columns that must be there.</param>
    /// <param name="optional">Columns that may be there; null: any.</param>
    /// <exception cref="UserException">The file cannot be read, or its header or rows are wrong: all faults are listed.</exception>
    public static IReadOnlyList<(int Line, IReadOnlyDictionary<string, string> Fields)> Read(
        string path, IReadOnlyList<string> needed, IReadOnlyList<string>? optional = null)
    {
        try
        {
            using var csv = CsvReader.FromFile(path, options);
            string[] header = [.. csv.Headers];
            CheckHeader(path, header, needed, optional);
            var faults = new Faults();
            var rows = new List<(int, IReadOnlyDictionary<string, string>)>();
            while (csv.Read())
            {
                if (csv.FieldCount != header.Length)
                {
                    faults.Add($"line {csv.LineNumber}: {csv.FieldCount} fields where the header has {header.Length}");
                    continue;
                }

                rows.Add(((int)csv.LineNumber, Enumerable.Range(0, header.Length).ToDictionary(i => header[i], csv.GetString)));
            }

            faults.ThrowIfAny(path, "Every line has one field a column; a field with commas stands in double quotes.");
            return rows;
        }
        catch (CsvFormatException fault)
        {
            throw new UserException(
                $"{path}, line {fault.LineNumber}: the double quotes do not match",
                "A field with commas or quotes stands in double quotes, its own quotes doubled.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path} cannot be read: {fault.Message}");
        }
    }

    private static void CheckHeader(string path, string[] header, IReadOnlyList<string> needed, IReadOnlyList<string>? optional)
    {
        var faults = new Faults();
        foreach (var column in needed.Except(header))
        {
            faults.Add($"line 1: there is no column '{column}'");
        }

        foreach (var column in optional is null ? [] : header.Except(needed).Except(optional))
        {
            faults.Add($"line 1: there should be no column '{column}'");
        }

        foreach (var column in header.GroupBy(column => column).Where(column => column.Count() > 1))
        {
            faults.Add($"line 1: column '{column.Key}' is there twice");
        }

        var may = optional is null ? "" : $", and optionally {string.Join(", ", optional)}";
        faults.ThrowIfAny(path, $"The first line names the columns: {string.Join(", ", needed)}{may}.");
    }
}

using CsvHelper;

namespace AsynDGAN.Core.Csv;

/// <summary>Records as lines of a CSV file; fields are quoted where they need it, and where reading would trim them.</summary>
internal static class CsvLines
{
    private static readonly CsvWriterOptions Format = new() { NewLine = "\n", ShouldQuote = (field, _, _, _) => field.Trim().Length < field.Length };

    /// <summary>Writes them, a line each.</summary>
    public static void Write(TextWriter writer, IEnumerable<IReadOnlyList<string>> records)
    {
        using var csv = CsvWriter.Create(writer, Format, leaveOpen: true);
        foreach (var record in records)
        {
            foreach (var field in record)
            {
                csv.WriteField(field);
            }

            csv.EndRecord();
        }
    }
}

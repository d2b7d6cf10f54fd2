using CsvHelper;

namespace AsynDGAN.Core.Csv;

/// <summary>Records as lines of a CSV file; fields are quoted where they need it.</summary>
internal static class CsvLines
{
    private static readonly CsvWriterOptions Format = new() { NewLine = "\n" };

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

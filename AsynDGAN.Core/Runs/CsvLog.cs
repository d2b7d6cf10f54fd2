using System.Globalization;
using CsvHelper;

namespace AsynDGAN.Core.Runs;

/// <summary>A CSV that grows by rows, with the columns of <typeparamref name="TRow"/>'s properties in snake case.</summary>
/// <param name="path">The file; made with its header at the first row.</param>
public sealed class CsvLog<TRow>(string path)
{
    private static readonly CsvWriterOptions Format = new() { NewLine = "\n" };
    private static readonly IReadOnlyList<string> Columns = [.. typeof(TRow).GetProperties().Select(p => SnakeCase(p.Name))];

    /// <summary>Appends rows and flushes them.</summary>
    /// <exception cref="UserException">The disk is full, or the file cannot be written.</exception>
    public void Append(params IReadOnlyList<TRow> rows)
    {
        try
        {
            var fresh = !File.Exists(path);
            using var writer = new StreamWriter(path, append: true);
            Write(writer, fresh ? [Columns, .. rows.Select(Fields)] : [.. rows.Select(Fields)]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path} cannot be written: {e.Message}", "Check the free space and the permissions of its folder.");
        }
    }

    /// <summary>Replaces the whole file, or leaves the old one.</summary>
    public void Replace(IReadOnlyList<TRow> rows) => Replace([Columns, .. rows.Select(Fields)]);

    /// <summary>Rows that are there; a torn last one counts.</summary>
    public int Count() => File.Exists(path) ? Math.Max(0, File.ReadLines(path).Count() - 1) : 0;

    /// <summary>Drops the rows whose whole number in a column is above a limit, and a last row that a kill left torn.</summary>
    public void Cut(string column, long limit)
    {
        if (!File.Exists(path))
        {
            return;
        }

        var at = Columns.ToList().IndexOf(column);
        var kept = new List<IReadOnlyList<string>> { Columns };

        // A row ends with its line: what stands behind the last line's end is torn, however whole it looks.
        var text = File.ReadAllText(path);
        using var csv = CsvReader.FromText(
            text[..(text.LastIndexOf('\n') + 1)], new CsvReaderOptions { MalformedData = CsvMalformedDataHandling.Skip });
        while (csv.Read())
        {
            if (csv.FieldCount == Columns.Count
                && long.TryParse(csv.GetString(at), CultureInfo.InvariantCulture, out var value) && value <= limit)
            {
                kept.Add([.. Enumerable.Range(0, Columns.Count).Select(csv.GetString)]);
            }
        }

        Replace(kept);
    }

    private void Replace(IReadOnlyList<IReadOnlyList<string>> records) => AtomicFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        Write(writer, records);
    });

    private static void Write(TextWriter writer, IReadOnlyList<IReadOnlyList<string>> records)
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

    private static IReadOnlyList<string> Fields(TRow row) =>
        [.. typeof(TRow).GetProperties().Select(p => Convert.ToString(p.GetValue(row), CultureInfo.InvariantCulture)!)];

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 ? "_" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));
}

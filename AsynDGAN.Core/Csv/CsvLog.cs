using System.Globalization;
using AsynDGAN.Core.Runs;
using CsvHelper;

namespace AsynDGAN.Core.Csv;

/// <summary>A CSV that grows by rows, with the columns of <typeparamref name="TRow"/>'s properties in snake case.</summary>
/// <param name="path">The file; made with its header at the first row.</param>
/// <param name="names">The columns of a property that is a list of numbers, spelt as properties are.</param>
public sealed class CsvLog<TRow>(string path, IReadOnlyList<string>? names = null)
{
    private readonly IReadOnlyList<CsvColumn> columns = CsvColumn.Of(typeof(TRow), names ?? []);

    /// <summary>Appends rows and flushes them.</summary>
    /// <exception cref="UserException">The disk is full, or the file cannot be written.</exception>
    public void Append(params IReadOnlyList<TRow> rows)
    {
        try
        {
            var fresh = !File.Exists(path);
            StreamWriter? opened = null;
            HeldFile.Wait(() => opened = new StreamWriter(path, append: true));
            using var writer = opened!;
            CsvLines.Write(writer, fresh ? [Header(), .. rows.Select(Fields)] : [.. rows.Select(Fields)]);
        }
        catch (Exception e) when (WriteFault.Is(e))
        {
            throw new UserException($"{path} cannot be written: {e.Message}", "Check the free space and the permissions of its folder.");
        }
    }

    /// <summary>Replaces the whole file, or leaves the old one.</summary>
    public void Replace(IReadOnlyList<TRow> rows) => Replace([Header(), .. rows.Select(Fields)]);

    /// <summary>The rows whose whole number in a column is up to a limit; a last row that a kill left torn is none.</summary>
    /// <exception cref="UserException">The file cannot be read, has other columns, or a row is damaged: what and where is named.</exception>
    public int Count(string column, long limit) => Read(column, limit).Count;

    /// <summary>Drops the rows whose whole number in a column is above a limit, and a last row that a kill left torn.</summary>
    /// <exception cref="UserException">As for <see cref="Count"/>; the file stays as it is.</exception>
    public void Cut(string column, long limit)
    {
        if (File.Exists(path))
        {
            Replace([Header(), .. Read(column, limit)]);
        }
    }

    private List<IReadOnlyList<string>> Read(string column, long limit)
    {
        var text = "";
        try
        {
            text = File.Exists(path) ? File.ReadAllText(path) : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path} cannot be read: {e.Message}");
        }

        // A row ends with its line: what stands behind the last line's end is torn, however whole it looks.
        text = text[..(text.LastIndexOf('\n') + 1)];
        return text.Length == 0 ? [] : Rows(text, Array.IndexOf(Header(), column), limit);
    }

    private List<IReadOnlyList<string>> Rows(string text, int at, long limit)
    {
        using var csv = CsvReader.FromText(text, new CsvReaderOptions { Separator = ',', MalformedData = CsvMalformedDataHandling.Skip, TrackLineNumbers = true });
        // Versions append columns that may be empty; rows of an earlier one lack the last.
        var found = csv.Headers.ToArray();
        if (!found.SequenceEqual(Header().Take(found.Length)) || columns.Skip(found.Length).Any(column => !column.IsOptional))
        {
            throw new UserException(
                $"{path} is damaged, or of another version: its columns are not {string.Join(", ", Header())}.", CsvDamage.Mend);
        }

        var rows = new List<IReadOnlyList<string>>();
        UserException? unlessLast = null;
        while (csv.Read())
        {
            if (unlessLast is not null)
            {
                throw unlessLast;
            }

            if (csv.FieldCount != found.Length)
            {
                unlessLast = new UserException(
                    $"{path} is damaged: line {csv.LineNumber} has {csv.FieldCount} fields where the header has {found.Length}.", CsvDamage.Mend);
                continue;
            }

            string[] row = [.. Enumerable.Range(0, found.Length).Select(csv.GetString), .. columns.Skip(found.Length).Select(_ => "")];
            Check(row, (int)csv.LineNumber);
            if (long.Parse(row[at], CultureInfo.InvariantCulture) <= limit)
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    /// <summary>Numbers stand where the row's type has them.</summary>
    private void Check(string[] row, int line)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var type = Nullable.GetUnderlyingType(columns[i].Type) ?? columns[i].Type;
            var wanted = (columns[i].IsOptional && row[i].Length == 0) || type == typeof(string) || type == typeof(bool) ? null
                : type == typeof(int) || type == typeof(long) ? (long.TryParse(row[i], CultureInfo.InvariantCulture, out _) ? null : "a whole number")
                : double.TryParse(row[i], CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? null : "a finite number";
            if (wanted is not null)
            {
                throw CsvDamage.Of(path, line, columns[i].Name, row[i], wanted);
            }
        }
    }

    private void Replace(IReadOnlyList<IReadOnlyList<string>> records) => AtomicFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        CsvLines.Write(writer, records);
    });

    private string[] Header() => [.. columns.Select(column => column.Name)];

    private string[] Fields(TRow row) => [.. columns.Select(column => Convert.ToString(column.ValueOf(row!), CultureInfo.InvariantCulture)!)];
}

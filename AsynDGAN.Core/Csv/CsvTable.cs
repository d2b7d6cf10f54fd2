using System.Text;
using AsynDGAN.Core.Configuration;
using CsvHelper;

namespace AsynDGAN.Core.Csv;

/// <summary>Reads a small CSV file by its header.</summary>
internal static class CsvTable
{
    private const string SaysSeparator = "sep=";

    // Of a file that is no such table, the whole text may be its first line.
    private const int LongestHeader = 200;

    private static readonly char[] separators = [',', ';', '\t', '|'];

    /// <summary>The rows; one of which every cell is blank is none.</summary>
    /// <remarks>The names of columns count in any case, and cells behind the last column may be blank, as spreadsheets leave them.</remarks>
    /// <param name="needed">Columns that must be there.</param>
    /// <param name="optional">Columns that may be there, and others are not looked at; null: all are kept.</param>
    /// <param name="encoding">As of <see cref="TextEncodings"/>.</param>
    /// <param name="notes">Told which columns are not looked at.</param>
    /// <returns>A field a column by the names above; those that a short row leaves out are empty.</returns>
    /// <exception cref="UserException">The file cannot be read, or its header or rows are wrong: all faults are listed.</exception>
    public static IReadOnlyList<CsvRow> Read(
        string path, IReadOnlyList<string> needed, IReadOnlyList<string>? optional = null, string encoding = TextEncodings.Usual,
        ICollection<string>? notes = null) => Read(path, needed, optional, () => CsvText.Read(path, encoding), notes, encoding);

    /// <summary>The rows of a file that the program wrote, of which every line is whole.</summary>
    /// <param name="needed">As of <see cref="Read(string, IReadOnlyList{string}, IReadOnlyList{string}?, string, ICollection{string}?)"/>.</param>
    /// <param name="optional">Likewise.</param>
    /// <param name="mend">As of <see cref="CsvText.ReadOwn"/>.</param>
    /// <exception cref="UserException">It cannot be read, was changed or is damaged.</exception>
    public static IReadOnlyList<CsvRow> ReadOwn(string path, IReadOnlyList<string> needed, IReadOnlyList<string>? optional = null, string? mend = null) =>
        Path.Exists(path) ? Read(path, needed, optional, () => CsvText.ReadOwn(path, mend), notes: null) : throw new UserException($"{path} is not there any more", CsvText.OwnHint);

    /// <summary>Whether the first line of a file names columns, whatever is wrong with the others.</summary>
    public static bool HasColumns(string path, IReadOnlyList<string> columns)
    {
        const int Start = 1 << 16;
        try
        {
            using var file = GivenPath.OpenRead(path);
            var bytes = new byte[Math.Min(file.Length, Start)];
            file.ReadExactly(bytes);

            // The columns' letters are the same in all encodings, but for the zeros and marks of some.
            var text = string.Concat(Encoding.Latin1.GetString(bytes).Where(c => char.IsAscii(c) && c != '\0')).TrimStart();
            var lines = text.Split(['\r', '\n'], 3, StringSplitOptions.RemoveEmptyEntries);
            var header = lines.FirstOrDefault(line => !line.StartsWith("sep=", StringComparison.Ordinal)) ?? "";
            string[] names = [.. header.Split(separators).Select(name => name.Trim(' ', '"'))];
            return columns.All(column => names.Contains(column, StringComparer.OrdinalIgnoreCase));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static IReadOnlyList<CsvRow> Read(string path, IReadOnlyList<string> needed, IReadOnlyList<string>? optional, Func<string> read, ICollection<string>? notes, string encoding = TextEncodings.Usual)
    {
        GivenPath.CheckFile(null, path, $"Name a CSV file with the columns {string.Join(", ", needed)}.");
        try
        {
            var text = read();
            using var csv = CsvReader.FromText(text, Options(Separator(text)));
            var header = Header([.. csv.Headers], needed, optional);
            CheckHeader(path, text, header, needed, optional, encoding);
            var used = Enumerable.Range(0, header.Length)
                .Where(i => header[i].Length > 0 && (optional is null || needed.Contains(header[i]) || optional.Contains(header[i]))).ToArray();
            if (notes is not null && header.Where((name, i) => name.Length > 0 && !used.Contains(i)).ToArray() is { Length: > 0 } others)
            {
                notes.Add($"{path}: columns that are not looked at: {string.Join(", ", others.Select(name => Nearest(name, optional!.Except(header))))}");
            }

            return Rows(csv, path, header, used, needed);
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

    private static CsvReaderOptions Options(char? separator) => new()
    {
        Separator = separator,
        TrimWhitespace = true,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
    };

    /// <summary>What parts the columns' names, since fields may hold other separators: file names of channels are joined by |. Null where the file says it itself.</summary>
    private static char? Separator(string text)
    {
        var header = text.AsSpan().TrimStart();
        header = header.IndexOfAny('\r', '\n') is var end and >= 0 ? header[..end] : header;
        if (header.IsEmpty || header.StartsWith(SaysSeparator, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var counts = new int[separators.Length];
        for (var (i, inside) = (0, false); i < header.Length; i++)
        {
            inside ^= header[i] == '"';
            if (!inside && Array.IndexOf(separators, header[i]) is var separator and >= 0)
            {
                counts[separator]++;
            }
        }

        return separators[Array.IndexOf(counts, counts.Max())];
    }

    private static List<CsvRow> Rows(
        CsvReader csv, string path, string[] header, int[] used, IReadOnlyList<string> needed)
    {
        var (faults, rows) = (new FaultList(), new List<CsvRow>());
        while (csv.Read())
        {
            string[] fields = [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)];
            if (fields.All(field => field.Length == 0))
            {
                continue;
            }

            if (fields.Skip(header.Length).Any(field => field.Length > 0) || used.Any(i => i >= fields.Length && needed.Contains(header[i])))
            {
                faults.Add($"line {csv.LineNumber}: {csv.FieldCount} fields where the header has {header.Length}");
                continue;
            }

            rows.Add(new CsvRow((int)csv.LineNumber, used.ToDictionary(i => header[i], i => fields.ElementAtOrDefault(i) ?? "")) { Path = path });
        }

        faults.ThrowIfAny(path, "Every line has one field a column; a field with commas stands in double quotes.");
        return rows;
    }

    /// <summary>The columns' names as they are asked for, whatever their case; blank ones behind the last are none.</summary>
    private static string[] Header(string[] found, IReadOnlyList<string> needed, IReadOnlyList<string>? optional) =>
    [
        .. found.Take(1 + Array.FindLastIndex(found, name => name.Length > 0))
            .Select(name => needed.Concat(optional ?? []).FirstOrDefault(column => column.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? name),
    ];

    /// <summary>A column's name, with the one that may have been meant.</summary>
    private static string Nearest(string name, IEnumerable<string> free) =>
        NearestName.To(name, free) is { } meant ? $"{name} ({meant}?)" : name;

    /// <summary>The line of the columns' names, from 1: the first that is not empty, and does not tell what parts them.</summary>
    private static int HeaderLine(string text) =>
        1 + Array.FindIndex(text.Replace("\r\n", "\n").Split('\n', '\r'), line => line.Trim().Length > 0 && !line.Trim().StartsWith(SaysSeparator, StringComparison.OrdinalIgnoreCase));

    private static void CheckHeader(string path, string text, string[] header, IReadOnlyList<string> needed, IReadOnlyList<string>? optional, string encoding)
    {
        var faults = new FaultList();
        var there = string.Join(", ", header);
        there = there.Length > LongestHeader ? there[..LongestHeader] + "..." : there;
        foreach (var column in needed.Except(header))
        {
            faults.Add($"line {HeaderLine(text)}: there is no column '{column}' among {there}");
        }

        // Columns that are not looked at may be there as often as they like.
        foreach (var column in header.Where(column => column.Length > 0 && (optional is null || needed.Contains(column) || optional.Contains(column))).GroupBy(column => column).Where(column => column.Count() > 1))
        {
            faults.Add($"line {HeaderLine(text)}: column '{column.Key}' is there twice");
        }

        var may = optional is null or [] ? "" : $", and optionally {string.Join(", ", optional)}";
        var hint = $"The first line names the columns: {string.Join(", ", needed)}{may}.";
        if (header.Length == 0)
        {
            throw new UserException($"{path} is empty", hint);
        }

        if (needed.Except(header).Any() && TextEncodings.Find(encoding)?.CodePage != Encoding.UTF8.CodePage)
        {
            hint += $" Or data.encoding is wrong: the file was read as {encoding}.";
        }

        faults.ThrowIfAny(path, hint);
    }
}

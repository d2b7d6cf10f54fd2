using System.Globalization;

namespace AsynDGAN.Core.Csv;

/// <summary>A row of a CSV file. Its typed values are for files that the program itself has written: another value is damage.</summary>
/// <param name="Line">The line on which it starts, from 1.</param>
/// <param name="Fields">Its texts by column.</param>
internal sealed record CsvRow(int Line, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>The file, for messages.</summary>
    public required string Path { get; init; }

    /// <exception cref="UserException">It is no whole number; file, line, column and value are named.</exception>
    public int Int(string column) =>
        int.TryParse(Fields[column], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : throw Damaged(column, "a whole number");

    /// <exception cref="UserException">It is no whole number; file, line, column and value are named.</exception>
    public long Long(string column) =>
        long.TryParse(Fields[column], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : throw Damaged(column, "a whole number");

    /// <exception cref="UserException">It is no finite number; file, line, column and value are named.</exception>
    public double Double(string column) =>
        double.TryParse(Fields[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw Damaged(column, "a finite number");

    /// <summary>Null where the file has no such column, or nothing stands there.</summary>
    /// <exception cref="UserException">It is no finite number; file, line, column and value are named.</exception>
    public double? OptionalDouble(string column) => Fields.GetValueOrDefault(column, "").Length > 0 ? Double(column) : null;

    /// <exception cref="UserException">It is neither true nor false; file, line, column and value are named.</exception>
    public bool Bool(string column) => bool.TryParse(Fields[column], out var value) ? value : throw Damaged(column, "true or false");

    /// <summary>The fault of a value.</summary>
    /// <param name="column">Where.</param>
    /// <param name="wanted">What should stand there.</param>
    public UserException Damaged(string column, string wanted) => CsvDamage.Of(Path, Line, column, Fields[column], wanted);
}

namespace AsynDGAN.Core.Csv;

/// <summary>Reads back what <see cref="CsvLog{TRow}"/> wrote of a record, into the parameters of its constructor.</summary>
internal static class CsvRecords
{
    /// <returns>The records in order; a column that is not there, since the file is older than it, is null.</returns>
    /// <exception cref="UserException">The file cannot be read, lacks a column that every version wrote, or a value is no number: what and where is named.</exception>
    public static IReadOnlyList<TRecord> Read<TRecord>(string path)
    {
        var constructor = typeof(TRecord).GetConstructors().MaxBy(c => c.GetParameters().Length)!;
        var columns = constructor.GetParameters().Select(p => (Name: CsvColumn.SnakeCase(p.Name!), Type: p.ParameterType)).ToList();
        var rows = CsvTable.ReadOwn(path, [.. columns.Where(c => c.Type != typeof(double?)).Select(c => c.Name)]);
        return [.. rows.Select(row => (TRecord)constructor.Invoke([.. columns.Select(column => Value(row, column.Name, column.Type))]))];
    }

    private static object? Value(CsvRow row, string column, Type type) =>
        type == typeof(string) ? row.Fields[column]
        : type == typeof(int) ? row.Int(column)
        : type == typeof(bool) ? row.Bool(column)
        : type == typeof(double) ? row.Double(column)
        : type == typeof(double?) ? row.OptionalDouble(column)
        : throw new ArgumentOutOfRangeException(nameof(type), type, "no record that is read back has such a value");
}

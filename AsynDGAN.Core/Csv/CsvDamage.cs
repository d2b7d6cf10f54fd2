namespace AsynDGAN.Core.Csv;

/// <summary>The message of a value in one of the program's own CSV files that cannot be what was written.</summary>
internal static class CsvDamage
{
    /// <summary>What helps where nothing better is known.</summary>
    public const string Mend = "Bring the file back from a copy.";

    /// <param name="path">The file.</param>
    /// <param name="line">Where the row starts, from 1.</param>
    /// <param name="column">The column's name.</param>
    /// <param name="value">What stands there.</param>
    /// <param name="wanted">What should, such as "a whole number".</param>
    public static UserException Of(string path, int line, string column, string value, string wanted) =>
        new($"{path} is damaged: line {line}, column {column}: '{value}' is not {wanted}.", Mend);
}

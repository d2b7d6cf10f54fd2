using System.Text.Json;

namespace AsynDGAN.Core.Csv;

/// <summary>A column of a <see cref="CsvLog{TRow}"/>.</summary>
/// <param name="Name">In snake case.</param>
/// <param name="Type">Of its values.</param>
/// <param name="ValueOf">A row's value.</param>
internal sealed record CsvColumn(string Name, Type Type, Func<object, object?> ValueOf)
{
    /// <summary>Whether a row may have no value: nothing stands there then.</summary>
    public bool IsOptional => Nullable.GetUnderlyingType(Type) is not null;

    /// <summary>One a property, in their order; of a property that is a list of numbers, one a name.</summary>
    public static IReadOnlyList<CsvColumn> Of(Type row, IReadOnlyList<string> names) =>
    [
        .. row.GetProperties().SelectMany(property => property.PropertyType == typeof(IReadOnlyList<double>)
            ? names.Select((name, i) => new CsvColumn(SnakeCase(name), typeof(double), values => ((IReadOnlyList<double>)property.GetValue(values)!)[i]))
            : [new CsvColumn(SnakeCase(property.Name), property.PropertyType, property.GetValue)]),
    ];

    /// <summary>LambdaL is lambda_l.</summary>
    public static string SnakeCase(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}

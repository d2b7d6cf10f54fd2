using System.Globalization;

namespace AsynDGAN.Core.Configuration.Keys;

/// <summary>Says in words what a key may hold.</summary>
internal static class ValueWords
{
    /// <summary>The type, as the table of keys names it.</summary>
    public static string Type(Type type)
    {
        if (IsList(type, out var item))
        {
            return $"list ({Type(item)})";
        }

        return type switch
        {
            _ when type == typeof(int) => "whole number",
            _ when type == typeof(double) => "number",
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(string) => "text",
            _ when type == typeof(RowCut) => "all, smallest or whole number",
            _ when type.IsEnum => "choice",
            _ when IsMap(type) => "mapping (text to text)",
            _ => throw new NotSupportedException($"{type} cannot be the type of a key"),
        };
    }

    /// <summary>The range or the choices, as the table of keys names them; may be empty.</summary>
    public static string Allowed(Type type, BetweenAttribute? range)
    {
        if (IsList(type, out var item))
        {
            return Allowed(item, range);
        }

        if (type.IsEnum)
        {
            return string.Join(", ", Choices(type));
        }

        if (range is null)
        {
            return "";
        }

        return IsOpen(range) ? "at least " + Number(range.Low) : Number(range.Low) + " to " + Number(range.High);
    }

    /// <summary>What is wanted, to follow "is not": "a whole number from 1 to 64".</summary>
    public static string Wanted(Type type, BetweenAttribute? range)
    {
        return type switch
        {
            _ when type == typeof(int) => "a whole number" + Within(range),
            _ when type == typeof(double) => "a number" + Within(range),
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(string) => "text",
            _ when type == typeof(RowCut) => "all, smallest or a whole number" + Within(range),
            _ when type.IsEnum => "one of " + Allowed(type, range),
            _ when IsMap(type) => "a mapping such as {A: B}",
            _ => "a list such as [a, b]",
        };
    }

    /// <summary>The values of a type that has few.</summary>
    public static IEnumerable<string> Listed(Type type) => type switch
    {
        _ when type == typeof(bool) => ["true", "false"],
        _ when type == typeof(RowCut) => RowCut.Words,
        _ when type.IsEnum => Choices(type),
        _ when IsList(type, out var item) && item.IsEnum => Choices(item).Select(choice => $"[{choice}]"),
        _ => [],
    };

    /// <summary>An enum's values as they are written, in the order of its members.</summary>
    public static IEnumerable<string> Choices(Type type)
    {
        return Enum.GetNames(type).Select(KeyNames.Kebab);
    }

    public static bool IsList(Type type, out Type item)
    {
        var isList = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>);
        item = isList ? type.GetGenericArguments()[0] : typeof(object);
        return isList;
    }

    public static bool IsMap(Type type)
    {
        return type == typeof(IReadOnlyDictionary<string, string>);
    }

    private static string Within(BetweenAttribute? range)
    {
        return range switch
        {
            null => "",
            _ when IsOpen(range) => " of at least " + Number(range.Low),
            _ => $" from {Number(range.Low)} to {Number(range.High)}",
        };
    }

    private static bool IsOpen(BetweenAttribute range)
    {
        return range.High is double.PositiveInfinity or int.MaxValue;
    }

    private static string Number(double value)
    {
        return value.ToString("R", CultureInfo.InvariantCulture);
    }
}

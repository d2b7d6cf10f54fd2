using System.Globalization;
using AsynDGAN.Core.Configuration.Keys;

namespace AsynDGAN.Core.Configuration.Reading;

/// <summary>Turns a node into the value of one key, or says why it cannot be that.</summary>
internal sealed class ValueReader(ExperimentKey key, ConfigurationErrors errors)
{
    /// <summary>Reads the key's value; false where a fault was added instead.</summary>
    public bool TryRead(ConfigurationNode node, out object? value)
    {
        if (key.AllowsNull && node is ConfigurationNode.Scalar scalar && (key.NullWord == AutoAttribute.Word ? scalar.Text == key.NullWord : scalar.IsNull))
        {
            value = null;
            return true;
        }

        value = Read(node, key.ValueType);
        return value is not null;
    }

    // Null where a fault was added.
    private object? Read(ConfigurationNode node, Type type)
    {
        if (ValueWords.IsList(type, out var item))
        {
            return node is ConfigurationNode.List list ? ReadList(list, item) : Refuse(node, type);
        }

        if (ValueWords.IsMap(type))
        {
            return node is ConfigurationNode.Mapping map ? ReadMap(map) : Refuse(node, type);
        }

        if (node is not ConfigurationNode.Scalar scalar || scalar.IsNull)
        {
            return Refuse(node, type);
        }

        return type switch
        {
            _ when type == typeof(string) => scalar.Text,
            _ when type == typeof(bool) => ReadTruth(scalar),
            _ when type == typeof(int) => ReadWhole(scalar) ?? Refuse(node, type),
            _ when type == typeof(double) => ReadNumber(scalar) ?? Refuse(node, type),
            _ when type == typeof(RowCut) => RowCut.OfWord(scalar.Text) ?? (ReadWhole(scalar) is { } number ? new RowCut(number) : Refuse(node, type)),
            _ => ReadChoice(scalar, type),
        };
    }

    private Array? ReadList(ConfigurationNode.List list, Type type)
    {
        var items = Array.CreateInstance(type, list.Items.Count);
        var whole = true;
        for (var i = 0; i < items.Length; i++)
        {
            if (Read(list.Items[i], type) is { } item)
            {
                items.SetValue(item, i);
            }
            else
            {
                whole = false;
            }
        }

        return whole ? items : null;
    }

    private Dictionary<string, string>? ReadMap(ConfigurationNode.Mapping node)
    {
        var map = new Dictionary<string, string>();
        var whole = true;
        foreach (var entry in node.Entries)
        {
            if (Read(entry.Value, typeof(string)) is not string text)
            {
                whole = false;
            }
            else if (!map.TryAdd(entry.Key, text))
            {
                errors.Add(key.Path, entry.Place, $"{YamlValue.Text(entry.Key)} is given twice");
                whole = false;
            }
        }

        return whole ? map : null;
    }

    private object? ReadTruth(ConfigurationNode.Scalar scalar)
    {
        return scalar switch
        {
            { Quoted: false, Text: "true" or "True" or "TRUE" } => true,
            { Quoted: false, Text: "false" or "False" or "FALSE" } => false,
            _ => Refuse(scalar, typeof(bool)),
        };
    }

    private int? ReadWhole(ConfigurationNode.Scalar scalar) =>
        ReadNumber(scalar) is { } number && number % 1 == 0 && number is >= int.MinValue and <= int.MaxValue ? (int)number : null;

    /// <summary>A finite number within the key's range; null without a fault where it is none.</summary>
    private double? ReadNumber(ConfigurationNode.Scalar scalar) =>
        Finite(scalar) is { } number && (key.Range is null || (number >= key.Range.Low && number <= key.Range.High)) ? number : null;

    /// <summary>A finite number; null where it is none, and where it would be read as 0 without being 0.</summary>
    private static double? Finite(ConfigurationNode.Scalar scalar) => Parsed(scalar) is { } number && double.IsFinite(number) && !IsLost(scalar) ? number : null;

    private static bool IsLost(ConfigurationNode.Scalar scalar) => Parsed(scalar) == 0 && scalar.Text.Split('e', 'E')[0].Any(c => c is >= '1' and <= '9');

    /// <summary>A number as it is written; zero has no sign, so that -0 and 0 are one value.</summary>
    private static double? Parsed(ConfigurationNode.Scalar scalar)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return !scalar.Quoted && double.TryParse(scalar.Text, Style, CultureInfo.InvariantCulture, out var number) ? number + 0.0 : null;
    }

    private object? ReadChoice(ConfigurationNode.Scalar scalar, Type type)
    {
        var at = Array.IndexOf([.. ValueWords.Choices(type)], scalar.Text);
        return at >= 0 ? Enum.GetValues(type).GetValue(at) : Refuse(scalar, type);
    }

    private object? Refuse(ConfigurationNode node, Type type)
    {
        var limit = (type == typeof(int) || type == typeof(RowCut)) && node is ConfigurationNode.Scalar number && Finite(number) > int.MaxValue && key.Range is not { High: < int.MaxValue } ? $" and at most {int.MaxValue}" : "";
        var wanted = ValueWords.Wanted(type, key.Range) + limit + (key.AllowsNull ? " or " + key.NullWord : "");
        var nearest = type.IsEnum && node is ConfigurationNode.Scalar scalar ? NearestName.To(scalar.Text, ValueWords.Choices(type)) : null;
        var question = nearest is null ? "" : $"; did you mean {nearest}?";
        var fault = type == typeof(double) && node is ConfigurationNode.Scalar small && IsLost(small) ? "too small to be told from 0" : $"not {wanted}{question}";
        errors.Add(key.Path, node.Place, $"{node.InWords} is {fault}");
        return null;
    }
}

using System.Reflection;

namespace AsynDGAN.Core.Configuration.Keys;

/// <summary>One key of a configuration: its path, what it may hold, its default and what it means.</summary>
public sealed class ExperimentKey
{
    internal ExperimentKey(PropertyInfo property, string parent, object defaults)
    {
        Property = property;
        Name = KeyNames.Snake(property.Name);
        Path = parent.Length == 0 ? Name : parent + "." + Name;
        ValueType = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        AllowsNull = new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;
        NullWord = property.GetCustomAttribute<AutoAttribute>() is null ? YamlValue.Of(null) : AutoAttribute.Word;
        Range = property.GetCustomAttribute<BetweenAttribute>();
        Explanation = property.GetCustomAttribute<DescribeAttribute>()?.Text ?? "";

        var value = property.GetValue(defaults);
        IsSection = ValueType.IsClass && ValueType != typeof(string);
        Keys = IsSection ? Of(ValueType, Path, value!) : [];
        Default = IsSection ? "" : Yaml(value);
    }

    /// <summary>The key with the sections that it is in, such as data.image_size.</summary>
    public string Path { get; }

    /// <summary>The type in words, such as "whole number or null".</summary>
    public string Type => ValueWords.Type(ValueType) + (AllowsNull ? " or " + NullWord : "");

    /// <summary>The default as YAML.</summary>
    public string Default { get; }

    /// <summary>The range or the values allowed; empty where the type says it all.</summary>
    public string Allowed => ValueWords.Allowed(ValueType, Range);

    /// <summary>The values that can be listed: of a choice (alone in a list where several may be given), of true or false, and words of what takes others too; null's word where it is one of them.</summary>
    public IReadOnlyList<string> Words =>
        [.. ValueWords.Listed(ValueType), .. Property.GetCustomAttribute<WordsAttribute>()?.Words ?? [], .. AllowsNull ? new[] { NullWord } : []];

    /// <summary>What the key means, in one line.</summary>
    public string Explanation { get; }

    internal PropertyInfo Property { get; }

    internal string Name { get; }

    internal Type ValueType { get; }

    internal bool AllowsNull { get; }

    /// <summary>How null is written.</summary>
    internal string NullWord { get; }

    internal BetweenAttribute? Range { get; }

    internal bool IsSection { get; }

    /// <summary>The keys of a section, in record order.</summary>
    internal IReadOnlyList<ExperimentKey> Keys { get; }

    /// <summary>A value of the key as YAML.</summary>
    internal string Yaml(object? value) => value is null ? NullWord : YamlValue.Of(value);

    /// <summary>The keys of a record type, in the order of its properties.</summary>
    internal static IReadOnlyList<ExperimentKey> Of(Type record, string path, object defaults)
    {
        return [.. record.GetProperties().OrderBy(p => p.MetadataToken).Select(p => new ExperimentKey(p, path, defaults))];
    }
}

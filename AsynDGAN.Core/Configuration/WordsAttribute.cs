namespace AsynDGAN.Core.Configuration;

/// <summary>Usual values of a key that takes any text.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WordsAttribute(params string[] words) : Attribute
{
    /// <summary>As they are written.</summary>
    public IReadOnlyList<string> Words { get; } = words;
}

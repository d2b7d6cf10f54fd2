namespace AsynDGAN.Core.Configuration;

/// <summary>What a configuration key means, in one line; shown by <c>--help</c> and in docs/configuration.md.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DescribeAttribute(string text) : Attribute
{
    /// <summary>The line shown.</summary>
    public string Text { get; } = text;
}

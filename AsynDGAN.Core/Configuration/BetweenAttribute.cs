namespace AsynDGAN.Core.Configuration;

/// <summary>The closed range of a numeric key.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BetweenAttribute(double low, double high = double.PositiveInfinity) : Attribute
{
    /// <summary>The smallest value allowed.</summary>
    public double Low { get; } = low;

    /// <summary>The largest value allowed.</summary>
    public double High { get; } = high;
}

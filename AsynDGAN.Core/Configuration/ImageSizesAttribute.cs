namespace AsynDGAN.Core.Configuration;

/// <summary>Which image sizes a generator takes.</summary>
/// <param name="step">Multiples of it, in pixels,</param>
/// <param name="least">from here on.</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class ImageSizesAttribute(int step, int least) : Attribute
{
    /// <summary>Multiples of it, in pixels.</summary>
    public int Step { get; } = step;

    /// <summary>The smallest, in pixels.</summary>
    public int Least { get; } = least;
}

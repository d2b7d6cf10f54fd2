using AsynDGAN.Core.Configuration.Keys;

namespace AsynDGAN.Core.Configuration.Rules;

/// <summary>Which image sizes the networks of a configuration take.</summary>
internal static class NetworkSizes
{
    /// <summary>What is wrong with an image size, or null where both networks take it.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="discriminator">The discriminators.</param>
    /// <param name="imageSize">Height and width of the images in pixels.</param>
    /// <returns>The size, the key that it does not suit, and the sizes allowed.</returns>
    public static string? Fault(GeneratorOptions generator, DiscriminatorOptions discriminator, int imageSize)
    {
        var sizes = EnumMember.Attribute<ImageSizesAttribute>(generator.Network);
        var (step, least) = (sizes.Step, sizes.Least);
        if (imageSize < least || imageSize % step != 0)
        {
            return $"{imageSize} does not suit generator.network {YamlValue.Of(generator.Network)}, which takes "
                + $"multiples of {step} from {least}{Nearest(imageSize, step, least)}";
        }

        // A 4x4 kernel with padding 1 halves, rounding down, at stride 2, and takes one pixel off at stride 1, twice at
        // the end. The last norm layer lies before the last of them, so it has at least two pixels a side.
        var smallest = 3 << discriminator.Layers;
        return discriminator.Network == DiscriminatorNetwork.Patch && imageSize < smallest
            ? $"{imageSize} is too small for discriminator.network patch with discriminator.layers "
                + $"{discriminator.Layers}, which takes {smallest} or more; take fewer layers or larger images"
            : null;
    }

    private static string Nearest(int imageSize, int step, int least)
    {
        var below = imageSize / step * step;
        return below < least ? $": {least} is the nearest" : $": {below} or {below + step} are the nearest";
    }
}

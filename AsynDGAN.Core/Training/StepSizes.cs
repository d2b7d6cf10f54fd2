using TorchSharp;

namespace AsynDGAN.Core.Training;

/// <summary>
/// How a step is cut: fixed rules of shapes and device, never of what is free or fast at the moment, so that results do not
/// depend on it.
/// </summary>
internal static class StepSizes
{
    // On two cores G with 16 filters takes 7.1, 5.5 and 4.5 ms an image in batches of 1, 2 and 4 of 64x64, and with 64 filters
    // at 128x128 nothing less: so as many pixels as 8 images of 64x64 have. A GPU wants many more; its number is
    // chosen, not measured.
    private const long CpuImages = 8, CpuPixels = 8 * 64 * 64, GpuPixels = 16 * 256 * 256;

    // A D_j with 16 filters takes 2.7 ms for a step at 64x64 with one thread and 2.4 with two; at 128x128 with 64 filters 75
    // and 42, where more cores help still more.
    private const long OneThreadPixels = 2 * 64 * 64;

    // Every core that draws holds the layers of a batch.
    private const long SideBySidePixels = 256 * 256;

    /// <summary>Sites whose conditions pass G together, at least 1.</summary>
    /// <param name="imagesPerSite">Images a site and exchange.</param>
    /// <param name="imageShape">[channels, height, width].</param>
    /// <param name="device">Where the step is computed.</param>
    public static int SitesPerGroup(int imagesPerSite, IReadOnlyList<long> imageShape, DeviceType device)
    {
        var pixels = imageShape[1] * imageShape[2];
        var images = device == DeviceType.CPU ? Math.Min(CpuImages, CpuPixels / pixels) : GpuPixels / pixels;
        return (int)Math.Max(1, images / imagesPerSite);
    }

    /// <summary>Whether a site's operations are so small that one thread computes each, and the cores take a site each.</summary>
    /// <inheritdoc cref="SitesPerGroup"/>
    public static bool OneThreadASite(int imagesPerSite, IReadOnlyList<long> imageShape, DeviceType device) =>
        device == DeviceType.CPU && imagesPerSite * imageShape[1] * imageShape[2] <= OneThreadPixels;

    /// <summary>Images that a trained G draws at once, at least 1: fixed, so that their bits do not depend on where drawing begins again.</summary>
    /// <inheritdoc cref="SitesPerGroup"/>
    public static int DrawnAtOnce(IReadOnlyList<long> imageShape, DeviceType device) => SitesPerGroup(1, imageShape, device);

    /// <summary>Whether one thread computes such a batch, and the cores take a batch each.</summary>
    /// <inheritdoc cref="SitesPerGroup"/>
    public static bool OneThreadABatch(IReadOnlyList<long> imageShape, DeviceType device) =>
        device == DeviceType.CPU && imageShape[1] * imageShape[2] <= SideBySidePixels;
}

using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Core.Synthesis;

/// <summary>How a synthetic data set lies on disk.</summary>
internal interface ISyntheticLayout
{
    /// <summary>What the command line calls it.</summary>
    string Name { get; }

    /// <summary>Paths of an image's files, relative to the set's folder; the extension tells their format. Those of an image of a file a channel are joined as <see cref="ChannelFiles"/>.</summary>
    /// <param name="name">What both are called.</param>
    /// <param name="bits">8, or 16 where the real images have so many.</param>
    (string Image, string Mask) Names(string name, int bits);

    /// <summary>The mask's values inside: 255 to be seen, or the label.</summary>
    ushort Inside { get; }

    /// <summary>The mask's values where nuclei touch.</summary>
    ushort Boundary { get; }

    /// <summary>Writes what the layout wants beside the images, when all are there.</summary>
    void Finish(string folder, int images, PixelArray first);
}

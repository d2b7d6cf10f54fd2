using PureHDF;

namespace AsynDGAN.Core.Imaging;

/// <summary>
/// Pictures of nuclei in one HDF5 file, as the reference implementation of AsynDGAN lays them out: <c>images/KEY</c> [height,
/// width, 3], <c>labels/KEY</c> (0 outside, [height, width] or several channels, which are 0 together; a 2nd or 4th is alpha, and
/// not used), <c>labels_ternary/KEY</c> [height, width, 3] (red outside, green inside, blue on the boundary) and
/// <c>weight_maps/KEY</c>, all of 8 bits; or the same below a group. Read; the weight maps, which no drawn image has, are not used.
/// </summary>
public static class NucleiHdf5File
{
    private const string Images = "images", Nuclei = "labels", Ternary = "labels_ternary";

    private const int Inside = 1;

    // A double of each is kept for a while.
    private const long MaximumValues = 300_000_000;

    /// <summary>The pictures' keys, in their order.</summary>
    /// <param name="group">The group that holds them; empty: the file itself.</param>
    /// <returns>Empty where there are none.</returns>
    /// <exception cref="UserException">The file is missing, or no HDF5 file.</exception>
    public static IReadOnlyList<string> List(string path, string group) => Hdf5File.Open(path, root =>
    {
        var images = In(group, Images);
        return root.LinkExists(images)
            ? Hdf5File.Members<IH5Dataset>(root.Group(images), path, images).Select(array => array.Name).Order(StringComparer.Ordinal).ToArray()
            : [];
    });

    /// <summary>Keys of labels that have no picture, in their order, and the path of one such array of each.</summary>
    /// <param name="group">As of <see cref="List"/>.</param>
    /// <exception cref="UserException">The file is missing, or no HDF5 file.</exception>
    public static IReadOnlyList<(string Key, string Array)> WithoutPicture(string path, string group) => Hdf5File.Open(path, root =>
    {
        return Keys(Nuclei).Concat(Keys(Ternary)).ExceptBy(Keys(Images).Select(picture => picture.Key), label => label.Key)
            .OrderBy(label => label.Key, StringComparer.Ordinal).ToArray();

        IEnumerable<(string Key, string Array)> Keys(string name) =>
            In(group, name) is var labels && root.LinkExists(labels) ? root.Group(labels).Children().Select(child => (child.Name, $"{labels}/{child.Name}")) : [];
    });

    /// <summary>The groups beside the parts that hold pictures as these do, in their order.</summary>
    /// <exception cref="UserException">The file is missing, or no HDF5 file.</exception>
    public static IReadOnlyList<string> OtherParts(string path, IEnumerable<string> parts) => Hdf5File.Open(path, root => root.Children().OfType<IH5Group>()
        .Where(group => !parts.Contains(group.Name) && group.LinkExists(Images)).Select(group => group.Name).Order(StringComparer.Ordinal).ToArray());

    /// <summary>Reads a picture and its nuclei: the connected parts of what is inside, grown back over the nuclei.</summary>
    /// <param name="group">As of <see cref="List"/>.</param>
    /// <param name="key">One of those listed.</param>
    /// <exception cref="UserException">An array is missing, damaged, or of another shape or range.</exception>
    public static (PixelArray Image, InstanceMap Instances) Read(string path, string group, string key) => Hdf5File.Open(path, root =>
    {
        var (image, nuclei, ternary) = (Pixels(Images), Pixels(Nuclei), Pixels(Ternary));
        foreach (var (name, array) in new[] { (Images, image), (Ternary, ternary) })
        {
            if (array.Channels != 3)
            {
                throw new UserException($"{path}: {In(group, name)}/{key} has {array.Channels} channel(s); 3 are wanted");
            }
        }

        foreach (var (name, array) in new[] { (Nuclei, nuclei), (Ternary, ternary) })
        {
            if ((array.Height, array.Width) != (image.Height, image.Width))
            {
                throw new UserException($"{path}: {In(group, name)}/{key} is {array.Height}x{array.Width}, its image {image.Height}x{image.Width}");
            }
        }

        var colours = nuclei.Channels is 2 or 4 ? nuclei.Channels - 1 : nuclei.Channels;
        for (var i = 0; i < nuclei.Values.Length; i += nuclei.Channels)
        {
            var pixel = nuclei.Values.AsSpan(i, colours);
            if (pixel.Contains((ushort)0) && pixel.ContainsAnyExcept((ushort)0))
            {
                throw new UserException($"{path}: the channels of {In(group, Nuclei)}/{key} differ: a pixel is 0 in one and {pixel[pixel.IndexOfAnyExcept((ushort)0)]} in another; such as are 0 together, or one alone, are wanted");
            }
        }

        var isNucleus = MaskOf(image, i => nuclei.Values[i * nuclei.Channels] > 0);
        var isInside = MaskOf(image, i => Largest(ternary.Values.AsSpan(3 * i, 3)) == Inside);
        var (hasNuclei, hasInside) = (Array.Exists(isNucleus.Values, nucleus => nucleus), Array.Exists(isInside.Values, inside => inside));
        if (hasNuclei != hasInside)
        {
            throw new UserException($"{path}: {In(group, Ternary)}/{key} has {(hasInside ? "something" : "nothing")} inside, where {In(group, Nuclei)}/{key} has {(hasNuclei ? "nuclei" : "none")}");
        }

        return (image, TouchingNuclei.Apart(isNucleus, MaskOf(image, i => Largest(ternary.Values.AsSpan(3 * i, 3)) != Inside)));

        PixelArray Pixels(string name)
        {
            var array = $"{In(group, name)}/{key}";
            var (shape, values) = Hdf5File.Read(root, path, array, MaximumValues);
            return shape.Length is 2 or 3 && Array.TrueForAll(values, value => value is >= 0 and <= byte.MaxValue && value % 1 == 0)
                ? new PixelArray(shape[0], shape[1], shape.ElementAtOrDefault(2) is var channels and > 0 ? channels : 1, 8, Array.ConvertAll(values, value => (ushort)value))
                : throw new UserException($"{path}: {array} is no picture of 8 bits, of height, width and channels");
        }
    });

    private static string In(string group, string name) => group.Length == 0 ? name : $"{group}/{name}";

    private static Mask MaskOf(PixelArray image, Func<int, bool> holds) =>
        new(image.Height, image.Width, [.. Enumerable.Range(0, image.Height * image.Width).Select(holds)]);

    private static int Largest(ReadOnlySpan<ushort> values) => values[0] >= values[1] && values[0] >= values[2] ? 0 : values[1] >= values[2] ? 1 : 2;
}

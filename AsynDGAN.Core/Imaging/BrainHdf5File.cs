using PureHDF;

namespace AsynDGAN.Core.Imaging;

/// <summary>
/// Brain volumes in one HDF5 file, as the reference implementation of AsynDGAN lays them out: <c>train/NUMBER/t2</c> and the like,
/// arrays of [height, width, slices], with the case's name as attribute <c>id</c> of <c>seg</c>. Read.
/// </summary>
public static class BrainHdf5File
{
    private const string Labels = "seg";
    private const string NameAttribute = "id";

    // A double of each is kept.
    private const long MaximumVoxels = 300_000_000;

    /// <summary>The volumes below a part, in the order of their keys.</summary>
    /// <param name="part">train or test.</param>
    /// <returns>A volume's key, its name (null where it has none) and its arrays; empty where the file has no such part.</returns>
    /// <exception cref="UserException">The file is missing, or no HDF5 file, or something in the part is no volume.</exception>
    public static IReadOnlyList<(string Key, string? Name, IReadOnlyList<string> Arrays)> List(string path, string part) => Hdf5File.Open(path, root =>
        !root.LinkExists(part)
            ? []
            : Hdf5File.Members<IH5Group>(root.Get(part) as IH5Group ?? throw new UserException($"{path}: {part} is no group", "It holds the volumes: train/1/t2, train/1/seg and so on."), path, part)
                .Select(group => (group.Name, NameOf(path, part, group), Arrays: (IReadOnlyList<string>)[.. Hdf5File.Members<IH5Dataset>(group, path, $"{part}/{group.Name}").Select(array => array.Name)]))
                .OrderBy(group => group.Name, StringComparer.Ordinal)
                .ToArray());

    /// <summary>The groups beside the parts that hold volumes as these do, in their order.</summary>
    /// <exception cref="UserException">The file is missing, or no HDF5 file.</exception>
    public static IReadOnlyList<string> OtherParts(string path, IEnumerable<string> parts) => Hdf5File.Open(path, root => root.Children().OfType<IH5Group>()
        .Where(group => !parts.Contains(group.Name) && group.Children().OfType<IH5Group>().Any(volume => volume.Children().OfType<IH5Dataset>().Any()))
        .Select(group => group.Name).Order(StringComparer.Ordinal).ToArray());

    /// <summary>Reads an array of three axes, rows and columns as they are stored. Its voxels are taken to be cubes of 1 mm, as BraTS's are.</summary>
    /// <exception cref="UserException">The array is missing, damaged, of other axes or of no real type.</exception>
    public static Volume Read(string path, string array) => Hdf5File.Open(path, root =>
    {
        var (shape, stored) = Hdf5File.Read(root, path, array, MaximumVoxels);
        if (shape is not [var rows, var columns, var slices])
        {
            throw new UserException($"{path}: {array} is of {string.Join("x", shape)}; height, width and slices are wanted");
        }

        var area = rows * columns;
        var values = new double[stored.Length];
        for (var pixel = 0; pixel < area; pixel++)
        {
            for (var slice = 0; slice < slices; slice++)
            {
                values[slice * area + pixel] = stored[pixel * slices + slice];
            }
        }

        return new Volume(slices, rows, columns, values, new VoxelSpacing(1, 1, 1));
    });

    private static string? NameOf(string path, string part, IH5Group group)
    {
        if (!group.LinkExists(Labels) || group.Get(Labels) is not IH5Dataset labels || !labels.AttributeExists(NameAttribute))
        {
            return null;
        }

        try
        {
            return labels.Attribute(NameAttribute).Read<string>() is var name && string.IsNullOrWhiteSpace(name) ? null : name;
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            throw new UserException($"{path}: the attribute {NameAttribute} of {part}/{group.Name}/{Labels} is no text", "It names the case, such as Brats18_CBICA_AAB_1; without it the volume is called by its place.");
        }
    }
}

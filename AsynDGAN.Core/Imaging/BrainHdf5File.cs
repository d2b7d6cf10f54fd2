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
    private const ulong MaximumVoxels = 300_000_000;

    /// <summary>The volumes below a part, in the order of their keys.</summary>
    /// <param name="part">train or test.</param>
    /// <returns>A volume's key, its name (null where it has none) and its arrays; empty where the file has no such part.</returns>
    /// <exception cref="UserException">The file is missing, or no HDF5 file.</exception>
    public static IReadOnlyList<(string Key, string? Name, IReadOnlyList<string> Arrays)> List(string path, string part) => Open(path, root =>
        !root.LinkExists(part)
            ? []
            : root.Group(part).Children().OfType<IH5Group>()
                .Select(group => (group.Name, NameOf(group), Arrays: (IReadOnlyList<string>)[.. group.Children().OfType<IH5Dataset>().Select(array => array.Name)]))
                .OrderBy(group => group.Name, StringComparer.Ordinal)
                .ToArray());

    /// <summary>Reads an array of three axes, rows and columns as they are stored. Its voxels are taken to be cubes of 1 mm, as BraTS's are.</summary>
    /// <exception cref="UserException">The array is missing, damaged, of other axes or of no real type.</exception>
    public static Volume Read(string path, string array) => Open(path, root =>
    {
        var dataset = root.LinkExists(array) ? root.Dataset(array) : throw new UserException($"{path} has no array {array}");
        if (dataset.Space.Dimensions is not [var rows, var columns, var slices] || rows < 1 || columns < 1 || slices < 1)
        {
            throw new UserException($"{path}: {array} is of {string.Join("x", dataset.Space.Dimensions)}; height, width and slices are wanted");
        }

        if (rows > MaximumVoxels || columns > MaximumVoxels || slices > MaximumVoxels || rows * columns > MaximumVoxels || rows * columns * slices > MaximumVoxels)
        {
            throw new UserException($"{path}: {array} is of {rows}x{columns}x{slices}; {MaximumVoxels} voxels are the limit");
        }

        var (stored, area) = (Values(dataset, path, array), (int)(rows * columns));
        var values = new double[stored.Length];
        for (var pixel = 0; pixel < area; pixel++)
        {
            for (var slice = 0; slice < (int)slices; slice++)
            {
                values[slice * area + pixel] = stored[pixel * (int)slices + slice];
            }
        }

        return new Volume((int)slices, (int)rows, (int)columns, values, new VoxelSpacing(1, 1, 1));
    });

    private static string? NameOf(IH5Group group) =>
        group.LinkExists(Labels) && group.Dataset(Labels) is var labels && labels.AttributeExists(NameAttribute)
            ? labels.Attribute(NameAttribute).Read<string>()
            : null;

    private static double[] Values(IH5Dataset dataset, string path, string array)
    {
        var type = dataset.Type;
        return (type.Class, type.Size, type.Class == H5DataTypeClass.FixedPoint && type.FixedPoint.IsSigned) switch
        {
            (H5DataTypeClass.FloatingPoint, 8, _) => dataset.Read<double[]>(),
            (H5DataTypeClass.FloatingPoint, 4, _) => Array.ConvertAll(dataset.Read<float[]>(), value => (double)value),
            (H5DataTypeClass.FixedPoint, 1, false) => Array.ConvertAll(dataset.Read<byte[]>(), value => (double)value),
            (H5DataTypeClass.FixedPoint, 1, true) => Array.ConvertAll(dataset.Read<sbyte[]>(), value => (double)value),
            (H5DataTypeClass.FixedPoint, 2, false) => Array.ConvertAll(dataset.Read<ushort[]>(), value => (double)value),
            (H5DataTypeClass.FixedPoint, 2, true) => Array.ConvertAll(dataset.Read<short[]>(), value => (double)value),
            (H5DataTypeClass.FixedPoint, 4, false) => Array.ConvertAll(dataset.Read<uint[]>(), value => (double)value),
            (H5DataTypeClass.FixedPoint, 4, true) => Array.ConvertAll(dataset.Read<int[]>(), value => (double)value),
            (H5DataTypeClass.FixedPoint, 8, false) => Array.ConvertAll(dataset.Read<ulong[]>(), value => (double)value),
            (H5DataTypeClass.FixedPoint, 8, true) => Array.ConvertAll(dataset.Read<long[]>(), value => (double)value),
            _ => throw new UserException($"{path}: {array} holds {type.Class} of {type.Size} bytes, which is not read", "Integers and floating point are."),
        };
    }

    private static T Open<T>(string path, Func<IH5Group, T> read)
    {
        if (!File.Exists(path))
        {
            throw new UserException(Directory.Exists(path) ? $"{path} is a folder, not an HDF5 file" : $"{path} does not exist");
        }

        try
        {
            using var root = H5File.OpenRead(path);
            return read(root);
        }
        catch (Exception fault) when (fault is not (UserException or OutOfMemoryException))
        {
            // The package raises plain exceptions of many kinds for whatever is wrong with a file.
            throw new UserException($"{path} is damaged, or not an HDF5 file: {fault.Message}", "Copy the file again.");
        }
    }
}

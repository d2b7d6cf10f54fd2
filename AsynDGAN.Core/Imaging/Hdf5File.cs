using PureHDF;
using PureHDF.Filters;

namespace AsynDGAN.Core.Imaging;

/// <summary>Reads HDF5 files so that whatever is wrong with one is one error.</summary>
internal static class Hdf5File
{
    static Hdf5File()
    {
        H5Filter.Register(new LzfFilter());
        H5Filter.Register(new ChecksumFilter());
    }

    /// <summary>Opens a file for a while.</summary>
    /// <exception cref="UserException">It is missing, empty, truncated, damaged or no HDF5 file, or what reads it says so.</exception>
    public static T Open<T>(string path, Func<IH5Group, T> read)
    {
        GivenPath.CheckFile(null, path, "Name an HDF5 file.");

        try
        {
            if (GivenPath.IsEmpty(path))
            {
                throw new UserException($"{path} is empty", "Name an HDF5 file.");
            }

            Hdf5Length.Check(path);
            using var root = H5File.OpenRead(path);
            return read(root);
        }
        catch (Exception fault) when (fault.Message.Contains("cannot be casted", StringComparison.Ordinal))
        {
            throw new UserException($"{path} has a group where an array is wanted, or an array where a group is", "Name the file that was prepared for the reference implementation.");
        }
        catch (Exception fault) when (fault is not (UserException or OutOfMemoryException))
        {
            // The package raises plain exceptions of many kinds for whatever is wrong with a file.
            throw new UserException($"{path} is damaged, or not an HDF5 file: {fault.Message}", "Copy the file again.");
        }
    }

    /// <summary>The members of a group, each of which is to be of one kind.</summary>
    /// <param name="group">The group.</param>
    /// <param name="path">What messages call the file.</param>
    /// <param name="name">The group's path within it.</param>
    /// <exception cref="UserException">One is of another kind, or damaged.</exception>
    public static IEnumerable<T> Members<T>(IH5Group group, string path, string name) where T : IH5Object => group.Children().Select(child => child is T member
        ? member
        : throw new UserException($"{path}: {name}/{child.Name} is no {(typeof(T) == typeof(IH5Group) ? "group" : "array")}, or is damaged", "Copy the file again, or take it out of the group."));

    /// <summary>Reads an array of a real type, the last axis running fastest.</summary>
    /// <param name="root">The file.</param>
    /// <param name="path">Where it is, and what messages call it.</param>
    /// <param name="array">The array's path within it.</param>
    /// <param name="most">Values that it may have at most.</param>
    /// <returns>Its shape, each length at least 1, and its values.</returns>
    /// <exception cref="UserException">It is missing, empty, too large or of no real type, or was not written in full.</exception>
    public static (int[] Shape, double[] Values) Read(IH5Group root, string path, string array, long most)
    {
        var dataset = root.LinkExists(array) ? root.Dataset(array) : throw new UserException($"{path} has no array {array}");
        var (shape, count) = (dataset.Space.Dimensions, 1L);
        foreach (var length in shape)
        {
            if (length < 1 || length > (ulong)(most / count))
            {
                throw new UserException($"{path}: {array} is of {string.Join("x", shape)}; 1 to {most} values are read");
            }

            count *= (long)length;
        }

        try
        {
            return (Array.ConvertAll(shape, length => (int)length), Written(dataset, path, array));
        }
        catch (Exception fault) when (fault.Message.StartsWith("Byte order", StringComparison.Ordinal))
        {
            throw new UserException($"{path}: {array} is big-endian, which is not read", "Write it with little-endian numbers, such as '<f4', '<i2' or '<u1' of NumPy.");
        }
        catch (Exception fault) when (fault.Message.StartsWith("Could not find filter", StringComparison.Ordinal))
        {
            throw new UserException($"{path}: {array} is packed in a way that is not read ({fault.Message})", "Plain arrays, gzip, LZF, shuffled ones and those with a checksum are read.");
        }
    }

    /// <summary>The values of an array, all of which were written; where they lie in another file, whether they were is not known.</summary>
    private static double[] Written(IH5Dataset dataset, string path, string array)
    {
        var layout = dataset.Layout;
        if (layout.Class is not (H5DataLayoutClass.Contiguous or H5DataLayoutClass.Chunked))
        {
            return Values(dataset, path, array);
        }

        using var watched = new Hdf5Stream(path);
        using var file = H5File.Open(watched, leaveOpen: true);
        if (!Describes(file, watched, array))
        {
            return Values(dataset, path, array);
        }

        var own = file.Dataset(array);
        var described = watched.Reads;
        var values = Values(own, path, array);
        var blocks = layout.Class == H5DataLayoutClass.Chunked ? dataset.Space.Dimensions.Zip(layout.Chunks, (length, chunk) => (long)((length + chunk - 1) / chunk)).Aggregate((a, b) => a * b) : 1;

        // Of one block that lies in other files their names are read, of one that was never written nothing.
        var areElsewhere = layout.Class == H5DataLayoutClass.Contiguous && watched.Reads > described;
        return watched.Blocks.Count >= blocks || areElsewhere ? values
            : throw new UserException($"{path}: values of {array} were never written ({watched.Blocks.Count} of {blocks} blocks are there)", "Write the file again: what wrote it did not end.");
    }

    /// <summary>Whether an array is this file's, and not one that a link finds in another.</summary>
    private static bool Describes(IH5Group file, Hdf5Stream watched, string array)
    {
        // The first walk reads what is kept for later ones; what describes an array is read after its links, of the file that has it.
        if (!file.LinkExists(array))
        {
            return false;
        }

        var before = watched.Reads;
        _ = file.LinkExists(array);
        var links = watched.Reads - before;
        return file.Get(array) is IH5Dataset && watched.Reads - before > 2 * links;
    }

    private static double[] Values(IH5Dataset dataset, string path, string array)
    {
        var type = dataset.Type;
        return (type.Class, type.Size, type.Class == H5DataTypeClass.FixedPoint && type.FixedPoint.IsSigned) switch
        {
            (H5DataTypeClass.FloatingPoint, 8, _) => dataset.Read<double[]>(),
            (H5DataTypeClass.FloatingPoint, 4, _) => Array.ConvertAll(dataset.Read<float[]>(), value => (double)value),

            // What h5py makes of booleans.
            (H5DataTypeClass.Enumerated, 1, _) => Array.ConvertAll(dataset.Read<byte[]>(), value => (double)value),
            (H5DataTypeClass.FixedPoint, 1, false) => Array.ConvertAll(dataset.Read<byte[]>(), value => (double)value),
            (H5DataTypeClass.FixedPoint, 1, true) => Array.ConvertAll(dataset.Read<sbyte[]>(), value => (double)value),
            (H5DataTypeClass.FixedPoint, 2, false) => Array.ConvertAll(dataset.Read<ushort[]>(), value => (double)value),
            (H5DataTypeClass.FixedPoint, 2, true) => Array.ConvertAll(dataset.Read<short[]>(), value => (double)value),
            (H5DataTypeClass.FixedPoint, 4, false) => Array.ConvertAll(dataset.Read<uint[]>(), value => (double)value),
            (H5DataTypeClass.FixedPoint, 4, true) => Array.ConvertAll(dataset.Read<int[]>(), value => (double)value),
            (H5DataTypeClass.FixedPoint, 8, false) => Array.ConvertAll(dataset.Read<ulong[]>(), value => (double)value),
            (H5DataTypeClass.FixedPoint, 8, true) => Array.ConvertAll(dataset.Read<long[]>(), value => (double)value),
            _ => throw new UserException($"{path}: {array} holds {type.Class} of {type.Size} bytes, which is not read", "Integers, booleans and floating point are."),
        };
    }
}

using AsynDGAN.Core;
using AsynDGAN.Core.Imaging;
using PureHDF;
using PureHDF.Filters;

namespace AsynDGAN.Tests.Imaging;

/// <summary>Arrays as h5py writes them beside the usual ones.</summary>
public class Hdf5KindsTests
{
    private readonly TemporaryFolder folder = new();

    [OneTimeTearDown]
    public void Remove() => folder.Dispose();

    private enum Flag : byte
    {
        False,
        True,
    }

    [Test]
    public void Booleans_are_0_and_1()
    {
        var path = Write("bool", new H5File { ["a"] = new[] { Flag.False, Flag.True, Flag.True } });
        Assert.That(Read(path), Is.EqualTo(new double[] { 0, 1, 1 }));
    }

    [Test]
    public void Arrays_packed_by_lzf_are_read()
    {
        var values = Enumerable.Range(0, 400).Select(i => i % 7 == 0 ? 0.5 : Math.Floor(i / 50.0)).ToArray();
        H5Filter.Register(new Packing());
        string path;
        try
        {
            path = Write("lzf", new H5File { ["a"] = new H5Dataset(values, chunks: [100], datasetCreation: new(Filters: [new H5Filter(new LzfFilter().FilterId)])) });
        }
        finally
        {
            H5Filter.Register(new LzfFilter());
        }

        Assert.That(new FileInfo(path).Length, Is.LessThan(values.Length * sizeof(double)), "packed");
        Assert.That(Read(path), Is.EqualTo(values));
    }

    [Test]
    public void Lzf_repeats_what_it_has_just_written() =>
        Assert.That(LzfFilter.Unpack([1, 7, 8, 0x80, 1, 0xE0, 3, 0, 0, 9], 21), Is.EqualTo(new byte[] { 7, 8, 7, 8, 7, 8, 7, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 9 }));

    [Test]
    public void Lzf_that_is_cut_or_points_before_its_beginning_is_refused()
    {
        byte[] packed = [1, 7, 8, 0x80, 1];
        for (var length = 0; length < packed.Length; length++)
        {
            Assert.That(() => LzfFilter.Unpack(packed.AsSpan(0, length), 8), Throws.TypeOf<InvalidDataException>());
        }

        Assert.That(() => LzfFilter.Unpack([1, 7, 8, 0x80, 9], 8), Throws.TypeOf<InvalidDataException>());
        Assert.That(() => LzfFilter.Unpack(packed, 7), Throws.TypeOf<InvalidDataException>());
    }

    [Test]
    public void Big_endian_numbers_are_refused_by_that_name()
    {
        var path = Write("big", new H5File { ["a"] = new[] { 1.5, 2.5 } });
        var bytes = File.ReadAllBytes(path);

        // The datatype message of a double, whose lowest bit says which byte comes first.
        bytes[bytes.AsSpan().IndexOf([(byte)0x20, (byte)0x3F, (byte)0]) + 0] |= 1;
        File.WriteAllBytes(path, bytes);
        Assert.That(() => Read(path), Throws.TypeOf<UserException>().With.Message.EndsWith("a is big-endian, which is not read"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Chunks_with_a_checksum_are_read_as_they_were_written(bool packed)
    {
        var values = new double[20, 30];
        foreach (var i in Enumerable.Range(0, values.Length))
        {
            values[i / 30, i % 30] = i;
        }

        H5Filter[] filters = packed ? [new(DeflateFilter.Id), new(Fletcher32Filter.Id)] : [new(Fletcher32Filter.Id)];
        var path = Write($"checksum-{packed}", new H5File { ["a"] = new H5Dataset(values, chunks: [8, 8], datasetCreation: new(Filters: [.. filters])) });
        Assert.That(Read(path), Is.EqualTo(Enumerable.Range(0, 600).Select(i => (double)i)));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Ternary_labels_without_an_inside_are_refused_where_there_are_nuclei(bool hasNuclei)
    {
        var (labels, outside) = (new byte[4, 4], new byte[4, 4, 3]);
        labels[1, 1] = hasNuclei ? (byte)1 : (byte)0;
        foreach (var i in Enumerable.Range(0, 16))
        {
            outside[i / 4, i % 4, 0] = 255;
        }

        var path = Write($"ternary-{hasNuclei}", new H5File
        {
            ["images"] = new H5Group { ["p"] = new byte[4, 4, 3] },
            ["labels"] = new H5Group { ["p"] = labels },
            ["labels_ternary"] = new H5Group { ["p"] = outside },
        });
        Assert.That(() => NucleiHdf5File.Read(path, "", "p"), hasNuclei
            ? Throws.TypeOf<UserException>().With.Message.EndsWith("labels_ternary/p has nothing inside, where labels/p has nuclei")
            : Throws.Nothing);
    }

    [Test]
    public void A_group_where_an_array_is_wanted_and_the_reverse_are_said()
    {
        var path = Write("turned", new H5File { ["a"] = new H5Group { ["b"] = new[] { 1.0 } }, ["train"] = new[] { 1.0 } });
        Assert.That(() => Read(path), Throws.TypeOf<UserException>().With.Message.EndsWith("has a group where an array is wanted, or an array where a group is"));
        Assert.That(() => BrainHdf5File.List(path, "train"), Throws.TypeOf<UserException>().With.Message.EndsWith("train is no group"));
    }

    private string Write(string name, H5File file)
    {
        var path = folder.In($"{name}.h5");
        file.Write(path);
        return path;
    }

    private static double[] Read(string path) => Hdf5File.Open(path, root => Hdf5File.Read(root, path, "a", 1000).Values);

    /// <summary>Packs by LZF: new bytes, and repetitions of the last 8 (a double).</summary>
    private sealed class Packing : IH5Filter
    {
        public ushort FilterId => new LzfFilter().FilterId;

        public string Name => "packing";

        public uint[] GetParameters(uint[] chunkDimensions, uint typeSize, Dictionary<string, object>? options) => [];

        public Memory<byte> Filter(FilterInfo info)
        {
            var (bytes, packed) = (info.Buffer.ToArray(), new List<byte>());
            for (var at = 0; at < bytes.Length; at += 8)
            {
                var repeats = at >= 8 && bytes.AsSpan(at, 8).SequenceEqual(bytes.AsSpan(at - 8, 8));
                packed.AddRange(repeats ? [6 << 5, 7] : [7, .. bytes.AsSpan(at, 8)]);
            }

            return packed.ToArray();
        }
    }
}

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

    [Test]
    public void Labels_whose_channels_differ_and_an_inside_where_no_nuclei_are_are_refused()
    {
        var (labels, ternary) = (new byte[4, 4, 3], new byte[4, 4, 3]);
        labels[2, 1, 1] = 1;
        ternary[1, 1, 1] = 255;
        var path = Write("unlike", new H5File
        {
            ["images"] = new H5Group { ["p"] = new byte[4, 4, 3], ["q"] = new byte[4, 4, 3] },
            ["labels"] = new H5Group { ["p"] = labels, ["q"] = new byte[4, 4] },
            ["labels_ternary"] = new H5Group { ["p"] = ternary, ["q"] = ternary },
        });
        Assert.That(() => NucleiHdf5File.Read(path, "", "p"), Throws.TypeOf<UserException>().With.Message.Contains("the channels of labels/p differ"));
        Assert.That(() => NucleiHdf5File.Read(path, "", "q"), Throws.TypeOf<UserException>().With.Message.EndsWith("labels_ternary/q has something inside, where labels/q has none"));
    }

    [TestCase(2, new byte[] { 255, 255 }, new byte[] { 0, 255 })]
    [TestCase(3, new byte[] { 30, 90, 200 }, new byte[] { 0, 0, 0 })]
    [TestCase(4, new byte[] { 255, 255, 255, 255 }, new byte[] { 0, 0, 0, 255 })]
    [TestCase(4, new byte[] { 30, 90, 200, 255 }, new byte[] { 0, 0, 0, 0 })]
    public void Labels_with_alpha_and_labels_of_one_colour_are_those_of_one_channel(int channels, byte[] nucleus, byte[] outside)
    {
        var (one, labels, none, ternary) = (new byte[4, 4], new byte[4, 4, channels], new byte[4, 4, channels], new byte[4, 4, 3]);
        foreach (var i in Enumerable.Range(0, 16 * channels))
        {
            var (row, column, channel) = (i / channels / 4, i / channels % 4, i % channels);
            var isNucleus = row < 3 && column < 2;
            one[row, column] = isNucleus ? (byte)255 : (byte)0;
            labels[row, column, channel] = (isNucleus ? nucleus : outside)[channel];
            none[row, column, channel] = outside[channel];
            ternary[row, column, row == 1 && column == 1 ? 1 : 0] = 255;
        }

        var nothing = new byte[4, 4, 3];
        foreach (var i in Enumerable.Range(0, 16))
        {
            nothing[i / 4, i % 4, 0] = 255;
        }

        var path = Write($"alpha-{channels}-{nucleus[0]}", new H5File
        {
            ["images"] = new H5Group { ["p"] = new byte[4, 4, 3], ["q"] = new byte[4, 4, 3], ["r"] = new byte[4, 4, 3] },
            ["labels"] = new H5Group { ["p"] = labels, ["q"] = one, ["r"] = none },
            ["labels_ternary"] = new H5Group { ["p"] = ternary, ["q"] = ternary, ["r"] = nothing },
        });
        Assert.That(NucleiHdf5File.Read(path, "", "p").Instances.Labels, Is.EqualTo(NucleiHdf5File.Read(path, "", "q").Instances.Labels).And.Some.EqualTo(1));
        Assert.That(NucleiHdf5File.Read(path, "", "r").Instances.Labels, Is.All.Zero);
    }

    [Test]
    public void What_is_no_volume_or_no_array_of_one_is_named()
    {
        static H5Group Volume() => new() { ["t2"] = new float[2, 2, 2], ["seg"] = new byte[2, 2, 2], ["notes"] = new byte[3] };
        var beside = Write("beside", new H5File { ["train"] = new H5Group { ["1"] = Volume(), ["x"] = new[] { 1.0 } } });
        Assert.That(() => BrainHdf5File.List(beside, "train"), Throws.TypeOf<UserException>().With.Message.EndsWith("train/x is no group, or is damaged"));
        var (sound, stray) = (Volume(), Volume());
        stray["more"] = new H5Group { ["a"] = new[] { 1.0 } };
        var within = Write("within", new H5File { ["train"] = new H5Group { ["1"] = sound }, ["test"] = new H5Group { ["1"] = stray } });
        Assert.That(BrainHdf5File.List(within, "train").Single().Arrays, Is.EquivalentTo(new[] { "t2", "seg", "notes" }));
        Assert.That(() => BrainHdf5File.List(within, "test"), Throws.TypeOf<UserException>().With.Message.EndsWith("test/1/more is no array, or is damaged"));
    }

    [TestCase(false, new[] { 0 }, "0 of 1 blocks")]
    [TestCase(true, new[] { 8000 }, "2 of 3 blocks")]
    [TestCase(true, new[] { 0, 4000, 8000 }, "0 of 3 blocks")]
    public void Values_that_were_never_written_are_refused(bool chunked, int[] missing, string told)
    {
        // A checksum makes the file list its chunks, and leaves their bytes as they are.
        var values = Enumerable.Range(1, 9000).Select(i => i + 0.5).ToArray();
        var path = Write($"unwritten-{chunked}-{missing.Length}", new H5File
        {
            ["a"] = chunked ? new H5Dataset(values, chunks: [4000], datasetCreation: new(Filters: [new(Fletcher32Filter.Id)])) : new H5Dataset(values),
        });
        Assert.That(Read(path), Is.EqualTo(values));
        var bytes = File.ReadAllBytes(path);
        foreach (var first in missing)
        {
            // Where a block is, as the file tells it; of one that was never written there are ones alone.
            var address = BitConverter.GetBytes((long)bytes.AsSpan().IndexOf(BitConverter.GetBytes(values[first])));
            bytes.AsSpan(bytes.AsSpan().IndexOf(address), 8).Fill(0xFF);
        }

        File.WriteAllBytes(path, bytes);
        Assert.That(() => Read(path), Throws.TypeOf<UserException>().With.Message.EndsWith($"values of a were never written ({told} are there)"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Arrays_of_another_file_are_read_though_they_are_wholly_zero(bool absolute)
    {
        const byte External = 64;
        var other = Write($"other-{absolute}", new H5File { ["b"] = new double[3], ["c"] = new[] { 1.5, 2.5 }, ["g"] = new H5Group { ["a"] = new double[4] } });
        Assert.That(Linked("zeros", "b"), Is.EqualTo(new double[3]));
        Assert.That(Linked("numbers", "c"), Is.EqualTo(new[] { 1.5, 2.5 }));
        Assert.That(Linked("within", "g", "link/a"), Is.EqualTo(new double[4]));

        double[] Linked(string name, string target, string array = "link")
        {
            // The package writes no such links; before a name stand the kind of its link, the coding and the four bytes of the length.
            var path = Write($"{name}-{absolute}", new H5File { ["link"] = new H5SoftLink($"\0{(absolute ? other : Path.GetFileName(other))}\0/{target}\0"), ["x"] = new double[2] });
            var bytes = File.ReadAllBytes(path);
            bytes[bytes.AsSpan().IndexOf("link"u8) - 6] = External;
            File.WriteAllBytes(path, bytes);
            return Hdf5File.Open(path, root => Hdf5File.Read(root, path, array, 10_000).Values);
        }
    }

    private string Write(string name, H5File file)
    {
        var path = folder.In($"{name}.h5");
        file.Write(path);
        return path;
    }

    private static double[] Read(string path) => Hdf5File.Open(path, root => Hdf5File.Read(root, path, "a", 10_000).Values);

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

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using AsynDGAN.Core;
using AsynDGAN.Core.Networks.WeightFiles;
using FsCheck;
using FsCheck.Fluent;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Networks.WeightFiles;

public class SafetensorsFileTests
{
    private static IEnumerable<TestCaseData> DamagedHeaders =>
    [
        Damage("the header is not a JSON object", "[]"),
        Damage("the header is not JSON", "{"),
        Damage("the header is not JSON", ""),
        Damage("the header is not JSON", Header(Entry("U8", "[4]", "[0,4]")) + "}"),
        Damage("the header is not JSON", new string('[', 1000)),
        Damage("the header holds a text that is no Unicode", Header(Entry("U8", "[4]", "[0,4]", "\\ud800"))),
        Damage("the name a occurs twice", Header(Entry("U8", "[4]", "[0,4]"), Entry("U8", "[4]", "[0,4]"))),
        Damage("the name __metadata__ occurs twice", """{"__metadata__":{},"__metadata__":{}}"""),
        Damage("__metadata__ is not a JSON object", """{"__metadata__":"a"}"""),
        Damage("__metadata__ is not a table of texts with each name once", """{"__metadata__":{"a":1}}"""),
        Damage("__metadata__ is not a table of texts with each name once", """{"__metadata__":{"a":"1","a":"2"}}"""),
        Damage("tensor a has not exactly dtype, shape and data_offsets", """{"a":4}"""),
        Damage("tensor a has not exactly dtype, shape and data_offsets", """{"a":{"dtype":"U8","shape":[4]}}"""),
        Damage("tensor a has not exactly dtype, shape and data_offsets", """{"a":{"dtype":8,"shape":[4],"data_offsets":[0,4]}}"""),
        Damage("tensor a has not exactly dtype, shape and data_offsets", Header(Entry("U8", "[4]", "[0,4],\"more\":1"))),
        Damage("tensor a has not exactly dtype, shape and data_offsets", Header(Entry("U8", "[4],\"shape\":[4]", "[0,4]"))),
        Damage("tensor a has the unknown dtype Q7", Header(Entry("Q7", "[4]", "[0,4]"))),
        Damage("the shape of tensor a is not a list of whole numbers from 0", Header(Entry("U8", "[-4]", "[0,4]"))),
        Damage("the shape of tensor a is not a list of whole numbers from 0", Header(Entry("U8", "[4.5]", "[0,4]"))),
        Damage("the shape of tensor a is not a list of whole numbers from 0", Header(Entry("U8", "[\"4\"]", "[0,4]"))),
        Damage("the shape of tensor a is not a list of whole numbers from 0", Header(Entry("U8", "4", "[0,4]"))),
        Damage("the data_offsets of tensor a are not two whole numbers in order", Header(Entry("U8", "[4]", "[4,0]"))),
        Damage("the data_offsets of tensor a are not two whole numbers in order", Header(Entry("U8", "[4]", "[0]"))),
        Damage("the data_offsets of tensor a are not two whole numbers in order", Header(Entry("U8", "[4]", "[0,99999999999999999999]"))),
        Damage("the data_offsets of tensor a do not agree with its shape and dtype", Header(Entry("F32", "[4]", "[0,4]"))),
        Damage("the data_offsets of tensor a do not agree with its shape and dtype", Header(Entry("F32", $"[{(1L << 62) + 1}]", "[0,4]"))),
        Damage("the data_offsets of tensor a do not agree with its shape and dtype", Header(Entry("U8", $"[0,{1L << 62},4]", "[0,0]"))),
        Damage("there is a gap before the data of tensor a", Header(Entry("U8", "[3]", "[1,4]"))),
        Damage("there is a gap before the data of tensor b", Header(Entry("U8", "[1]", "[0,1]"), Entry("U8", "[2]", "[2,4]", "b"))),
        Damage("the data of tensor b overlaps another's", Header(Entry("U8", "[3]", "[0,3]"), Entry("U8", "[2]", "[2,4]", "b"))),
        Damage("the file is cut off: 4 bytes of data instead of 5", Header(Entry("U8", "[5]", "[0,5]"))),
        Damage("1 bytes behind the data belong to no tensor", Header(Entry("U8", "[3]", "[0,3]"))),
    ];

    [TestCaseSource(nameof(DamagedHeaders))]
    public void A_damaged_header_is_refused_with_its_defect(string defect, string header) =>
        AssertRefused(Bytes((ulong)Encoding.UTF8.GetByteCount(header), Encoding.UTF8.GetBytes(header), [1, 2, 3, 4]), defect);

    [Test]
    public void A_header_that_is_not_utf8_is_refused() =>
        AssertRefused(Bytes(4, [(byte)'{', (byte)'"', 0xff, (byte)'"'], []), "the header is not UTF-8");

    [Test]
    public void A_file_shorter_than_its_length_field_is_refused() =>
        AssertRefused([1, 2, 3], "it is shorter than the header's length field of 8 bytes");

    [TestCase(3ul, "its header claims 3 bytes, but only 2 follow")]
    [TestCase(100_000_001ul, "its header claims 100000001 bytes; 100000000 are allowed (it may be a file of another kind)")]
    [TestCase(ulong.MaxValue, "its header claims 18446744073709551615 bytes; 100000000 are allowed (it may be a file of another kind)")]
    public void A_header_longer_than_the_file_or_the_bound_is_refused(ulong length, string defect) =>
        AssertRefused(Bytes(length, "{}"u8.ToArray(), []), defect);

    [Test]
    public void A_file_that_is_not_there_is_refused() =>
        Assert.That(
            () => SafetensorsFile.Read("no-such.safetensors"),
            Throws.TypeOf<UserException>().With.Message.StartsWith("no-such.safetensors cannot be read"));

    [Test]
    public void All_element_types_are_read_as_they_were_written()
    {
        using var scope = NewDisposeScope();
        ScalarType[] types =
        [
            ScalarType.Float64, ScalarType.Float32, ScalarType.Float16, ScalarType.BFloat16, ScalarType.Int64, ScalarType.Int32,
            ScalarType.Int16, ScalarType.Int8, ScalarType.Byte, ScalarType.Bool,
        ];
        var tensors = types.ToDictionary(t => t.ToString(), t => tensor(new[] { 0, 1, 0, 1, 1, 0 }, [2, 3]).to(t));
        tensors["scalar"] = tensor(-3.5f);
        tensors["empty"] = zeros(0, 3);
        tensors["transposed"] = arange(6).view(2, 3).t();
        tensors["\"ü/.\n"] = ones(1);
        using var stream = new MemoryStream();
        SafetensorsFile.Write(stream, tensors, new Dictionary<string, string> { ["format"] = "pt", ["ä"] = "\"" });
        stream.Position = 0;

        var (read, metadata) = SafetensorsFile.Read(stream, "file");
        Assert.That(metadata, Is.EqualTo(new Dictionary<string, string> { ["format"] = "pt", ["ä"] = "\"" }));
        Assert.That(read.Keys, Is.EquivalentTo(tensors.Keys));
        foreach (var (name, value) in tensors)
        {
            Assert.That(read[name].dtype, Is.EqualTo(value.dtype));
            TensorAssert.AreEqual(read[name], value, name);
        }
    }

    [Test]
    public void Unsigned_16_bit_numbers_are_widened()
    {
        using var scope = NewDisposeScope();
        var header = Header(Entry("U16", "[2]", "[0,4]"));
        var tensor = Read(Bytes((ulong)header.Length, Encoding.UTF8.GetBytes(header), [1, 0, 0xff, 0xff])).Tensors["a"];
        Assert.That(tensor.data<int>().ToArray(), Is.EqualTo(new[] { 1, 65535 }));
    }

    [Test]
    public void Tensors_may_be_named_in_another_order_than_that_of_their_data()
    {
        using var scope = NewDisposeScope();
        var header = Header(Entry("U8", "[1]", "[1,2]", "b"), Entry("U8", "[1]", "[0,1]"));
        var tensors = Read(Bytes((ulong)header.Length, Encoding.UTF8.GetBytes(header), [7, 8])).Tensors;
        Assert.That((tensors["a"].item<byte>(), tensors["b"].item<byte>()), Is.EqualTo((7, 8)));
    }

    [Test]
    public void The_same_tensors_make_the_same_bytes_aligned_to_8()
    {
        using var scope = NewDisposeScope();
        var (byteSized, single, twofold) = (ones(1, ScalarType.Byte), ones(3), ones(1, ScalarType.Float64));
        var bytes = Written(new() { ["b"] = byteSized, ["a"] = single, ["c"] = twofold });
        Assert.That(bytes, Is.EqualTo(Written(new() { ["c"] = twofold, ["a"] = single, ["b"] = byteSized })));
        Assert.That(BinaryPrimitives.ReadUInt64LittleEndian(bytes) % 8, Is.Zero);
    }

    [Test]
    public void Types_without_a_name_are_not_written() =>
        Assert.That(() => Written(new() { ["a"] = zeros(1, ScalarType.ComplexFloat32) }), Throws.ArgumentException);

    [Test]
    public void Any_bytes_are_read_or_refused_but_never_crash() =>
        Prop.ForAll<byte[]>(bytes => ReadsOrRefuses(bytes)).QuickCheckThrowOnFailure();

    [Test]
    public void Any_header_text_is_read_or_refused_but_never_crashes() =>
        Prop.ForAll<string?>(text =>
        {
            var header = Encoding.UTF8.GetBytes(text ?? "");
            return ReadsOrRefuses(Bytes((ulong)header.Length, header, [1, 2, 3]));
        }).QuickCheckThrowOnFailure();

    [Test]
    public void Changed_bytes_of_a_sound_file_are_read_or_refused_but_never_crash()
    {
        var sound = Written(new() { ["a"] = ones(3), ["b"] = ones(2, ScalarType.Bool), ["c"] = zeros(0, 2) });
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var changed = sound.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                changed[random.Next(changed.Length)] = (byte)random.Next(32, 127);
            }

            Assert.That(ReadsOrRefuses(changed[..random.Next(changed.Length / 2, changed.Length + 1)]), Is.True);
        }
    }

    [Test]
    public void A_changed_byte_anywhere_in_a_file_that_was_written_here_is_refused(
        [Values((byte)0x01, (byte)0x04, (byte)0x20, (byte)0x80, (byte)0xff)] byte flipped)
    {
        using var scope = NewDisposeScope();
        var sound = Written(new() { ["a"] = ones(3), ["b"] = ones(2, ScalarType.Bool), ["c"] = zeros(0, 2) });
        for (var i = 0; i < sound.Length; i++)
        {
            var changed = sound.ToArray();
            changed[i] ^= flipped;
            Assert.That(() => Read(changed), Throws.TypeOf<UserException>(), $"byte {i} of {sound.Length}");
        }
    }

    [Test]
    public void Changed_data_are_said_to_be_so()
    {
        var sound = Written(new() { ["a"] = ones(3) });
        sound[^2] ^= 1;
        AssertRefused(sound, "its bytes are not those that were written: their SHA-256 is another");
    }

    [Test]
    public void The_checksum_is_of_the_whole_file_with_its_own_digits_as_zeros()
    {
        using var scope = NewDisposeScope();
        var bytes = Written(new() { ["a"] = ones(3) });
        var checksum = Read(bytes).Checksum!;
        var blank = Encoding.Latin1.GetString(bytes).Replace(checksum, new string('0', 64));
        Assert.That(checksum, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(Encoding.Latin1.GetBytes(blank)))));
    }

    [Test]
    public void A_file_of_another_program_has_no_checksum_and_is_read()
    {
        using var scope = NewDisposeScope();
        var header = Header("\"__metadata__\":{\"format\":\"pt\",\"sha256\":\"of something else\"}", Entry("U8", "[2]", "[0,2]"));
        var read = Read(Bytes((ulong)header.Length, Encoding.UTF8.GetBytes(header), [7, 8]));
        Assert.That(read.Checksum, Is.Null);
        Assert.That(read.Tensors["a"].data<byte>().ToArray(), Is.EqualTo(new byte[] { 7, 8 }));
    }

    private static bool ReadsOrRefuses(byte[] bytes)
    {
        using var scope = NewDisposeScope();
        try
        {
            Read(bytes);
        }
        catch (UserException)
        {
        }

        return true;
    }

    private static byte[] Written(Dictionary<string, Tensor> tensors)
    {
        using var stream = new MemoryStream();
        SafetensorsFile.Write(stream, tensors);
        return stream.ToArray();
    }

    private static Safetensors Read(byte[] bytes) => SafetensorsFile.Read(new MemoryStream(bytes), "file");

    private static void AssertRefused(byte[] bytes, string defect) =>
        Assert.That(
            () => Read(bytes),
            Throws.TypeOf<UserException>().With.Message.EqualTo("file is not a sound safetensors file: " + defect));

    private static byte[] Bytes(ulong length, byte[] header, byte[] data)
    {
        var field = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(field, length);
        return [.. field, .. header, .. data];
    }

    private static string Header(params string[] entries) => $"{{{string.Join(',', entries)}}}";

    private static string Entry(string type, string shape, string offsets, string name = "a") =>
        $$"""
        "{{name}}":{"dtype":"{{type}}","shape":{{shape}},"data_offsets":{{offsets}}}
        """;

    private static TestCaseData Damage(string defect, string header) => new(defect, header);
}

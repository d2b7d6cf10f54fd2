using AsynDGAN.Core;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Tests.Imaging;

/// <summary>PNG files whose chunks are whole and whose pixels are not.</summary>
public class PngDamageTests
{
    private const int Side = 40;

    private static readonly PixelArray grey = Pixels.Random(Side, Side, 1, 8);

    private static byte[] Rows => [.. grey.Values.Chunk(Side).SelectMany(row => row.Select(value => (byte)value).Prepend((byte)0))];

    [Test]
    public void Data_in_several_chunks_are_read([Values(1, 2, 7, 1000)] int pieces) =>
        Pixels.AssertSame(ImageFile.Decode(Png(PngSample.Packed(Rows), pieces), "sample"), grey);

    [TestCase("-,all")]
    [TestCase("1,all")]
    [TestCase("1,1,1,all")]
    [TestCase("600,-,-,all")]
    [TestCase("2,-,7,-,all,-")]
    public void Empty_and_short_chunks_of_the_pixels_do_no_harm(string lengths)
    {
        var packed = PngSample.Packed(Rows);
        var at = 0;
        var chunks = lengths.Split(',').Select(length =>
        {
            var next = length switch { "-" => at, "all" => packed.Length, _ => at + int.Parse(length) };
            return PngSample.Chunk("IDAT", packed[at..(at = next)]);
        }).ToArray();
        byte[] bytes = [.. Png([])[..^12], .. chunks.SelectMany(chunk => chunk), .. PngSample.Chunk("IEND", [])];
        Pixels.AssertSame(ImageFile.Decode(bytes, "sample"), grey);
        var mask = ImageFile.DecodeMask(bytes, "sample");
        Assert.That(mask.Indices.Select(index => mask.Colours[index].Value), Is.EqualTo(grey.Values));
    }

    [Test]
    public void A_chunk_amid_those_of_the_pixels_is_refused_by_its_name()
    {
        var packed = PngSample.Packed(Rows);
        byte[] text = PngSample.Chunk("tEXt", [.. "Title\0a picture"u8]);
        byte[] bytes = [.. Png([])[..^12], .. PngSample.Chunk("IDAT", packed[..600]), .. text, .. PngSample.Chunk("IDAT", packed[600..]), .. PngSample.Chunk("IEND", [])];
        Assert.That(Pixels.Refused(bytes).Message, Does.Contain("its chunk tEXt stands amid those of its pixels"));
        Assert.That(() => ImageFile.DecodeMask(bytes, "mask"), Throws.TypeOf<UserException>().With.Message.Contains("its chunk tEXt"));
    }

    [Test]
    public void Compressed_data_that_end_early_are_called_truncated([Values(0.1, 0.5, 0.9)] double share, [Values(1, 3)] int pieces)
    {
        var packed = PngSample.Packed(Rows);
        Assert.That(Pixels.Refused(Png(packed[..(int)(share * packed.Length)], pieces)).Message, Does.Contain("is truncated: its compressed data end after"));
    }

    [Test]
    public void Whole_rows_that_are_missing_are_called_truncated()
    {
        var packed = PngSample.Packed(Rows[..(10 * (Side + 1))]);
        Assert.That(Pixels.Refused(Png(packed)).Message, Does.Contain($"end after {10 * (Side + 1)} of {Side * (Side + 1)} bytes"));
    }

    [Test]
    public void A_check_sum_of_the_pixels_that_is_wrong_or_not_there_is_refused()
    {
        var packed = PngSample.Packed(Rows);
        for (var missing = 1; missing <= 4; missing++)
        {
            Assert.That(Pixels.Refused(Png(packed[..^missing])).Message, Does.Contain("before their check sum"));
        }

        packed[^1] ^= 1;
        Assert.That(Pixels.Refused(Png(packed)).Message, Does.Contain("do not match their check sum"));
    }

    [Test]
    public void Bytes_behind_the_pixels_check_sum_do_no_harm() =>
        Pixels.AssertSame(ImageFile.Decode(Png([.. PngSample.Packed(Rows), 0, 0, 0]), "sample"), grey);

    [Test]
    public void More_rows_than_the_header_tells_of_are_refused() =>
        Assert.That(Pixels.Refused(Png(PngSample.Packed([.. Rows, .. new byte[Side + 1]]))).Message, Does.Contain("hold more than"));

    [Test]
    public void No_pixels_at_all_are_refused() => Assert.That(Pixels.Refused(Png([])).Message, Does.Contain("truncated"));

    [TestCase("IHDR")]
    [TestCase("tEXt")]
    [TestCase("IDAT")]
    [TestCase("IEND")]
    public void A_wrong_check_sum_of_any_chunk_is_refused_by_its_name(string chunk)
    {
        var whole = Png(PngSample.Packed(Rows));
        byte[] bytes = [.. whole[..^12], .. PngSample.Chunk("tEXt", [.. "Title\0a picture"u8]), .. whole[^12..]];
        Pixels.AssertSame(ImageFile.Decode(bytes, "sample"), grey);
        var at = bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(chunk));
        var sum = at + 4 + System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at - 4));
        bytes[sum] ^= 0x40;
        Assert.That(Pixels.Refused(bytes).Message, Does.Contain($"the check sum of its chunk {chunk} is wrong"));
    }

    [Test]
    public void Any_changed_bit_is_refused()
    {
        var bytes = PngSample.Of(Pixels.Random(6, 5, 3, 16));
        for (var place = 8; place < bytes.Length; place++)
        {
            var changed = bytes.ToArray();
            changed[place] ^= 8;
            Pixels.Refused(changed);
        }
    }

    private static IEnumerable<(int Bits, int Type)> Kinds =>
        [(1, 0), (2, 0), (4, 0), (8, 0), (16, 0), (1, 3), (2, 3), (4, 3), (8, 3), (8, 2), (16, 2), (8, 4), (16, 4), (8, 6), (16, 6)];

    [Test]
    public void Every_kind_of_row_has_the_bytes_that_are_expected([ValueSource(nameof(Kinds))] (int Bits, int Type) kind, [Values] bool interlaced)
    {
        var (bits, type) = kind;
        var samples = type switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        var expected = interlaced
            ? Passes(13, 11).Sum(pass => pass.Columns == 0 ? 0 : pass.Rows * (1 + (pass.Columns * bits * samples + 7) / 8))
            : 13 * (1 + (11 * bits * samples + 7) / 8);
        Assert.That(new PngHeader(13, 11, bits, type, interlaced).RawBytes, Is.EqualTo(expected));
    }

    /// <summary>Rows and columns of Adam7's passes, counted from its 8x8 pattern.</summary>
    private static IEnumerable<(int Rows, int Columns)> Passes(int height, int width)
    {
        string[] pattern = ["16462646", "77777777", "56565656", "77777777", "36463646", "77777777", "56565656", "77777777"];
        for (var pass = '1'; pass <= '7'; pass++)
        {
            var places = Enumerable.Range(0, height * width).Where(i => pattern[i / width % 8][i % width % 8] == pass).ToArray();
            yield return (places.Select(i => i / width).Distinct().Count(), places.Select(i => i % width).Distinct().Count());
        }
    }

    private static byte[] Png(byte[] packed, int pieces = 1) => PngSample.Of(Side, Side, 8, 0, packed, pieces: pieces);
}

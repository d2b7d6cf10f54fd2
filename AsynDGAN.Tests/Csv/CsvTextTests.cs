using System.Text;
using AsynDGAN.Core;
using AsynDGAN.Core.Csv;

namespace AsynDGAN.Tests.Csv;

public class CsvTextTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void Make() => folder = new TemporaryFolder();

    [TearDown]
    public void Remove() => folder.Dispose();

    [TestCase("utf-8")]
    [TestCase("utf-16")]
    public void A_byte_order_mark_is_no_part_of_the_text(string encoding) =>
        Assert.That(Read([.. Encoding.GetEncoding(encoding).Preamble, .. Encoding.GetEncoding(encoding).GetBytes("site\nKöln")], encoding), Is.EqualTo("site\nKöln"));

    [Test]
    public void The_byte_order_mark_tells_the_order_of_utf_16() =>
        Assert.That(Read([.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes("site\nKöln")], "utf-16"), Is.EqualTo("site\nKöln"));

    [TestCase("utf-8", "windows-1252")]
    [TestCase("utf-8", "utf-16")]
    [TestCase("utf-16", "utf-8")]
    [TestCase("utf-16", "utf-16BE")]
    [TestCase("utf-32", "utf-16")]
    public void A_byte_order_mark_of_another_encoding_is_told_with_both(string mark, string encoding)
    {
        var fault = Refused([.. Encoding.GetEncoding(mark).Preamble, .. Encoding.GetEncoding(mark).GetBytes("site\n")], encoding);
        Assert.That(fault.Message, Does.EndWith($"line 1 is not {encoding}: it begins with the byte order mark of {mark}"));
        Assert.That(fault.Hint, Does.Contain("data.encoding"));
    }

    [TestCase("a\nb\nK\u00F6", 3)]
    [TestCase("a\r\nb\r\nK\u00F6", 3)]
    [TestCase("a\rb\rK\u00F6", 3)]
    [TestCase("\u00F6", 1)]
    public void The_line_of_a_byte_that_is_not_utf_8_is_named(string text, int line) =>
        Assert.That(Refused(Encoding.Latin1.GetBytes(text), "utf-8").Message, Does.Contain($"file.csv, line {line} is not utf-8").And.EndsWith("is F6 (hexadecimal)"));

    [Test]
    public void A_character_that_the_end_cuts_is_named() =>
        Assert.That(Refused([.. "a\nb"u8, 0xC3], "utf-8").Message, Does.Contain("line 2 is not utf-8"));

    [Test]
    public void Text_of_16_bits_is_not_taken_for_utf_8([Values] bool mark)
    {
        byte[] bytes = [.. mark ? Encoding.Unicode.Preamble : [], .. Encoding.Unicode.GetBytes("site\nKoeln")];
        var fault = Refused(bytes, "utf-8");
        Assert.That(fault.Message, Does.Contain("line 1"));
        Assert.That(fault.Hint, Does.Contain("utf-16"));
    }

    [TestCase("windows-1252", "Köln €")]
    [TestCase("CP1252", "Köln €")]
    [TestCase("latin-1", "Köln")]
    [TestCase("shift_jis", "東京")]
    [TestCase("gbk", "北京")]
    public void Other_encodings_are_read_where_they_are_named(string encoding, string text)
    {
        var bytes = Core.Configuration.TextEncodings.Find(encoding)!.GetBytes(text);
        Assert.That(Read(bytes, encoding), Is.EqualTo(text));
    }

    private string Read(byte[] bytes, string encoding)
    {
        var path = folder.In("file.csv");
        File.WriteAllBytes(path, bytes);
        return CsvText.Read(path, encoding);
    }

    private UserException Refused(byte[] bytes, string encoding) => Assert.Throws<UserException>(() => Read(bytes, encoding))!;
}

using AsynDGAN.Core;
using AsynDGAN.Core.Csv;

namespace AsynDGAN.Tests.Csv;

public class CsvTableTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void Make() => folder = new TemporaryFolder();

    [TearDown]
    public void Remove() => folder.Dispose();

    [TestCase("site,mask\na,b\n", 1)]
    [TestCase("\n\nsite,mask\na,b\n", 3)]
    [TestCase("\r\n\r\nsite,mask\r\na,b\r\n", 3)]
    [TestCase("\rsite,mask\ra,b\r", 2)]
    [TestCase("sep=;\nsite;mask\na;b\n", 2)]
    [TestCase("SEP=;\nsite;mask\na;b\n", 2)]
    [TestCase("   \nsite,mask\na,b\n", 2)]
    public void A_fault_of_the_header_is_told_with_its_line(string text, int line)
    {
        var path = folder.Write("file.csv", text);
        var missing = Assert.Throws<UserException>(() => CsvTable.Read(path, ["site", "image"]))!.Message;
        Assert.That(missing, Does.EndWith($"line {line}: there is no column 'image' among site, mask"));
        folder.Write("file.csv", text.Replace("mask", "site"));
        Assert.That(Assert.Throws<UserException>(() => CsvTable.Read(path, ["site"]))!.Message, Does.EndWith($"line {line}: column 'site' is there twice"));
    }
}

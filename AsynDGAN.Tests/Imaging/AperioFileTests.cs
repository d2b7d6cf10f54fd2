using AsynDGAN.Core;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Tests.Imaging;

public class AperioFileTests
{
    private const string Good = """
        <Annotations MicronsPerPixel="0.252">
          <Annotation Id="1"><Attributes><Attribute Name="Description" Value=""/></Attributes><Regions>
            <RegionAttributeHeaders><AttributeHeader Id="9999" Name="Region"/></RegionAttributeHeaders>
            <Region Id="1" NegativeROA="0"><Attributes/><Vertices>
              <Vertex X="1.5" Y="2"/><Vertex X="-2.9" Y="1e1" Z="0"/><Vertex X="4" Y="5"/></Vertices></Region>
            <Region Id="2" NegativeROA="1"><Vertices><Vertex X="0" Y="0"/></Vertices></Region>
            <Region Id="3"/>
          </Regions></Annotation>
        </Annotations>
        """;

    [Test]
    public void Regions_become_outlines_in_order()
    {
        var outlines = Read(Good);
        Assert.That(outlines, Has.Count.EqualTo(2));
        Assert.That(outlines[0].X, Is.EqualTo(new[] { 1.5, -2.9, 4 }));
        Assert.That(outlines[0].Y, Is.EqualTo(new[] { 2.0, 10, 5 }));
        Assert.That(outlines.Select(outline => outline.IsHole), Is.EqualTo(new[] { false, true }));
    }

    [TestCase("<!DOCTYPE a [<!ENTITY b \"cc\"><!ENTITY c \"&b;&b;\">]><Annotations>&c;</Annotations>", "DTD", TestName = "An_entity_expansion_is_refused")]
    [TestCase("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><Annotations>&b;</Annotations>", "DTD", TestName = "An_external_entity_is_refused")]
    [TestCase("<Annotations><Region><Vertex X=\"1\"/></Region></Annotations>", "line 1: a Vertex has no Y", TestName = "A_missing_coordinate_is_refused")]
    [TestCase("<Annotations>\n<Region><Vertex X=\"1e300\" Y=\"1\"/></Region></Annotations>", "line 2: X of a Vertex", TestName = "A_huge_number_is_refused")]
    [TestCase("<Annotations><Region><Vertex X=\"1\" Y=\"NaN\"/></Region></Annotations>", "Y of a Vertex", TestName = "A_number_that_is_none_is_refused")]
    [TestCase("<Annotations><Region><Vertex X=\"1\" Y=\"Infinity\"/></Region></Annotations>", "Y of a Vertex", TestName = "Infinity_is_refused")]
    [TestCase("<Annotations><Region><Vertex X=\"1,5\" Y=\"2\"/></Region></Annotations>", "X of a Vertex", TestName = "A_decimal_comma_is_refused")]
    [TestCase("<Annotations><Region><Vertex X=\"1\" Y=\"2\"/>", "no XML", TestName = "A_truncated_file_is_refused")]
    [TestCase("<html/>", "html", TestName = "Another_xml_is_refused")]
    [TestCase("", "no XML", TestName = "An_empty_file_is_refused")]
    [TestCase("II*\0", "no XML", TestName = "A_picture_is_refused")]
    public void Hostile_files_are_one_clear_error(string text, string told) =>
        Assert.That(() => Read(text), Throws.TypeOf<UserException>().With.Message.Contains(told).And.Message.Contains("outlines.xml"));

    [Test]
    public void A_missing_file_is_refused() => Assert.That(() => AperioFile.Read("/nowhere/a.xml"), Throws.TypeOf<UserException>());

    [Test]
    public void Deep_nesting_is_read_without_overflow()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 100_000)) + string.Concat(Enumerable.Repeat("</a>", 100_000));
        Assert.That(Read($"<Annotations>{deep}</Annotations>"), Is.Empty);
    }

    private static IReadOnlyList<Outline> Read(string text)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "outlines.xml");
        File.WriteAllText(path, text);
        return AperioFile.Read(path);
    }
}

using System.Globalization;
using System.Xml;

namespace AsynDGAN.Core.Imaging;

/// <summary>
/// Outlines in the XML of Aperio ImageScope: Annotation, Regions, Region, Vertices, Vertex with X and Y in pixels of the
/// image. A region with NegativeROA="1" is a hole.
/// </summary>
public static class AperioFile
{
    private const string Region = "Region", Vertex = "Vertex", Root = "Annotations";

    // Ample for a slide of 10^5 pixels a side, far from where sums lose a pixel.
    private const double LargestCoordinate = 1e7;
    private const long LargestFile = 1L << 28;

    /// <summary>The outlines in the order of the file; some may have too few vertices to enclose a pixel.</summary>
    /// <exception cref="UserException">
    /// The file cannot be read, is no such XML, declares a document type (and with it entities), or a vertex has no X or Y
    /// or one that is no number of a reasonable size.
    /// </exception>
    public static IReadOnlyList<Outline> Read(string path)
    {
        try
        {
            using var stream = GivenPath.OpenRead(path);
            return stream.Length <= LargestFile
                ? Read(stream, path)
                : throw new UserException($"{path} has {stream.Length} bytes; outlines may have {LargestFile}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path} cannot be read: {fault.Message}");
        }
    }

    private static IReadOnlyList<Outline> Read(Stream stream, string path)
    {
        // No entity is ever expanded and no other file opened: a document type is refused as a whole.
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true };
        try
        {
            using var xml = XmlReader.Create(stream, settings);
            return xml.MoveToContent() == XmlNodeType.Element && xml.Name == Root
                ? Read(xml, path)
                : throw new UserException($"{path} is no file of outlines: it begins with {xml.Name}, not {Root}");
        }
        catch (XmlException fault)
        {
            throw new UserException($"{path} is no XML that is read: {fault.Message}", "Export the outlines again from ImageScope.");
        }
    }

    private static List<Outline> Read(XmlReader xml, string path)
    {
        var outlines = new List<Outline>();
        var (x, y, hole, inside) = (new List<double>(), new List<double>(), false, false);
        while (xml.Read())
        {
            switch (xml.NodeType, xml.Name)
            {
                case (XmlNodeType.Element, Region):
                    (x, y, hole, inside) = ([], [], xml.GetAttribute("NegativeROA") == "1", !xml.IsEmptyElement);
                    break;
                case (XmlNodeType.Element, Vertex) when inside:
                    x.Add(Coordinate("X"));
                    y.Add(Coordinate("Y"));
                    break;
                case (XmlNodeType.EndElement, Region):
                    outlines.Add(new Outline(x, y, hole));
                    inside = false;
                    break;
            }
        }

        return outlines;

        double Coordinate(string name)
        {
            var line = ((IXmlLineInfo)xml).LineNumber;
            var text = xml.GetAttribute(name) ?? throw new UserException($"{path}, line {line}: a {Vertex} has no {name}");
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) <= LargestCoordinate
                ? value
                : throw new UserException($"{path}, line {line}: {name} of a {Vertex} is no number from {-LargestCoordinate:0} to {LargestCoordinate:0}");
        }
    }
}

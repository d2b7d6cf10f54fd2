using System.Runtime.InteropServices;
using AsynDGAN.Core.Imaging;
using SkiaSharp;

namespace AsynDGAN.Core.Figures;

/// <summary>
/// Images in rows and columns under a title, with labels and captions. Images below 128 pixels are enlarged by a whole
/// factor. Text and lines grow with the sheet's width, so that they can be read where the whole sheet is shown at a page's
/// width. The same content always gives the same bytes.
/// </summary>
public sealed class ContactSheet
{
    private const int ReadableSide = 128;
    private const int Margin = 10;
    private const int Gap = 6;
    private const float TitleSize = 18;
    private const float TextSize = 12;
    private const int TitleLine = 30;
    private const int TextLine = 18;
    private const int WidestText = 700;
    private const float PageWidth = 1200;

    private readonly string title;
    private readonly IReadOnlyList<SheetRow> rows;

    /// <param name="title">Written above; may be empty.</param>
    /// <param name="rows">At least one row with an image.</param>
    /// <exception cref="ArgumentException">There is no image.</exception>
    public ContactSheet(string title, IReadOnlyList<SheetRow> rows)
    {
        if (!rows.Any(row => row.Tiles.Count > 0))
        {
            throw new ArgumentException("a sheet without images", nameof(rows));
        }

        this.title = Lettering.Readable(title, TitleSize, WidestText);
        this.rows = [.. rows.Select(row => row with { Label = Lettering.Readable(row.Label, TextSize, WidestText), Tiles = [.. row.Tiles.Select(tile => tile with { Caption = Visible.Name(tile.Caption) })] })];
    }

    /// <summary>Written above the columns, from the left, in one line or two; may be empty.</summary>
    public IReadOnlyList<string> ColumnLabels { get; init; } = [];

    /// <summary>Images with a longer side are made smaller.</summary>
    public int LargestSide { get; init; } = int.MaxValue;

    /// <summary>Draws the sheet.</summary>
    /// <returns>8 bits, 3 channels.</returns>
    /// <exception cref="ArgumentException">An image is not of 8 bits and 1 or 3 channels, or a contour has another size.</exception>
    public PixelArray Render()
    {
        var tiles = rows.SelectMany(row => row.Tiles).ToList();
        var columns = rows.Max(row => row.Tiles.Count);
        var cellWidth = tiles.Max(tile => Shown(tile.Image).Width);
        var scale = Math.Max(1, columns * (cellWidth + Gap) / PageWidth);
        var images = rows.Select(row => row.Tiles.Select(tile => Picture(tile, scale)).ToArray()).ToArray();
        var rowHeights = images.Select(row => row.Select(image => image.Height).DefaultIfEmpty(0).Max()).ToArray();
        var textLine = (int)Math.Round(TextLine * scale);

        using var titleFont = Lettering.Font(TitleSize * scale);
        using var font = Lettering.Font(TextSize * scale);
        var captions = rows.Select(row => row.Tiles.Select(tile => tile.Caption == "" ? [] : Lettering.Wrap(tile.Caption, font, cellWidth)).ToArray()).ToArray();
        var captionHeights = captions.Select(row => textLine * row.Max(lines => (int?)lines.Length) ?? 0).ToArray();
        var labels = ColumnLabels.Select(label => Lettering.Wrap(Visible.Name(label), font, cellWidth)).ToArray();
        var labelWidth = rows.Max(row => row.Label == "" ? 0 : (int)Math.Ceiling(font.MeasureText(row.Label) + Gap * scale));
        var left = Margin + labelWidth;
        var width = Math.Max(left + columns * (cellWidth + Gap) - Gap, Margin + (int)Math.Ceiling(titleFont.MeasureText(title))) + Margin;
        var top = Margin + (title == "" ? 0 : (int)Math.Round(TitleLine * scale)) + textLine * labels.Select(lines => lines.Length).DefaultIfEmpty(0).Max();
        var height = top + rowHeights.Sum() + captionHeights.Sum() + (rows.Count - 1) * Gap + Margin;

        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        using var ink = new SKPaint { Color = SKColors.Black, IsAntialias = true };
        canvas.Clear(SKColors.White);
        canvas.DrawText(title, Margin, Margin + TitleSize * scale, SKTextAlign.Left, titleFont, ink);
        foreach (var (column, lines) in labels.Index())
        {
            var centre = left + column * (cellWidth + Gap) + cellWidth / 2f;
            foreach (var (above, line) in lines.Reverse().Index())
            {
                canvas.DrawText(line, centre, top - Gap * scale - above * textLine, SKTextAlign.Center, font, ink);
            }
        }

        var places = new List<(PixelArray Image, int Top, int Left)>();
        foreach (var (row, content) in rows.Index())
        {
            canvas.DrawText(content.Label, Margin, top + (rowHeights[row] + TextSize * scale) / 2, SKTextAlign.Left, font, ink);
            foreach (var (column, tile) in content.Tiles.Index())
            {
                var (image, cell) = (images[row][column], left + column * (cellWidth + Gap));
                places.Add((image, top, cell + (cellWidth - image.Width) / 2));
                foreach (var (above, line) in captions[row][column].Index())
                {
                    canvas.DrawText(line, cell + cellWidth / 2f, top + rowHeights[row] + (TextSize + 1) * scale + above * textLine, SKTextAlign.Center, font, ink);
                }
            }

            top += rowHeights[row] + captionHeights[row] + Gap;
        }

        canvas.Flush();
        var sheet = ToPixels(bitmap);
        places.ForEach(place => Paste(place.Image, sheet, place.Top, place.Left));
        return sheet;
    }

    /// <summary>Writes the sheet as PNG.</summary>
    public void Write(Stream stream) => PngFile.Write(Render(), stream);

    /// <summary>The size in which an image is shown.</summary>
    private (int Height, int Width) Shown(PixelArray image)
    {
        var longest = Math.Max(image.Height, image.Width);
        return longest > LargestSide
            ? (Math.Max(1, image.Height * LargestSide / longest), Math.Max(1, image.Width * LargestSide / longest))
            : (image.Height * Factor(image), image.Width * Factor(image));
    }

    private static int Factor(PixelArray image) => Math.Max(1, ReadableSide / Math.Max(image.Height, image.Width));

    /// <summary>Lines are drawn before a large image is made smaller, so that they stay where they were to a fraction of a pixel.</summary>
    private PixelArray Picture(SheetTile tile, float scale)
    {
        var (factor, shown) = (Factor(tile.Image), Shown(tile.Image));
        var thickness = (int)Math.Round(scale * tile.Image.Width * factor / shown.Width);
        var picture = tile.Contours.Aggregate(
            Enlarge.ToColour(tile.Image, factor),
            (image, contour) => MaskOverlay.Draw(image, Enlarge.Of(contour.Mask, factor), contour.Colour, thickness));
        return AreaMean.To(picture, shown.Height, shown.Width);
    }

    private static PixelArray ToPixels(SKBitmap bitmap)
    {
        var pixels = MemoryMarshal.Cast<byte, uint>(bitmap.GetPixelSpan());
        var values = new ushort[pixels.Length * 3];
        for (var i = 0; i < pixels.Length; i++)
        {
            (values[3 * i], values[3 * i + 1], values[3 * i + 2]) = ((byte)pixels[i], (byte)(pixels[i] >> 8), (byte)(pixels[i] >> 16));
        }

        return new PixelArray(bitmap.Height, bitmap.Width, 3, 8, values);
    }

    private static void Paste(PixelArray image, PixelArray sheet, int top, int left)
    {
        for (var row = 0; row < image.Height; row++)
        {
            var line = image.Values.AsSpan(row * image.Width * 3, image.Width * 3);
            line.CopyTo(sheet.Values.AsSpan(((top + row) * sheet.Width + left) * 3));
        }
    }
}

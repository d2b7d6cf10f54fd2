using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Tests.Figures;

public class ContactSheetTests
{
    private static readonly PixelArray grey = Flat(64, 64, 100);

    [Test]
    public void An_image_is_enlarged_by_a_whole_factor_and_lies_below_the_title()
    {
        var image = new PixelArray(2, 2, 1, 8, [10, 20, 30, 40]);
        var sheet = new ContactSheet("", [new SheetRow("", [new SheetTile(image)])]).Render();

        // A margin of 10 and a factor of 64.
        Assert.That((sheet.Height, sheet.Width, sheet.Channels, sheet.Bits), Is.EqualTo((148, 148, 3, 8)));
        Assert.That(Pixel(sheet, 9, 9), Is.EqualTo((255, 255, 255)));
        Assert.That(Pixel(sheet, 10, 10), Is.EqualTo((10, 10, 10)));
        Assert.That(Pixel(sheet, 10, 74), Is.EqualTo((20, 20, 20)));
        Assert.That(Pixel(sheet, 73, 73), Is.EqualTo((10, 10, 10)));
        Assert.That(Pixel(sheet, 137, 137), Is.EqualTo((40, 40, 40)));
        Assert.That(Pixel(sheet, 138, 138), Is.EqualTo((255, 255, 255)));
    }

    [Test]
    public void Images_stand_in_rows_and_columns()
    {
        var rows = new[]
        {
            new SheetRow("", [new SheetTile(Flat(128, 128, 1)), new SheetTile(Flat(128, 128, 2))]),
            new SheetRow("", [new SheetTile(Flat(128, 128, 3))]),
        };
        var sheet = new ContactSheet("", rows).Render();
        Assert.That((sheet.Height, sheet.Width), Is.EqualTo((282, 282)));
        Assert.That(Pixel(sheet, 74, 74), Is.EqualTo((1, 1, 1)));
        Assert.That(Pixel(sheet, 74, 208), Is.EqualTo((2, 2, 2)));
        Assert.That(Pixel(sheet, 208, 74), Is.EqualTo((3, 3, 3)));
        Assert.That(Pixel(sheet, 208, 208), Is.EqualTo((255, 255, 255)));
    }

    [Test]
    public void Colour_is_shown_as_it_is()
    {
        var sheet = new ContactSheet("", [new SheetRow("", [new SheetTile(new PixelArray(1, 1, 3, 8, [200, 100, 50]))])]).Render();
        Assert.That(Pixel(sheet, 70, 70), Is.EqualTo((200, 100, 50)));
    }

    [Test]
    public void Images_that_are_not_square_or_large_are_not_distorted()
    {
        var rows = new[] { new SheetRow("", [new SheetTile(Flat(10, 40, 7)), new SheetTile(Flat(200, 150, 9))]) };
        var sheet = new ContactSheet("", rows).Render();

        // 40 wide becomes 120 wide, in the middle of a cell of 150.
        Assert.That((sheet.Height, sheet.Width), Is.EqualTo((220, 326)));
        Assert.That(Pixel(sheet, 10, 24), Is.EqualTo((255, 255, 255)));
        Assert.That(Pixel(sheet, 10, 25), Is.EqualTo((7, 7, 7)));
        Assert.That(Pixel(sheet, 39, 144), Is.EqualTo((7, 7, 7)));
        Assert.That(Pixel(sheet, 40, 144), Is.EqualTo((255, 255, 255)));
        Assert.That(Pixel(sheet, 209, 315), Is.EqualTo((9, 9, 9)));
    }

    [Test]
    public void Contours_are_thin_lines_of_the_enlarged_mask()
    {
        var mask = new Mask(4, 4, [false, false, false, false, false, true, true, false, false, true, true, false, false, false, false, false]);
        var tile = new SheetTile(Flat(4, 4, 100)) { Contours = [new Contour(mask, new Colour(255, 0, 0))] };
        var sheet = new ContactSheet("", [new SheetRow("", [tile])]).Render();
        Assert.That(Pixel(sheet, 10 + 32, 10 + 32), Is.EqualTo((255, 0, 0)));
        Assert.That(Pixel(sheet, 10 + 31, 10 + 32), Is.EqualTo((100, 100, 100)));
        Assert.That(Pixel(sheet, 10 + 33, 10 + 33), Is.EqualTo((100, 100, 100)));
        Assert.That(Pixel(sheet, 10 + 95, 10 + 60), Is.EqualTo((255, 0, 0)));
    }

    [Test]
    public void Every_text_is_drawn_where_it_belongs()
    {
        var bare = new ContactSheet("", [new SheetRow("", [new SheetTile(grey)])]).Render();
        var sheet = new ContactSheet("Title", [new SheetRow("row", [new SheetTile(grey, "caption")])]) { ColumnLabels = ["column"] }.Render();
        var left = sheet.Width - 10 - 128;
        Assert.That(sheet.Height - bare.Height, Is.EqualTo(30 + 18 + 18));
        Assert.That(Ink(sheet, 10, 40, 10, sheet.Width), Is.GreaterThan(50), "title");
        Assert.That(Ink(sheet, 40, 58, left, sheet.Width), Is.GreaterThan(50), "column label");
        Assert.That(Ink(sheet, 58, 186, 10, left), Is.GreaterThan(20), "row label");
        Assert.That(Ink(sheet, 186, sheet.Height, left, sheet.Width), Is.GreaterThan(50), "caption");
    }

    [Test]
    public void Letters_beyond_ascii_are_drawn_and_differ()
    {
        var captions = new[] { "é", "ü", "λ", "Ж" };
        var ink = captions
            .Select(caption => new ContactSheet("", [new SheetRow("", [new SheetTile(grey, caption)])]).Render().Values)
            .ToArray();
        Assert.That(ink.Select(values => string.Join(',', values)).Distinct().Count(), Is.EqualTo(captions.Length));
    }

    [Test]
    public void A_long_caption_does_not_run_into_its_neighbour()
    {
        var tiles = new[] { new SheetTile(grey, new string('W', 80)), new SheetTile(grey) };
        var sheet = new ContactSheet("", [new SheetRow("", tiles)]).Render();
        Assert.That(Ink(sheet, 138, 156, 10, 138), Is.GreaterThan(50));
        Assert.That(Ink(sheet, 138, 156, 139, sheet.Width), Is.Zero);
    }

    [Test]
    public void The_same_content_gives_the_same_file()
    {
        var (first, second) = (Written(), Written());
        Assert.That(second, Is.EqualTo(first));
        Assert.That(ImageFile.Decode(first, "sheet").Values, Is.EqualTo(Sheet().Render().Values));

        static ContactSheet Sheet() => new("Samples of epoch 5", [new SheetRow("real", [new SheetTile(grey, "a"), new SheetTile(grey, "b")])]);

        static byte[] Written()
        {
            using var stream = new MemoryStream();
            Sheet().Write(stream);
            return stream.ToArray();
        }
    }

    [Test]
    public void A_sheet_without_images_is_refused()
    {
        Assert.Throws<ArgumentException>(() => _ = new ContactSheet("title", []));
        Assert.Throws<ArgumentException>(() => _ = new ContactSheet("title", [new SheetRow("row", [])]));
    }

    [Test]
    public void Text_and_lines_grow_with_a_wide_sheet_and_large_images_are_made_smaller()
    {
        // Twelve images of 1,000 pixels, shown at 400: the sheet is four times as wide as a page.
        var mask = new Mask(1000, 1000, [.. Enumerable.Range(0, 1000 * 1000).Select(i => i / 1000 is >= 200 and < 800 && i % 1000 is >= 200 and < 800)]);
        var tile = new SheetTile(Flat(1000, 1000, 200), "Dice 0.50") { Contours = [new Contour(mask, new Colour(0, 0, 0))] };
        var sheet = new ContactSheet("Title", [new SheetRow("worst", [.. Enumerable.Repeat(tile, 12)])]) { ColumnLabels = ["image"], LargestSide = 400 }.Render();
        const float Scale = 12 * 406 / 1200f;
        var left = sheet.Width - 10 - (12 * 406 - 6);
        var top = sheet.Height - 10 - 73 - 400;
        Assert.Multiple(() =>
        {
            Assert.That(top, Is.EqualTo(10 + (int)Math.Round(30 * Scale) + (int)Math.Round(18 * Scale)), "title and column label");
            Assert.That(Enumerable.Range(80, 20).Select(column => (int)sheet[top + 200, left + column]), Has.Exactly(4).EqualTo(0), "four pixels of line");
            Assert.That(Pixel(sheet, top + 200, left + 200), Is.EqualTo((200, 200, 200)));
            Assert.That(Ink(sheet, top + 400, sheet.Height, left, left + 400), Is.GreaterThan(500), "a caption four times as large");
            Assert.That(Ink(sheet, top, top + 400, 10, left - 20), Is.GreaterThan(300), "so the row's label");
        });
    }

    [Test]
    public void A_column_label_that_is_too_wide_takes_a_second_line()
    {
        var one = new ContactSheet("", [new SheetRow("", [new SheetTile(grey), new SheetTile(grey)])]) { ColumnLabels = ["AsynDGAN", "image"] }.Render();
        var two = new ContactSheet("", [new SheetRow("", [new SheetTile(grey), new SheetTile(grey)])]) { ColumnLabels = ["Real-Subset-of-a-site-2", "image"] }.Render();
        Assert.That(two.Height - one.Height, Is.EqualTo(18));
        Assert.That(Ink(two, 10, 28, 10, 138), Is.GreaterThan(50), "above");
        Assert.That(Ink(two, 28, 46, 10, 138), Is.GreaterThan(20), "below");
        Assert.That(Ink(two, 10, 28, 144, 272), Is.Zero, "a short one stands at its image");
    }

    [Test]
    public void A_caption_that_is_too_wide_takes_a_second_line_which_nothing_runs_into()
    {
        var tile = Flat(48, 48, 200);
        var one = new ContactSheet("", [new SheetRow("", [new SheetTile(tile, "0.633")]), new SheetRow("", [new SheetTile(tile)])]).Render();
        var two = new ContactSheet("", [new SheetRow("", [new SheetTile(tile, "0.633, near\u2011copy")]), new SheetRow("", [new SheetTile(tile)])]).Render();
        Assert.That((one.Width, two.Width, two.Height - one.Height), Is.EqualTo((116, 116, 18)));
        Assert.That(Ink(two, 106, 124, 10, 106), Is.GreaterThan(50), "above");
        Assert.That(Ink(two, 124, 142, 10, 106), Is.GreaterThan(50), "below");
        Assert.That(Pixel(two, 149, 50), Is.EqualTo((200, 200, 200)));
    }

    [Test]
    public void Other_kinds_of_image_are_refused()
    {
        foreach (var image in new[] { new PixelArray(1, 1, 1, 16, [1]), new PixelArray(1, 1, 2, 8, [1, 2]) })
        {
            Assert.Throws<ArgumentException>(() => new ContactSheet("", [new SheetRow("", [new SheetTile(image)])]).Render());
        }
    }

    private static PixelArray Flat(int height, int width, ushort value)
    {
        return new PixelArray(height, width, 1, 8, Enumerable.Repeat(value, height * width).ToArray());
    }

    private static (int, int, int) Pixel(PixelArray sheet, int row, int column)
    {
        return (sheet[row, column, 0], sheet[row, column, 1], sheet[row, column, 2]);
    }

    /// <summary>Dark pixels in a part of the sheet.</summary>
    private static int Ink(PixelArray sheet, int top, int bottom, int left, int right)
    {
        var count = 0;
        for (var row = top; row < bottom; row++)
        {
            for (var column = left; column < right; column++)
            {
                count += sheet[row, column] < 128 ? 1 : 0;
            }
        }

        return count;
    }
}

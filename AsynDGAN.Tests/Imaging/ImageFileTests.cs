using AsynDGAN.Core;
using AsynDGAN.Core.Imaging;

namespace AsynDGAN.Tests.Imaging;

public class ImageFileTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("asyndgan").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void The_content_tells_the_format_and_not_the_extension()
    {
        var pixels = Pixels.Random(9, 7, 3, 8);
        var path = Path.Combine(folder, "picture.jpg");
        PngFile.Write(pixels, path);
        Pixels.AssertSame(ImageFile.Read(path), pixels);
        File.WriteAllBytes(path, new TiffSample().Write(pixels));
        Pixels.AssertSame(ImageFile.Read(path), pixels);
    }

    [Test]
    public void A_missing_file_is_named()
    {
        AssertRefused(Path.Combine(folder, "absent.png"), "does not exist");
        AssertRefused(Path.Combine(folder, "nowhere", "absent.png"), "does not exist");
    }

    [Test]
    public void A_folder_is_named() => AssertRefused(folder, "is a folder");

    [Test]
    public void An_empty_file_is_named()
    {
        var path = Path.Combine(folder, "empty.png");
        File.WriteAllBytes(path, []);
        AssertRefused(path, "is empty");
    }

    [Test]
    public void Another_type_is_named()
    {
        var path = Path.Combine(folder, "text.png");
        File.WriteAllText(path, "GIF89a and some text");
        AssertRefused(path, "is not a PNG, JPEG or TIFF picture");
    }

    private static void AssertRefused(string path, string defect)
    {
        var fault = Assert.Throws<UserException>(() => ImageFile.Read(path));
        Assert.That(fault!.Message, Does.StartWith(path).And.Contain(defect));
    }
}

using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using AsynDGAN.Core.Imaging;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Imaging;

public class ResizeTests
{
    private static readonly string folder = Path.Combine(TestContext.CurrentContext.TestDirectory, "Golden", "resize");

    private static IEnumerable<string> ImageKeys() => Keys("images");

    private static IEnumerable<string> MaskKeys() => Keys("masks");

    [TestCaseSource(nameof(ImageKeys))]
    public void Bilinear_gives_the_golden_numbers(string key)
    {
        using var scope = NewDisposeScope();
        var (image, source) = Golden($"{key[..key.IndexOf('/')]}/input");
        var (expected, _) = Golden($"{key}/bilinear_antialias");
        var (height, width) = Size(key);

        var got = Resize.Bilinear(image.to(float32).unsqueeze(0).unsqueeze(0), height, width);

        Assert.That(got.shape, Is.EqualTo(new long[] { 1, 1, height, width }));
        var tolerance = 1e-5 * expected.to(float64).abs() + (source == "U8" ? 1e-3 : 2e-6);
        Assert.That(((got[0, 0].to(float64) - expected).abs() <= tolerance).all().item<bool>(), Is.True);
    }

    [TestCaseSource(nameof(MaskKeys))]
    public void Nearest_gives_the_golden_numbers_in_every_type(string key)
    {
        using var scope = NewDisposeScope();
        var (mask, _) = Golden($"{key[..key.IndexOf('/')]}/input");
        var (expected, _) = Golden($"{key}/nearest");
        var (height, width) = Size(key);

        foreach (var type in new[] { uint8, int64, float32 })
        {
            var got = Resize.Nearest(mask.to(type).unsqueeze(0).unsqueeze(0), height, width);
            Assert.That(got.dtype, Is.EqualTo(type));
            Assert.That(got[0, 0].eq(expected.to(type)).all().item<bool>(), Is.True);
        }
    }

    [Test]
    public void Nearest_follows_its_formula_for_many_sizes()
    {
        using var scope = NewDisposeScope();
        for (var from = 1; from <= 20; from++)
        {
            var line = arange(from, int64).reshape(1, 1, 1, from);
            for (var to = 1; to <= 40; to++)
            {
                var expected = Enumerable.Range(0, to).Select(i => (long)Math.Floor((i + 0.5m) * from / to)).ToArray();
                Assert.That(Resize.Nearest(line, 1, to).data<long>().ToArray(), Is.EqualTo(expected));
            }
        }
    }

    [Test]
    public void Batch_and_channels_are_resized_each_on_their_own()
    {
        using var scope = NewDisposeScope();
        var images = rand(2, 3, 9, 7);
        foreach (var resize in new Func<Tensor, int, int, Tensor>[] { Resize.Bilinear, Resize.Nearest })
        {
            var all = resize(images, 5, 11);
            var one = resize(images[1, 2].unsqueeze(0).unsqueeze(0).contiguous(), 5, 11);
            Assert.That(all[1, 2].allclose(one[0, 0], 0, 1e-6), Is.True);
        }
    }

    [Test]
    public void Nothing_but_the_result_stays_in_memory()
    {
        using var scope = NewDisposeScope();
        using var images = rand(1, 1, 8, 8);
        using var inner = NewDisposeScope();
        var result = Resize.Nearest(images, 4, 4);
        Assert.That(inner.DisposablesCount, Is.EqualTo(1));
        Assert.That(result.shape, Is.EqualTo(new long[] { 1, 1, 4, 4 }));
    }

    private static IEnumerable<string> Keys(string kind)
    {
        using var description = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "resize.json")));
        return description.RootElement.GetProperty(kind).EnumerateArray().Select(item => item.GetProperty("key").GetString()!).ToArray();
    }

    private static (int Height, int Width) Size(string key)
    {
        var size = key[(key.IndexOf('/') + 1)..].Split('x');
        return (int.Parse(size[0]), int.Parse(size[1]));
    }

    private static (Tensor Values, string Type) Golden(string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(folder, "resize.safetensors"));
        var start = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, start - 8));
        var entry = header.RootElement.GetProperty(name);
        var offsets = entry.GetProperty("data_offsets").EnumerateArray().Select(value => value.GetInt32()).ToArray();
        var shape = entry.GetProperty("shape").EnumerateArray().Select(value => value.GetInt64()).ToArray();
        var raw = bytes.AsSpan((start + offsets[0])..(start + offsets[1]));
        var type = entry.GetProperty("dtype").GetString()!;
        var values = type switch
        {
            "U8" => tensor(raw.ToArray()),
            "F32" => tensor(MemoryMarshal.Cast<byte, float>(raw).ToArray()),
            "F64" => tensor(MemoryMarshal.Cast<byte, double>(raw).ToArray()),
            _ => throw new NotSupportedException(type),
        };
        return (values.reshape(shape), type);
    }
}

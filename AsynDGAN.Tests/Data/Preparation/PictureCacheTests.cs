using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Tests.Data.Sources;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Data.Preparation;

/// <summary>The cache of pictures and of slices that are files of their own.</summary>
public sealed class PictureCacheTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private int number;

    [OneTimeSetUp]
    public void Write()
    {
        var rows = new List<string> { "site,patient,image,mask" };
        for (var i = 0; i < 8; i++)
        {
            NucleiFolder.AddDsb(folder, $"image{i}");
            var (shade, head) = (i, TestCases.Head("1", 40, 40 + i, 14));
            PngFile.Write(new PixelArray(40, 40 + i, 1, 8, [.. head.Image.Values.Select(value => (ushort)(value > 0 ? value + shade : 0))]), folder.In($"heads/{i}.png"));
            PngFile.Write(head.Mask, folder.In($"heads/{i}-mask.png"));
            rows.Add($"site{i % 2},p{i / 2},heads/{i}.png,heads/{i}-mask.png");
        }

        folder.Write("heads.csv", string.Join('\n', [rows[0], .. rows.Skip(1).Select((row, i) => row.Replace($"site{i % 2}", $"site{i / 4}", StringComparison.Ordinal))]));
    }

    public void Dispose() => folder.Dispose();

    [Test]
    public void Pictures_from_the_cache_are_those_that_were_read([Values] bool nuclei, [Values] bool everySlice)
    {
        using var scope = NewDisposeScope();
        var options = Options(nuclei);
        using var without = Load(options with { Cache = null }, everySlice);
        using var first = Load(options, everySlice, threads: 1);
        var written = Written(options);
        Assert.That(written, Has.Count.EqualTo(nuclei ? 8 : 4), "a file a case");
        using var second = Load(options, everySlice);
        Assert.That(Written(options), Is.EqualTo(written), "what is found is not written again");
        foreach (var data in new[] { first, second })
        {
            Assert.That((data.Fingerprint, data.Summary.ToText()), Is.EqualTo((without.Fingerprint, without.Summary.ToText())));
            Assert.That(data.Split, Is.EqualTo(without.Split));
            foreach (var (set, expected) in data.Sites.Zip(without.Sites).SelectMany(pair => Enum.GetValues<DataPart>().Select(part => (pair.First[part], pair.Second[part]))))
            {
                Assert.That(set.Infos, Is.EqualTo(expected.Infos));
                var all = Enumerable.Range(0, set.Count).ToArray();
                var (a, b) = (set.Take(all), expected.Take(all));
                Assert.That(a.Image.Equals(b.Image) && a.Condition.Equals(b.Condition));
            }
        }
    }

    [Test]
    public void What_changes_pixels_masks_or_patches_has_files_of_its_own()
    {
        var nuclei = Options(nuclei: true);
        var heads = Options(nuclei: false);
        foreach (var (options, files) in new[]
        {
            (nuclei, 8), (nuclei with { Patch = nuclei.Patch with { Stride = 16 } }, 16), (nuclei with { MaskValues = [255] }, 24), (nuclei with { MinMaskPixels = 1 }, 24),
            (heads, 4), (heads with { Crop = CropMethod.Head }, 8), (heads with { MaskValues = [0] }, 12), (heads with { TestCount = 1, Split = SplitMethod.ByName }, 12),
        })
        {
            using var data = Load(options);
            Assert.That(Written(options), Has.Count.EqualTo(files));
        }
    }

    [Test]
    public void A_case_with_a_fault_is_not_kept_and_a_damaged_file_is_written_anew()
    {
        var options = Options(nuclei: true);
        using var first = Load(options);
        var path = Written(options).Keys.First();
        var sound = File.ReadAllBytes(path);
        File.WriteAllBytes(path, [.. sound[..^1], (byte)(sound[^1] ^ 1)]);
        using var again = Load(options);
        Assert.That(again.Summary.Notes, Has.One.Contains("damaged files of the cache were written anew"));
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(sound));

        using var other = new TemporaryFolder();
        NucleiFolder.AddDsb(other, "fine");
        NucleiFolder.AddDsb(other, "good");
        NucleiFolder.AddDsb(other, "torn");
        File.WriteAllBytes(other.Join("stage1_train/torn/masks/1.png"), [1, 2, 3]);
        var faulty = Options(nuclei: true) with { Root = other.Path, OnError = OnError.Skip, TestFraction = 0, ValidationFraction = 0 };
        using var skipped = Load(faulty, sites: 1);
        Assert.That(skipped.LeftOut.Select(left => left.Name), Has.Some.EqualTo("torn"));
        Assert.That(Written(faulty), Has.Count.EqualTo(2));
    }

    [Test]
    public void Listed_values_that_no_mask_has_are_told_of_pictures_from_the_cache_too()
    {
        var options = Options(nuclei: false) with { MaskValues = [255, 7], Conditions = [ConditionChannel.Classes] };
        foreach (var cached in new[] { false, true })
        {
            using var data = Load(options);
            Assert.That((data.Summary.Notes.Count(IsOfValues), Written(options).Count), Is.EqualTo((1, 4)), $"{cached}");
            Assert.That(data.Summary.Notes.Single(IsOfValues), Is.EqualTo("warning: no mask has 7, which data.mask_values lists, so that its channel of the condition is always empty: look how masks store what is meant"));
        }

        using var all = Load(Options(nuclei: false) with { MaskValues = [255, 0] });
        Assert.That(all.Summary.Notes.Where(IsOfValues), Is.Empty);

        static bool IsOfValues(string note) => note.Contains("which data.mask_values lists", StringComparison.Ordinal);
    }

    [Test]
    public void Listed_values_that_no_mask_of_nuclei_has_are_told_from_the_cache_too()
    {
        var options = Options(nuclei: true) with { MaskValues = [255, 7] };
        foreach (var cached in new[] { false, true })
        {
            using var data = Load(options);
            Assert.That(data.Summary.Notes, Has.One.EqualTo("warning: no mask has 7, which data.mask_values lists: look how masks store what is meant"), $"{cached}");
        }
    }

    private static Dictionary<string, DateTime> Written(DataOptions options) =>
        Directory.GetFiles(options.Cache!).Order(StringComparer.Ordinal).ToDictionary(path => path, File.GetLastWriteTimeUtc);

    private static Dataset Load(DataOptions options, bool everySlice = false, int? threads = null, int sites = 2) => Dataset.Load(
        new Experiment { Data = options, Sites = new SiteOptions { By = SitePartition.Random, Count = sites } }, CPU, threads: threads, everySlice: everySlice);

    private DataOptions Options(bool nuclei) => nuclei
        ? new()
        {
            Source = DataSource.Dsb2018,
            Root = folder.Path,
            ImageSize = 32,
            Patch = new PatchOptions { Size = 32, Stride = 8, Pad = false },
            Conditions = [ConditionChannel.Nuclei, ConditionChannel.Boundary],
            TestFraction = 0.25,
            Cache = folder.Join($"cache-{++number}"),
        }
        : new()
        {
            Source = DataSource.Manifest,
            Root = folder.Join("heads.csv"),
            ImageSize = 32,
            TestFraction = 0.5,
            ValidationFraction = 0,
            Cache = folder.Join($"cache-{++number}"),
        };
}

using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Tests.Data.Sources;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Data.Preparation;

public class CaseCacheTests
{
    private readonly TemporaryFolder folder = new();
    private int number;

    [OneTimeTearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public void Volumes_from_the_cache_are_those_that_were_read([Values] bool everySlice)
    {
        using var scope = NewDisposeScope();
        var options = Options();
        using var without = Load(options with { Cache = null }, everySlice);
        using var first = Load(options, everySlice);
        Assert.That(Directory.GetFiles(options.Cache!), Has.Length.EqualTo(30));
        using var second = Load(options, everySlice);
        foreach (var data in new[] { first, second })
        {
            Assert.That((data.Fingerprint, data.Summary.ToText()), Is.EqualTo((without.Fingerprint, without.Summary.ToText())));
            Assert.That(data.Split, Is.EqualTo(without.Split));
            foreach (var (site, expected) in data.Sites.Zip(without.Sites))
            {
                foreach (var part in new[] { DataPart.Training, DataPart.Test })
                {
                    Assert.That(site[part].Infos, Is.EqualTo(expected[part].Infos));
                    var all = Enumerable.Range(0, site[part].Count).ToArray();
                    var (a, b) = (site[part].Take(all), expected[part].Take(all));
                    Assert.That(a.Image.Equals(b.Image) && a.Condition.Equals(b.Condition));
                }
            }
        }
    }

    [Test]
    public void What_was_kept_is_what_is_read_the_next_time()
    {
        // A volume that was read anew would be kept anew.
        var options = Options();
        using var first = Load(options);
        var written = Directory.GetFiles(options.Cache!).ToDictionary(path => path, File.GetLastWriteTimeUtc);
        using var second = Load(options);
        Assert.That(Directory.GetFiles(options.Cache!).ToDictionary(path => path, File.GetLastWriteTimeUtc), Is.EqualTo(written));
    }

    [Test]
    public void Other_settings_or_contents_have_files_of_their_own()
    {
        var options = Options();
        using var first = Load(options);
        using var other = Load(options with { Crop = CropMethod.Head });
        Assert.That(Directory.GetFiles(options.Cache!), Has.Length.EqualTo(60));

        using var cases = new BratsFolder();
        foreach (var name in new[] { "A", "B" })
        {
            cases.Add("HGG", name);
        }

        var own = options with { Root = cases.Root, TestCount = 0, MinMaskPixels = 0 };
        var once = new Experiment { Data = own };
        using var before = Dataset.Load(once, CPU);
        cases.Add("HGG", "A", tumourVoxels: 4);
        using var after = Dataset.Load(once, CPU);
        Assert.That(Directory.GetFiles(options.Cache!), Has.Length.EqualTo(63));
        Assert.That(after.Fingerprint, Is.Not.EqualTo(before.Fingerprint));
    }

    [Test]
    public void A_damaged_file_is_written_anew_and_leftovers_of_kills_are_no_hindrance()
    {
        var options = Options();
        using var first = Load(options);
        var files = Directory.GetFiles(options.Cache!).Order(StringComparer.Ordinal).ToArray();
        var sound = File.ReadAllBytes(files[0]);
        File.WriteAllBytes(files[0], sound[..(sound.Length / 2)]);
        File.WriteAllBytes(files[1], []);
        File.WriteAllBytes(files[2], File.ReadAllBytes(files[3]));
        File.WriteAllText(files[4] + ".1.writing", "half");
        File.SetLastWriteTimeUtc(files[4] + ".1.writing", DateTime.UtcNow.AddDays(-2));
        using var second = Load(options);
        Assert.That(second.Summary.Notes, Has.Count.EqualTo(1 + first.Summary.Notes.Count).And.One.Contains($"{options.Cache}: damaged files of the cache were written anew"));
        Assert.That((second.Summary with { Notes = first.Summary.Notes }).ToText(), Is.EqualTo(first.Summary.ToText()));
        Assert.That(File.ReadAllBytes(files[0]), Is.EqualTo(sound));
        Assert.That(Directory.GetFiles(options.Cache!), Has.Length.EqualTo(30));
    }

    [Test]
    public void A_changed_byte_anywhere_is_noticed_and_changes_no_image([Values((byte)1, (byte)0x80)] byte flipped)
    {
        using var scope = NewDisposeScope();
        var options = Options() with { MinMaskPixels = 0, ValidationFraction = 0 };
        using var first = Load(options, everySlice: true);
        var path = Directory.GetFiles(options.Cache!).Order(StringComparer.Ordinal).First();
        var sound = File.ReadAllBytes(path);
        foreach (var i in Enumerable.Range(0, 12).Select(k => k * (sound.Length - 1) / 11).Concat([40, 50, 100]))
        {
            var changed = sound.ToArray();
            changed[i] ^= flipped;
            File.WriteAllBytes(path, changed);
            using var again = Load(options, everySlice: true);
            Assert.That(again.Summary.Notes, Has.One.Contains("damaged files of the cache"), $"byte {i} of {sound.Length}");
            Assert.That(File.ReadAllBytes(path), Is.EqualTo(sound), $"byte {i}");
            foreach (var (site, expected) in again.Sites.Zip(first.Sites))
            {
                Assert.That(site.Training.Take([.. Enumerable.Range(0, site.Training.Count)]).Image.Equals(expected.Training.Take([.. Enumerable.Range(0, expected.Training.Count)]).Image));
            }
        }
    }

    [Test]
    public void A_folder_that_cannot_be_made_is_an_error()
    {
        var file = folder.Write("file", "");
        Assert.That(() => Load(Options() with { Cache = file }), Throws.TypeOf<UserException>().With.Message.EqualTo($"data.cache: {file} cannot be used: it is a file"));
    }

    private DataOptions Options() => new()
    {
        Source = DataSource.Brats,
        Root = GoldenFolder.File("brats", ""),
        ImageSize = 32,
        MinMaskPixels = 10,
        Split = SplitMethod.ByName,
        TestCount = 6,
        ValidationFraction = 0,
        Cache = folder.Join($"cache-{++number}"),
    };

    private static Dataset Load(DataOptions options, bool everySlice = false) => Dataset.Load(
        new Experiment { Data = options, Sites = new SiteOptions { By = SitePartition.TumourSize, Count = 3 } }, CPU, everySlice: everySlice);
}

using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Segmentation;
using AsynDGAN.Core.Synthesis;
using AsynDGAN.Tests.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Segmentation;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SyntheticSetTests : IDisposable
{
    private const int Size = 12;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Two nuclei with a boundary between them: 0, 255 and 128 in one layout, 0, 1 and 2 in the other.</summary>
    [TestCase(SegmentationClasses.Ternary)]
    [TestCase(SegmentationClasses.Merged)]
    public void Both_layouts_are_read_back_as_the_same_masks(SegmentationClasses classes)
    {
        using var scope = NewDisposeScope();
        Write("manifest", "images/0.png", "masks/0.png", inside: 255, boundary: 128);
        Write("nnunet", "imagesTr/0_0000.png", "labelsTr/0.png", inside: 1, boundary: 2);
        using var manifest = Read("manifest", classes);
        using var nnUnet = Read("nnunet", classes);
        var masks = manifest.Take([0]).Masks;
        TensorAssert.AreEqual(nnUnet.Take([0]).Masks, masks, "masks");
        var counts = masks.to(int64).flatten().bincount(null, 3).data<long>().ToArray();
        long[] expected = classes == SegmentationClasses.Ternary ? [112, 8, 24] : [112, 32, 0];
        Assert.That(counts, Is.EqualTo(expected));
    }

    [Test]
    public void Its_digest_is_of_the_images_too()
    {
        Write("manifest", "images/0.png", "masks/0.png", inside: 255, boundary: 128);
        var before = SyntheticSet.Of(GivenSet.At(folder.Join("manifest"))).Sha256;
        Assert.That(SyntheticSet.Of(GivenSet.At(folder.Join("manifest"))).Sha256, Is.EqualTo(before));
        Save(folder.Join("manifest", "synthetic", "images", "0.png"), [.. Enumerable.Repeat((ushort)7, Size * Size)]);
        Assert.That(SyntheticSet.Of(GivenSet.At(folder.Join("manifest"))).Sha256, Is.Not.EqualTo(before));
    }

    [Test]
    public void A_manifest_that_was_changed_is_refused()
    {
        Write("manifest", "images/0.png", "masks/0.png", inside: 255, boundary: 128);
        var (root, given) = (folder.Join("manifest", "synthetic"), GivenSet.At(folder.Join("manifest")));
        var manifest = Path.Combine(root, SetOrigin.ManifestFile);
        (SetOrigin.Read(root)! with { Manifest = Digest.OfFile(manifest) }).Write(root);
        Assert.That(SyntheticSet.Of(given).Mixed, Is.EqualTo(new[] { false }));
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("false", "true"));
        Assert.That(() => SyntheticSet.Of(given), Throws.TypeOf<UserException>().With.Message.Contains("manifest.csv has been changed").And.Property(nameof(UserException.Hint)).Contains("--overwrite"));
    }

    [TestCase(0, TumourPlacement.Kept, 0, "Synthesize with synthesis.mix_masks of 1 or more, or leave the row out of --train-on.")]
    [TestCase(1, TumourPlacement.Kept, 0, "Synthesize with synthesis.placement: site-tumours, or synthesis.deform above 0, or leave")]
    [TestCase(1, TumourPlacement.SiteTumours, 0, "Synthesize with synthesis.deform above 0, or a lower data.min_mask_pixels, or leave")]
    [TestCase(1, TumourPlacement.Kept, 0.5, "Synthesize with a lower data.min_mask_pixels, or leave")]
    public void Without_new_masks_it_says_what_gives_some_that_it_was_not_drawn_with(int mixed, TumourPlacement placement, double deform, string hint)
    {
        Write("manifest", "images/0.png", "masks/0.png", inside: 255, boundary: 128);
        var drawn = new Experiment { Synthesis = new SynthesisOptions { MixMasks = mixed, Placement = placement, Deform = deform } };
        folder.Write("manifest/synthetic/config.yaml", ExperimentWriter.Write(drawn));
        Assert.That(
            () => SyntheticSet.Of(GivenSet.At(folder.Join("manifest"))).NewMasks,
            Throws.TypeOf<UserException>().With.Message.Contains("no images with new masks").And.Property(nameof(UserException.Hint)).StartsWith(hint));
    }

    [Test]
    public void A_deformed_mask_is_a_new_one_and_no_slices_own()
    {
        Write("manifest", "images/0.png", "masks/0.png", inside: 255, boundary: 128);
        folder.Write("manifest/synthetic/config.yaml", ExperimentWriter.Write(new Experiment { Synthesis = new SynthesisOptions { MixMasks = 0, Deform = 0.3 } }));
        var rows = new[] { ("false", "false"), ("false", "true"), ("true", "false"), ("true", "true") };
        folder.Write("manifest/synthetic/manifest.csv", Manifest(rows));
        var set = Set(rows.Length);
        Assert.That((set.OwnMasks, set.NewMasks), Is.EqualTo((new[] { 0 }, new[] { 1, 2, 3 })));
        folder.Write("manifest/synthetic/manifest.csv", Manifest(rows[1..2]));
        Assert.That(Set(1).NewMasks, Is.EqualTo(new[] { 0 }));
        Assert.That(() => Set(1).OwnMasks, Throws.TypeOf<UserException>().With.Message.Contains("no images of a slice's own mask").And.Property(nameof(UserException.Hint)).StartsWith("Synthesize with synthesis.deform of 0, or leave"));

        static string Manifest(IEnumerable<(string Mixed, string Deformed)> rows) =>
            "image,mask,site,patient,sample,mixed,deformed\n" + string.Concat(rows.Select(row => $"images/0.png,masks/0.png,a,p,0,{row.Mixed},{row.Deformed}\n"));

        SyntheticSet Set(int drawn)
        {
            new SetOrigin(1, "manifest", "aa", "bb", "cpu", 1, "") { Drawn = drawn }.Write(folder.Join("manifest", "synthetic"));
            return SyntheticSet.Of(GivenSet.At(folder.Join("manifest")));
        }
    }

    [TestCase("images/0.png")]
    [TestCase("masks/0.png")]
    public void An_image_or_a_mask_that_was_changed_is_refused(string changed)
    {
        Write("manifest", "images/0.png", "masks/0.png", inside: 255, boundary: 128);
        var root = folder.Join("manifest", "synthetic");
        (SetOrigin.Read(root)! with { Pictures = SyntheticSet.Of(GivenSet.At(folder.Join("manifest"))).Sha256 }).Write(root);
        Read("manifest", SegmentationClasses.Merged).Dispose();
        Save(Path.Combine(root, changed), [.. Enumerable.Repeat((ushort)255, Size * Size)]);
        Assert.That(
            () => Read("manifest", SegmentationClasses.Merged),
            Throws.TypeOf<UserException>().With.Message.Contains("are not those that were drawn").And.Property(nameof(UserException.Hint)).Contains("--overwrite"));
    }

    private LabelledImages Read(string layout, SegmentationClasses classes) =>
        SyntheticSet.Of(GivenSet.At(folder.Join(layout))).Read([1, Size, Size], classes, CPU, new RecordingDisplay(), CancellationToken.None);

    private void Write(string layout, string image, string mask, ushort inside, ushort boundary)
    {
        var root = folder.Join(layout, "synthetic");
        var values = new ushort[Size * Size];
        for (var row = 4; row < 8; row++)
        {
            for (var column = 2; column < 10; column++)
            {
                values[row * Size + column] = column is 5 or 6 ? boundary : inside;
            }
        }

        Save(Path.Combine(root, image), new ushort[Size * Size]);
        Save(Path.Combine(root, mask), values);
        File.WriteAllText(Path.Combine(root, "manifest.csv"), $"image,mask,site,patient,sample,mixed\n{image},{mask},a,p,0,false\n");
        (new SetOrigin(1, layout, "aa", "bb", "cpu", 1, "") { Drawn = 1 }).Write(root);
    }

    private static void Save(string path, ushort[] values)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = File.Create(path);
        PngFile.Write(new PixelArray(Size, Size, 1, 8, values), file);
    }
}

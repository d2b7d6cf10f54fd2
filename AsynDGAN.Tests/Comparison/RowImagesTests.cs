using AsynDGAN.Core;
using AsynDGAN.Core.Comparison;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Synthesis;
using AsynDGAN.Tests.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Comparison;

public sealed class RowImagesTests
{
    private static readonly Experiment Small = new()
    {
        Data = new DataOptions { Phantom = new PhantomOptions { Institutions = 2, Patients = 6, Slices = 1 }, ImageSize = 16, MinMaskPixels = 1 },
        Discriminator = new DiscriminatorOptions { Layers = 1 },
    };

    [Test]
    public void A_row_has_seen_its_own_real_images_and_those_that_its_generators_learned_from()
    {
        using var folder = new TemporaryFolder();
        using var data = Dataset.Load(Small, CPU);
        string[] first = Contents(data, 0), second = Contents(data, 1);
        Replicate replicate = new(Small, new Dictionary<string, IReadOnlyList<GivenSet>>
        {
            ["One"] = [Set(folder, "one", new SiteOptions { Mode = SiteMode.Single, Only = data.Sites[0].Name })],
            ["All"] = [Set(folder, "all", new SiteOptions())],
            ["Without"] = [Set(folder, "without", new SiteOptions { Without = [data.Sites[0].Name] })],
        });
        using var images = Images(replicate, data);
        Assert.Multiple(() =>
        {
            Assert.That(first, Is.Not.Empty.And.Not.SupersetOf(second));
            Assert.That(Seen(new ComparisonRow(RowKind.RealAll)), Is.EquivalentTo(first.Concat(second)));
            Assert.That(Seen(new ComparisonRow(RowKind.FederatedAveraging)), Is.EquivalentTo(first.Concat(second)));
            Assert.That(Seen(new ComparisonRow(RowKind.RealSubset, data.Sites[1].Name)), Is.EquivalentTo(second));
            Assert.That(Seen(new ComparisonRow(RowKind.Synthetic, Label: "One")), Is.EquivalentTo(first));
            Assert.That(Seen(new ComparisonRow(RowKind.OwnMasks, Label: "All")), Is.EquivalentTo(first.Concat(second)));
            Assert.That(Seen(new ComparisonRow(RowKind.Synthetic, Label: "Without")), Is.EquivalentTo(second));
            Assert.That(Seen(new ComparisonRow(RowKind.RealSubsetAndSynthetic, data.Sites[0].Name, "One")), Is.EquivalentTo(first));
            Assert.That(Seen(new ComparisonRow(RowKind.RealSubsetAndSynthetic, data.Sites[1].Name, "One")), Is.EquivalentTo(first.Concat(second)));
        });

        IEnumerable<string> Seen(ComparisonRow row) => images.Seen(row, seed: 1);
    }

    [Test]
    public void What_is_cut_off_a_row_it_has_not_seen()
    {
        using var data = Dataset.Load(Small, CPU);
        var replicate = new Replicate(Small with { Segmentation = new SegmentationOptions { Images = new RowCut(2) } }, new Dictionary<string, IReadOnlyList<GivenSet>>());
        using var images = Images(replicate, data);
        Assert.That(images.Seen(new ComparisonRow(RowKind.RealAll), seed: 1), Has.Count.EqualTo(2).And.SubsetOf(Contents(data, 0).Concat(Contents(data, 1))));
    }

    [Test]
    public void A_row_that_has_too_few_images_in_a_later_replicate_of_the_split_is_refused_at_the_first()
    {
        using var folder = new TemporaryFolder();
        using var data = Dataset.Load(Small, CPU);
        var cut = Small with { Segmentation = new SegmentationOptions { Images = new RowCut(2) } };
        Replicate[] replicates = [.. new[] { 2, 1 }.Select(images => new Replicate(cut, new Dictionary<string, IReadOnlyList<GivenSet>> { ["A"] = [Set(folder, $"of-{images}", new SiteOptions(), images)] }))];
        ComparisonRow[] table = [new(RowKind.RealAll), new(RowKind.Synthetic, Label: "A")];
        using var first = new RowImages([replicates[0]], table, data, CPU, new RecordingDisplay(), CancellationToken.None);
        using var both = new RowImages(replicates, table, data, CPU, new RecordingDisplay(), CancellationToken.None);
        Assert.That(first.CheckCut, Throws.Nothing);
        Assert.That(both.CheckCut, Throws.TypeOf<UserException>().With.Message.EqualTo("Rows have fewer images than segmentation.images, 2: A 1."));
    }

    private static RowImages Images(Replicate replicate, Dataset data) =>
        new([replicate], [new ComparisonRow(RowKind.RealAll)], data, CPU, new RecordingDisplay(), CancellationToken.None);

    private static string[] Contents(Dataset data, int site) => [.. data.Sites[site].Training.Contents().OfType<string>()];

    private static GivenSet Set(TemporaryFolder folder, string name, SiteOptions sites, int images = 1)
    {
        folder.Write($"{name}/config.yaml", ExperimentWriter.Write(Small with { Sites = sites }));
        folder.Write($"{name}/image.png", "");
        folder.Write($"{name}/manifest.csv", "image,mask,site,patient,sample,mixed\n" + string.Concat(Enumerable.Repeat("image.png,image.png,a,p,0,false\n", images)));
        return new GivenSet(folder.Join(name), folder.Join(name), Run: null);
    }
}

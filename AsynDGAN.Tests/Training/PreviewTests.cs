using System.Globalization;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Federation.Messages;
using AsynDGAN.Core.Runs;
using AsynDGAN.Tests.Federation;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Training;

/// <summary>What the centre draws for a preview, and what the site compares it with.</summary>
public class PreviewTests
{
    private const int Samples = 60, Count = 12;

    [Test]
    public void Both_sides_look_at_the_same_samples_and_these_are_spread_over_the_patients()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var run = RunFolder.Create(folder.Join("run"), overwrite: false);
        run.Begin("");
        Copying? asked = null;
        SmallFederation federation = null!;
        using (federation = new SmallFederation(
            SmallFederation.Default, [Samples], wrap: site => asked = new Copying(site, part => (part == DataPart.Training ? federation.Pairs : federation.Validation)[0]),
            validation: Samples, folder: run))
        {
            federation.Centre.Preview(1, Count);
        }

        // The fakes were exchanged for the real images of the conditions asked for, so the site finds copies only if it looks at these.
        var rows = CsvTable.Read(run.Copying, ["part", "images", "correlation", "l1", "correlation_inside", "near_copies"]).Select(row => row.Fields).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(rows.Select(row => (row["part"], row["images"])), Is.EqualTo(new[] { ("training", "12"), ("validation", "12") }));
            Assert.That(rows.Select(row => double.Parse(row["correlation"], CultureInfo.InvariantCulture)), Is.All.EqualTo(1).Within(1e-9));
            Assert.That(rows.Select(row => row["l1"]), Is.All.EqualTo("0"));
            Assert.That(rows.Select(row => double.Parse(row["correlation_inside"], CultureInfo.InvariantCulture)), Is.All.EqualTo(1).Within(1e-9));
            Assert.That(rows[0]["near_copies"], Is.EqualTo("1"), "training images, each a copy of itself");
            Assert.That(double.Parse(rows[1]["near_copies"], CultureInfo.InvariantCulture), Is.LessThan(0.5), "validation images are no copies of training images");
            Assert.That(File.Exists(run.NearestSheet(1, "site0", "")) && File.Exists(run.NearestSheet(1, "site0", "-validation")), "the nearest pairs");
            foreach (var ids in asked!.Ids.Values)
            {
                Assert.That(ids.Distinct().Count(), Is.EqualTo(Count));
                Assert.That(ids.Select(id => id.Patient).Distinct().Count(), Is.GreaterThan(Count / 2), "two samples a patient: the first twelve would be of six");
                Assert.That(ids.Max(id => id.Sample) - ids.Min(id => id.Sample), Is.GreaterThan(Samples / 2));
            }
        });
    }

    [Test]
    public void A_site_of_too_few_images_has_no_share_of_near_copies()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var run = RunFolder.Create(folder.Join("run"), overwrite: false);
        run.Begin("");
        using var federation = new SmallFederation(SmallFederation.Default, [12], validation: 6, folder: run);
        federation.Centre.Preview(1, Count);
        var rows = CsvTable.Read(run.Copying, ["near_copies", "correlation_inside"]);
        Assert.That(rows.Select(row => row.OptionalDouble("near_copies")), Is.EqualTo(new double?[] { null, null }));
        Assert.That(rows.Select(row => row.OptionalDouble("correlation_inside")), Is.All.Not.Null);
    }

    [Test]
    public void A_preview_of_a_small_site_looks_at_every_sample_once()
    {
        using var scope = NewDisposeScope();
        Copying? asked = null;
        using var federation = new SmallFederation(SmallFederation.Default, [5], wrap: site => asked = new Copying(site, pairs: null));
        federation.Centre.Preview(1, Count);
        Assert.That(asked!.Ids[DataPart.Training].Select(id => id.Sample), Is.EquivalentTo(Enumerable.Range(0, 5)));
        Assert.That(asked.Ids[DataPart.Validation].Select(id => id.Sample), Is.EquivalentTo(Enumerable.Range(0, 2)));
    }

    /// <summary>Notes the samples that the centre asks for, and gives their real images in place of the fakes.</summary>
    private sealed class Copying(ISite site, Func<DataPart, IPairs>? pairs) : ISite
    {
        public Dictionary<DataPart, List<SampleId>> Ids { get; } = new() { [DataPart.Training] = [], [DataPart.Validation] = [] };

        public SiteProfile Profile => site.Profile;

        public Conditions Draw(long exchange, int count) => site.Draw(exchange, count);

        public Critique? Answer(long exchange, Synthetic fakes) => site.Answer(exchange, fakes);

        public Conditions Enumerate(DataPart part, int from, int count)
        {
            var conditions = site.Enumerate(part, from, count);
            Ids[part].AddRange(conditions.Ids);
            return conditions;
        }

        public void Preview(int epoch, DataPart part, Synthetic fakes)
        {
            Assert.That(fakes.Images.shape[0], Is.EqualTo(Ids[part].Count));
            site.Preview(epoch, part, pairs is null
                ? fakes
                : new Synthetic(fakes.Exchange, pairs(part).Take([.. Ids[part].Select(id => id.Sample)], null).Image, wantsCritique: false));
        }
    }
}

using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sources;

namespace AsynDGAN.Tests.Data;

/// <summary>Real pictures of nuclei, where they are there.</summary>
public class NucleiRealDataTests
{
    [Test]
    public void All_nuclei_of_the_data_science_bowl_are_read()
    {
        var read = new Dsb2018Source(new DataOptions { Root = RealData.Folder("dsb2018") }, needsSites: true).Read(2);
        var nuclei = read.Cases.GroupBy(@case => @case.Institution)
            .ToDictionary(site => site.Key, site => site.Sum(@case => @case.Slices[0].Instances!.Labels.Distinct().Count(label => label > 0)));
        Assert.That(nuclei, Is.EquivalentTo(new Dictionary<string, int>
        {
            ["he-violet-dense"] = 2031,
            ["he-violet-sparse"] = 546,
            ["he-white"] = 1925,
            ["fluo-360"] = 710,
        }));
    }

    [Test]
    public void Outlined_nuclei_are_darker_than_what_surrounds_them()
    {
        using var folder = new TemporaryFolder();
        var cases = folder.Write("cases.csv", "case,organ,part\nTCGA-B0-5710-01Z-00-DX1,kidney,train\nTCGA-HT-8564-01Z-00-DX1,brain,train\n");
        var read = new MultiOrganSource(new DataOptions { Root = RealData.Folder("monuseg"), Cases = cases }).Read(2);
        Assert.That(read.Cases.Select(@case => @case.Institution), Is.EqualTo(new[] { "kidney", "brain" }));
        foreach (var (slice, nuclei, share) in read.Cases.Zip([359, 249], [0.1066, 0.0931]).Select(found => (found.First.Slices[0], found.Second, found.Third)))
        {
            var inside = slice.Instances!.Inside().Values;
            Assert.That(slice.Instances.Labels.Max(), Is.EqualTo(nuclei));

            // The areas of the polygons themselves; some lie upon others.
            Assert.That((double)inside.Count(value => value) / inside.Length, Is.EqualTo(share).Within(0.002));

            // Red is what haematoxylin takes away.
            double Red(bool within) => Enumerable.Range(0, inside.Length).Where(i => inside[i] == within).Average(i => slice.Image.Values[3 * i]);
            Assert.That(Red(true), Is.LessThan(Red(false) - 40));
        }
    }
}

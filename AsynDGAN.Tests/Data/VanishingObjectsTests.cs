using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Data;

public class VanishingObjectsTests
{
    [Test]
    public void Thin_vessels_are_warned_of_where_images_are_too_small_and_not_where_they_are_large_enough()
    {
        using var small = Load(PhantomObject.Vessels, 24);
        var warnings = small.Summary.Notes.Where(note => note.StartsWith("warning: at 24x24 pixels ", StringComparison.Ordinal)).ToList();
        Assert.That(warnings, Has.Count.EqualTo(2), "one a site");
        Assert.That(warnings[0], Does.Contain("% of the mask area of site site-1 survives: the thin ones of its vessels are thinner").And.Contain("raise data.image_size"));
        Assert.That(small.Summary.ToText(), Does.Contain(warnings[0]));

        using var large = Load(PhantomObject.Vessels, 96);
        Assert.That(large.Summary.Notes, Has.None.Contains("warning"));
    }

    [Test]
    public void Tumours_survive_sizes_that_vessels_do_not()
    {
        using var data = Load(PhantomObject.Tumour, 32);
        Assert.That(data.Summary.Notes, Has.None.Contains("warning"));
        Assert.That(VanishingObjects.Surviving(data.Sites[0].Training), Is.InRange(VanishingObjects.Least, 1));
    }

    [Test]
    public void Less_survives_the_smaller_the_images_and_all_at_their_own_size()
    {
        var shares = new[] { 16, 24, 32, 48, 96 }.Select(size =>
        {
            using var data = Load(PhantomObject.Vessels, size);
            return VanishingObjects.Surviving(data.Sites[0].Training)!.Value;
        }).ToList();
        Assert.That(shares, Is.Ordered.Ascending);
        Assert.That(shares[^1], Is.EqualTo(1));
    }

    private static Dataset Load(PhantomObject shown, int size) => Dataset.Load(
        new Experiment
        {
            Data = new DataOptions { ImageSize = size, MinMaskPixels = 1, Phantom = new PhantomOptions { Object = shown, Institutions = 2, Patients = 5, Slices = 2 } },
        },
        CPU);
}

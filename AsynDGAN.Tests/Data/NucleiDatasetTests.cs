using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Tests.Data.Sources;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Data;

/// <summary>Pictures of nuclei from files to what the networks see.</summary>
public sealed class NucleiDatasetTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [OneTimeSetUp]
    public void Write()
    {
        var ids = Enumerable.Range(0, 8).Select(i => $"image{i}").ToArray();
        Array.ForEach(ids, id => NucleiFolder.AddDsb(folder, id));
        folder.Write("sites.csv", "image_id,site\n" + string.Concat(ids.Select((id, i) => $"{id},site{i % 2}\n")));
    }

    public void Dispose() => folder.Dispose();

    [Test]
    public void Patches_of_one_picture_never_straddle_the_split_or_the_sites()
    {
        using var data = Load(everySlice: false);
        var samples = data.Sites.SelectMany(site => Enum.GetValues<DataPart>().SelectMany(part => site[part].Infos.Select(info => (Site: site.Name, Part: part, info.Name, info.Patient)))).ToArray();
        Assert.That(samples, Has.Length.EqualTo(8 * 6), "rows 0, 8, columns 0, 8, 16");
        Assert.That(samples.Select(sample => sample.Name), Is.Unique.And.All.Matches("^image[0-7]/image@[0-9]+,[0-9]+$"));
        foreach (var picture in samples.GroupBy(sample => sample.Patient))
        {
            Assert.That(picture.Select(sample => (sample.Site, sample.Part)).Distinct().Count(), Is.EqualTo(1));
        }
    }

    [Test]
    public void The_condition_is_the_nuclei_and_the_boundary_where_they_touch()
    {
        using var data = Load(everySlice: false);
        using var scope = NewDisposeScope();
        var set = data.Sites[0].Training;
        var first = set.Infos.ToList().FindIndex(info => info.Name.EndsWith("@0,0", StringComparison.Ordinal));
        var pair = set.Take([first]);
        Assert.That(pair.Condition.shape, Is.EqualTo(new long[] { 1, 2, 32, 32 }));
        Assert.That(pair.Image.shape, Is.EqualTo(new long[] { 1, 3, 32, 32 }));
        for (var i = 0; i < 32 * 32; i++)
        {
            var (row, column) = (i / 32, i % 32);
            Assert.That(pair.Condition[0, 0, row, column].item<float>() > 0, Is.EqualTo(NucleiFolder.Number(row, column) > 0));

            // The first nucleus ends at column 13, the second begins at 14, one row or more on either side of their ends.
            Assert.That(pair.Condition[0, 1, row, column].item<float>() > 0, Is.EqualTo(column is 13 or 14 && NucleiFolder.Number(row, column) > 0), $"{row}, {column}");
        }
    }

    [Test]
    public void Turned_pairs_keep_a_boundary_that_separates_their_nuclei()
    {
        using var data = Load(everySlice: false);
        using var scope = NewDisposeScope();
        var set = data.Sites[0].Training;
        var first = set.Infos.ToList().FindIndex(info => info.Name.EndsWith("@0,0", StringComparison.Ordinal));
        foreach (var degrees in new[] { 7, 20, 33 })
        {
            var condition = set.Take([first], [PairTransform.Identity(32) with { Degrees = degrees, Scale = 0.8 }]).Condition[0] > 0;
            var apart = ConnectedComponents.Of(new Mask(32, 32, (condition[0] & ~condition[1]).data<bool>().ToArray()));
            var together = ConnectedComponents.Of(new Mask(32, 32, condition[0].contiguous().data<bool>().ToArray()));
            Assert.That(apart.Labels.Max(), Is.GreaterThan(together.Labels.Max()), $"{degrees} degrees");
        }
    }

    [Test]
    public void For_an_evaluation_held_out_pictures_are_whole_and_training_pictures_in_patches()
    {
        using var data = Load(everySlice: true);
        using var scope = NewDisposeScope();
        var (training, test) = (data.Sites[0].Training, data.Sites[0].Test);
        Assert.That(training.Count % 6, Is.Zero);
        Assert.That(test.Infos.Select(info => info.Name), Is.All.EndsWith("/image"));
        Assert.That(test.OnOwnGrid(0).shape, Is.EqualTo(new long[] { 1, 3, NucleiFolder.Height, NucleiFolder.Width }));
        Assert.That(test.InstancesOnOwnGrid(0).Labels, Is.EqualTo(Enumerable.Range(0, NucleiFolder.Height * NucleiFolder.Width)
            .Select(i => NucleiFolder.Number(i / NucleiFolder.Width, i % NucleiFolder.Width))));
        Assert.That(test.TumourOnOwnGrid(0).Values, Is.EqualTo(test.InstancesOnOwnGrid(0).Inside().Values));
    }

    [Test]
    public void Larger_patches_are_cropped_and_not_resampled()
    {
        using var data = Load(everySlice: false, options => options with
        {
            ImageSize = 24,
            Augment = new AugmentOptions { Flip = Flip.None, LoadSize = 32 },
        });
        using var scope = NewDisposeScope();
        var set = data.Sites[0].Training;
        Assert.That(set.Take([0]).Image.Equals(set.OnOwnGrid(0).narrow(2, 4, 24).narrow(3, 4, 24)), "the middle");
        Assert.That(set.TumourMasks([0]).Equals((set.Take([0]).Condition.narrow(1, 0, 1) > 0).to(ScalarType.Float32)));
    }

    [Test]
    public void Colours_are_normalised_image_by_image_and_said()
    {
        double[] target = [60, 20, -10, 12, 8, 6];
        using var data = Load(everySlice: true, options => options with { Colour = new ColourOptions { Method = ColourMethod.Reinhard, Target = target } });
        using var scope = NewDisposeScope();
        Assert.That(data.Summary.ToText(), Does.Contain("normalised to Lab 60, 20, -10, 12, 8, 6, constants of the configuration"));
        var test = data.Sites[0].Test;
        for (var i = 0; i < test.Count; i++)
        {
            var values = ((test.OnOwnGrid(i)[0].permute(1, 2, 0) + 1) * 127.5).round().contiguous().data<float>().ToArray();
            var image = new PixelArray(NucleiFolder.Height, NucleiFolder.Width, 3, 8, Array.ConvertAll(values, value => (ushort)value));
            Assert.That(Reinhard.StatisticsOf(image).Mean, Is.EqualTo(target.Take(3)).Within(0.5));
        }
    }

    private Dataset Load(bool everySlice, Func<DataOptions, DataOptions>? change = null)
    {
        var options = new DataOptions
        {
            Source = DataSource.Dsb2018,
            Root = folder.Path,
            ImageSize = 32,
            Patch = new PatchOptions { Size = 32, Stride = 8, Pad = false },
            Normalise = new NormaliseOptions { By = NormaliseBy.Range },
            Conditions = [ConditionChannel.Nuclei, ConditionChannel.Boundary],
            MinMaskPixels = 0,
            TestFraction = 0.25,
            ValidationFraction = 0.25,
        };
        return Dataset.Load(new Experiment { Data = change?.Invoke(options) ?? options }, CPU, everySlice: everySlice);
    }
}

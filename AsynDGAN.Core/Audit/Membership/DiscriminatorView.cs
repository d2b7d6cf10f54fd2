using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Sites;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Audit.Membership;

/// <summary>
/// What one would see who had a hospital's D_j, which never leaves it: its mean output for real images (LOGAN; Hayes, Melis, Danezis
/// and De Cristofaro, PoPETs 2019).
/// </summary>
internal static class DiscriminatorView
{
    /// <summary>The scores.</summary>
    /// <param name="networkOf">Gives a site's D_j, to be asked and then freed.</param>
    /// <param name="images">What is asked about.</param>
    public static double[] Of(Func<SiteData<SampleSet>, nn.Module<Tensor, Tensor>> networkOf, IReadOnlyList<AskedImage> images)
    {
        var outputs = new Dictionary<AskedImage, double>();
        foreach (var site in images.GroupBy(image => image.Site))
        {
            using var network = networkOf(site.Key);
            foreach (var some in AskedImage.Batches(site))
            {
                using var scope = NewDisposeScope();
                using var noGraph = no_grad();
                var pair = some[0].Samples.Take(AskedImage.Positions(some), random: null);
                var means = network.call(cat([pair.Condition, pair.Image], 1)).flatten(1).mean([1]).to(float64).cpu().data<double>().ToArray();
                foreach (var (image, mean) in some.Zip(means))
                {
                    outputs[image] = mean;
                }
            }
        }

        return [.. images.Select(image => outputs[image])];
    }
}

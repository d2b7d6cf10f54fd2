using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data.Sites;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Segmentation;

/// <summary>
/// Federated averaging of the segmentation network (McMahan et al. 2017): in each round every site takes some steps from
/// the common weights, and the weighted mean of the sites' weights and running statistics is the next round's start.
/// Adam's moments stay at their sites.
/// </summary>
internal static class FederatedAveraging
{
    /// <param name="options">Network, steps and rounds.</param>
    /// <param name="sites">Every site's own set, by name.</param>
    /// <param name="seed">One of segmentation.seeds.</param>
    /// <param name="progress">Told the steps done at every site.</param>
    /// <returns>The averaged network, and the bytes that crossed: the whole state up and down, a site and round.</returns>
    public static (nn.Module<Tensor, Tensor> Network, long Bytes) Train(
        SegmentationOptions options, IReadOnlyList<(string Name, LabelledImages Images)> sites, int seed, Action<int> progress)
    {
        var trainers = sites.Select(s => new SegmentationTrainer(options, s.Images, seed, s.Name)).ToArray();
        var weights = SiteWeights.Of(options.Fedavg.Weighting, [.. sites.Select(s => s.Images.Count)]);
        var bytes = 0L;
        var step = 0;
        for (var round = 1; round <= options.Fedavg.Rounds; round++)
        {
            var end = (int)((long)options.Steps * round / options.Fedavg.Rounds);
            for (; step < end; step++)
            {
                foreach (var trainer in trainers)
                {
                    trainer.Step(step);
                }

                progress(step + 1);
            }

            bytes += Average([.. trainers.Select(t => t.Network)], weights);
        }

        foreach (var (index, trainer) in trainers.Index())
        {
            trainer.Dispose();
            if (index > 0)
            {
                trainer.Network.Dispose();
            }
        }

        return (trainers[0].Network, bytes);
    }

    /// <summary>Sets every network to the weighted mean.</summary>
    /// <returns>Bytes of all networks' states, up and down.</returns>
    internal static long Average(IReadOnlyList<nn.Module<Tensor, Tensor>> networks, IReadOnlyList<double> weights)
    {
        using var scope = NewDisposeScope();
        using var noGraph = no_grad();
        var states = networks.Select(n => n.state_dict()).ToArray();
        foreach (var (name, first) in states[0])
        {
            // Counters of batches are whole numbers and the same everywhere.
            if (first.is_floating_point())
            {
                var mean = states.Zip(weights, (state, weight) => state[name] * weight).Aggregate((a, b) => a + b);
                foreach (var state in states)
                {
                    state[name].copy_(mean);
                }
            }
        }

        return 2 * networks.Count * states[0].Values.Sum(t => t.numel() * t.ElementSize);
    }
}

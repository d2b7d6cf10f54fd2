using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Synthesis;

/// <summary>
/// Running statistics of batch norm as plain averages over the training conditions. Those that training leaves depend on
/// the order of the sites: with momentum 0.1, the last of ten weighs 2.6 times the first.
/// </summary>
/// <remarks>
/// They are averaged over the batches that training normalises by. The variance of a batch is, by the law of total variance,
/// the mean variance within its images and the variance of their means: the latter is nothing for batches of one, as in the
/// reference settings, where training normalises each image by itself; of larger batches it is a part of what the network
/// has learned with, and single conditions would leave it out.
/// </remarks>
internal static class BatchNormStatistics
{
    private const double Momentum = 0.1;

    /// <summary>Sets every batch norm's running mean and variance to the mean of those of single batches.</summary>
    /// <param name="generator">In evaluation mode before and after.</param>
    /// <param name="batches">Network inputs, [n, channels, height, width] each; disposed, so that one at a time is kept.</param>
    public static void Recompute(nn.Module<Tensor, Tensor> generator, IEnumerable<Tensor> batches)
    {
        var layers = generator.modules().OfType<BatchNorm2d>().ToList();
        if (layers.Count == 0)
        {
            return;
        }

        using var noGraph = no_grad();
        using var scope = NewDisposeScope();
        var buffers = layers.SelectMany(layer => new[] { layer.running_mean!, layer.running_var! }).ToList();
        var sums = buffers.Select(buffer => zeros_like(buffer)).ToList();
        var count = 0;
        layers.ForEach(layer => layer.train());
        foreach (var batch in batches)
        {
            using var inner = NewDisposeScope();
            using var given = batch;
            buffers.ForEach(buffer => buffer.zero_());
            generator.call(batch);

            // From zero, one update leaves momentum times the batch's own statistics.
            foreach (var (sum, buffer) in sums.Zip(buffers))
            {
                sum.add_(buffer / Momentum);
            }

            count++;
        }

        foreach (var (sum, buffer) in sums.Zip(buffers))
        {
            buffer.copy_(sum / count);
        }

        layers.ForEach(layer => layer.eval());
    }
}

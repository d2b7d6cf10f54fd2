using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Federation;

/// <summary>A site's own records of what the centre drew for it: sample sheets and the measure of copying.</summary>
public sealed class SiteRecords(string site, RunFolder folder)
{
    /// <summary>
    /// Draws a sheet of the first of some pairs and appends a row to the record of copying. Of points there is no such record: a
    /// drawn point belongs to its condition, not to one real point.
    /// </summary>
    /// <param name="epoch">After which epoch.</param>
    /// <param name="part">Training or validation.</param>
    /// <param name="pairs">The pairs of that part that are looked at, by <see cref="PreviewOrder"/>.</param>
    /// <param name="fakes">The centre's drawings for their conditions.</param>
    internal void Keep(int epoch, DataPart part, PairBatch pairs, Tensor fakes)
    {
        var suffix = part == DataPart.Training ? "" : "-" + Name(part);
        var (path, title) = (folder.SampleSheet(epoch, site, suffix), $"{site}, {Name(part)}, epoch {epoch}");
        if (PointSheet.Shows(fakes))
        {
            PointSheet.Write(path, title, pairs, fakes);
            return;
        }

        SampleSheet.Write(path, title, pairs, fakes);
        var (correlation, l1) = Compare(pairs.Image, fakes);
        new CsvLog<CopyingRow>(folder.Copying).Append(new CopyingRow(epoch, site, Name(part), (int)fakes.shape[0], correlation, l1));
    }

    /// <summary>Mean Pearson correlation and mean absolute difference of images and fakes, [n, channels, height, width].</summary>
    internal static (double Correlation, double L1) Compare(Tensor images, Tensor fakes)
    {
        using var scope = NewDisposeScope();
        var (a, b) = (Centred(images), Centred(fakes));
        var norms = (a.square().sum(1) * b.square().sum(1)).sqrt();
        var correlations = where(norms > 0, (a * b).sum(1) / norms, zeros_like(norms));
        return (correlations.mean().item<double>(), (images - fakes).abs().to(float64).mean().item<double>());
    }

    private static Tensor Centred(Tensor images)
    {
        var flat = images.to(float64).flatten(1);
        return flat - flat.mean([1], keepdim: true);
    }

    private static string Name(DataPart part) => part.ToString().ToLowerInvariant();
}

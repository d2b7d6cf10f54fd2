using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Fidelity;
using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Federation;

/// <summary>A site's own records: sample sheets of what the centre drew for it, the measure of copying, and losses that do not cross.</summary>
public sealed class SiteRecords(string site, RunFolder folder)
{
    /// <summary>
    /// Draws a sheet of the first of some pairs, appends a row to the record of copying, and draws a sheet of the nearest pairs. Of
    /// points there is no such record: a drawn point belongs to its condition, not to one real point.
    /// </summary>
    /// <param name="epoch">After which epoch.</param>
    /// <param name="part">Training or validation.</param>
    /// <param name="ofPart">The site's pairs of that part.</param>
    /// <param name="shown">The positions of those that are looked at, by <see cref="PreviewOrder"/>.</param>
    /// <param name="fakes">The centre's drawings for their conditions.</param>
    /// <param name="reals">Where near-copies are looked for.</param>
    internal void Keep(int epoch, DataPart part, IPairs ofPart, IReadOnlyList<int> shown, Tensor fakes, SiteReals reals)
    {
        using var scope = NewDisposeScope();
        var pairs = ofPart.Take(shown, random: null);
        var suffix = part == DataPart.Training ? "" : RunFolder.OfValidation;
        var (path, title) = (folder.SampleSheet(epoch, site, suffix), $"{site}, {Name(part)}, epoch {epoch}");
        if (PointSheet.Shows(fakes))
        {
            PointSheet.Write(path, title, pairs, fakes);
            return;
        }

        SampleSheet.Write(path, title, pairs, fakes);
        var free = FreeGround.Of(ofPart.Grounds(shown), ofPart.TumourMasks(shown));
        var (correlation, l1) = Compare(pairs.Image, fakes);
        var inside = InsideCorrelation.Of(pairs.Image, fakes, free).Average();
        var (matches, threshold) = (reals.Nearest(fakes, free), reals.Threshold());
        var share = NearCopies.Share([.. matches.Select(match => match.Distance)], threshold);
        new CsvLog<CopyingRow>(folder.Copying).Append(new CopyingRow(epoch, site, Name(part), (int)fakes.shape[0], correlation, l1, inside, share));

        var nearest = NearestSheet.Choose(matches);
        var images = reals.Images([.. nearest.Select(i => matches[i].Real)]);
        NearestSheet.Write(
            folder.NearestSheet(epoch, site, suffix), $"{title}: the nearest training images",
            ("drawn", [.. nearest.Select((i, place) => new NearestPair(
                TensorPicture.Of(fakes[i]), TensorPicture.Of(images[place]), matches[i].Distance, matches[i].Distance < threshold))]));
    }

    /// <summary>Appends a row of losses to the site's own record, which waits for the device. What is not finite is no row: the check of the networks stops the run.</summary>
    /// <param name="steps">Steps done.</param>
    /// <param name="losses">[terms], by <see cref="LossTerms.All"/>.</param>
    internal void Keep(long steps, Tensor losses)
    {
        using var scope = NewDisposeScope();
        var values = losses.cpu().to(float64).data<double>().ToArray();
        if (values.All(double.IsFinite))
        {
            var path = folder.SiteLosses(site);
            NewFolder.Make(Path.GetDirectoryName(path)!);
            SiteLossRow.Log(path).Append(new SiteLossRow(steps, values));
        }
    }

    /// <summary>Mean Pearson correlation and mean absolute difference of images and fakes, [n, channels, height, width].</summary>
    internal static (double Correlation, double L1) Compare(Tensor images, Tensor fakes)
    {
        using var scope = NewDisposeScope();
        var everywhere = ones([images.shape[0], 1, .. images.shape[2..]], ScalarType.Bool, images.device);
        return (InsideCorrelation.Of(images, fakes, everywhere).Average(), (images - fakes).abs().to(float64).mean().item<double>());
    }

    private static string Name(DataPart part) => part.ToString().ToLowerInvariant();
}

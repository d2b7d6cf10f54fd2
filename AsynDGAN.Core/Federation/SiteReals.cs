using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Fidelity;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Federation;

/// <summary>A site's own real images, in which it looks for what the centre drew.</summary>
/// <param name="training">What D_j learns from: the images of which drawings may be copies.</param>
/// <param name="trainingLook">Their positions in the order of previews.</param>
/// <param name="validation">What is looked at only.</param>
/// <param name="validationLook">Their positions in the order of previews.</param>
internal sealed class SiteReals(IPairs training, IReadOnlyList<int> trainingLook, IPairs validation, IReadOnlyList<int> validationLook)
{
    /// <summary>Real images that give the threshold: as many as a preview has drawings at most.</summary>
    private const int Compared = 32;

    private const int AtOnce = 256;

    private double? threshold;
    private bool knowsThreshold;

    /// <summary>
    /// The distance below which a drawing is a near-copy, from the site's first 32 real images in the order of previews, each
    /// against the training images of other patients: validation images, and where these are fewer, training images.
    /// </summary>
    /// <returns>Null where the site has too few images.</returns>
    public double? Threshold()
    {
        if (!knowsThreshold)
        {
            int[] ofValidation = [.. validationLook.Take(Compared)];
            int[] ofTraining = [.. trainingLook.Take(Compared - ofValidation.Length)];
            var found = Distances(validation, ofValidation).Concat(Distances(training, ofTraining));
            (threshold, knowsThreshold) = (NearCopies.Threshold(found), true);
        }

        return threshold;
    }

    /// <summary>The nearest training image of each drawing.</summary>
    /// <param name="drawings">[n, channels, height, width].</param>
    /// <param name="free">[n, 1, height, width], bool: what their conditions leave free.</param>
    public IReadOnlyList<NearMatch> Nearest(Tensor drawings, Tensor free)
    {
        var images = new ComparedImages(drawings, free, [.. Enumerable.Repeat("", (int)drawings.shape[0])]);
        return [.. NearestReal.Of(images, TrainingImages(), ofOthers: false).OfType<NearMatch>()];
    }

    /// <summary>Training images, in the present dispose scope.</summary>
    public Tensor Images(IReadOnlyList<int> positions) => training.Take(positions, random: null).Image;

    private IEnumerable<double> Distances(IPairs pairs, int[] positions)
    {
        using var scope = NewDisposeScope();
        return positions.Length == 0
            ? []
            : [.. NearestReal.Of(Compare(pairs, positions), TrainingImages(), ofOthers: true).OfType<NearMatch>().Select(match => match.Distance)];
    }

    private IEnumerable<Func<ComparedImages>> TrainingImages() =>
        Enumerable.Range(0, training.Count).Chunk(AtOnce).Select(positions => (Func<ComparedImages>)(() => Compare(training, positions)));

    private static ComparedImages Compare(IPairs pairs, int[] positions) =>
        new(pairs.Take(positions, random: null).Image, FreeGround.Of(pairs.Grounds(positions), pairs.TumourMasks(positions)), [.. positions.Select(position => $"{pairs.Ids[position].Patient}")]);
}

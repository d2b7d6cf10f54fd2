using AsynDGAN.Core.Platform;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Synthesis;

/// <summary>
/// Where the tumours of each site lie in their heads: their centres as fractions of the head's height and width. Of the conditions
/// that are drawn from, and of no others.
/// </summary>
internal sealed class TumourPlaces
{
    /// <summary>The share of a tumour's pixels that must lie within the head.</summary>
    public const double LeastInside = 0.9;

    private readonly IReadOnlyList<(double Down, double Across)>[] sites;

    /// <param name="conditions">All conditions that may be used.</param>
    /// <param name="layout">What their channels are.</param>
    public TumourPlaces(TrainingConditions conditions, ConditionLayout layout)
    {
        using var scope = NewDisposeScope();
        sites = [.. conditions.Counts.Select((count, site) => (IReadOnlyList<(double, double)>)
            [.. Enumerable.Range(0, count).Select(sample => Place(conditions.At(site, sample), layout)).OfType<(double, double)>()])];
    }

    /// <summary>A move, in whole pixels, of a tumour to where one of a site's tumours, drawn at random, lies in its own head.</summary>
    /// <param name="tumour">[height, width] of bool, at its place in its own slice.</param>
    /// <param name="head">[height, width] of bool, the head that it goes into.</param>
    /// <param name="site">Position of the head's site.</param>
    /// <param name="random">Where the draw comes from.</param>
    /// <returns>Rows down and columns to the right; null where tumour or head is empty, or the site has no tumours.</returns>
    public (int Down, int Across)? Draw(Tensor tumour, Tensor head, int site, SplitMix64 random)
    {
        using var scope = NewDisposeScope();
        if (sites[site].Count == 0 || Centre(tumour) is not { } centre || Box.Of(head) is not { } box)
        {
            return null;
        }

        var place = sites[site][random.Below(sites[site].Count)];
        return ((int)Math.Round(box.Top + place.Down * box.Height - centre.Down), (int)Math.Round(box.Left + place.Across * box.Width - centre.Across));
    }

    /// <summary>Planes moved by whole pixels, nothing turned or scaled; what leaves the picture is lost, what enters is false.</summary>
    /// <param name="planes">[planes, height, width] of bool.</param>
    /// <param name="move">Rows down and columns to the right.</param>
    public static Tensor Moved(Tensor planes, (int Down, int Across) move)
    {
        var (height, width) = (planes.shape[1], planes.shape[2]);
        var moved = zeros_like(planes);
        var (rows, columns) = (height - Math.Abs(move.Down), width - Math.Abs(move.Across));
        if (rows > 0 && columns > 0)
        {
            Part(moved, move.Down, move.Across).copy_(Part(planes, -move.Down, -move.Across));
        }

        return moved;

        Tensor Part(Tensor whole, long down, long across) => whole.narrow(1, Math.Max(down, 0), rows).narrow(2, Math.Max(across, 0), columns);
    }

    private static (double Down, double Across)? Place(Tensor x, ConditionLayout layout) =>
        Centre(layout.Tumour(x)) is { } centre && Box.Of(layout.Head(x)) is { } box
            ? ((centre.Down - box.Top) / box.Height, (centre.Across - box.Left) / box.Width)
            : null;

    /// <summary>The mean of the middles of its pixels, in pixels from the picture's corner.</summary>
    private static (double Down, double Across)? Centre(Tensor mask)
    {
        var places = mask.nonzero();
        if (places.shape[0] == 0)
        {
            return null;
        }

        var mean = places.to(float64).mean([0]) + 0.5;
        return (mean[0].item<double>(), mean[1].item<double>());
    }

    /// <summary>The upright box around a mask's pixels.</summary>
    private readonly record struct Box(long Top, long Left, long Height, long Width)
    {
        public static Box? Of(Tensor mask)
        {
            var places = mask.nonzero();
            if (places.shape[0] == 0)
            {
                return null;
            }

            var (first, last) = (places.amin([0]), places.amax([0]));
            var (top, left) = (first[0].item<long>(), first[1].item<long>());
            return new Box(top, left, last[0].item<long>() - top + 1, last[1].item<long>() - left + 1);
        }
    }
}

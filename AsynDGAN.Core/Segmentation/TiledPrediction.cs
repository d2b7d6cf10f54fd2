using static TorchSharp.torch;

namespace AsynDGAN.Core.Segmentation;

/// <summary>
/// Predicts a picture of any size by square tiles of the size that the network was trained on. They overlap by half, and
/// where they do, each counts by how far its edge is away, since a network sees little of what surrounds a pixel there.
/// </summary>
internal static class TiledPrediction
{
    private const int AtOnce = 16;

    /// <param name="predict">From images [n, channels, tile, tile] to logits [n, classes, tile, tile].</param>
    /// <param name="image">[1, channels, height, width].</param>
    /// <param name="tile">Side of the tiles; less where the picture has less.</param>
    /// <returns>[1, classes, height, width]: probabilities that add up to 1, or of one class its own.</returns>
    public static Tensor Of(Func<Tensor, Tensor> predict, Tensor image, int tile)
    {
        using var scope = NewDisposeScope();
        using var noGraph = no_grad();
        var (height, width) = ((int)image.shape[2], (int)image.shape[3]);
        var (rows, columns) = (Math.Min(tile, height), Math.Min(tile, width));
        var window = (Triangle(rows).unsqueeze(1) * Triangle(columns)).to(image.device);
        Tensor? sum = null;
        var weights = zeros([1, 1, height, width], device: image.device);
        var places = from top in Starts(height, rows) from left in Starts(width, columns) select (Top: top, Left: left);
        foreach (var chunk in places.Chunk(AtOnce))
        {
            var tiles = cat([.. chunk.Select(place => image.narrow(2, place.Top, rows).narrow(3, place.Left, columns))]);
            var logits = predict(tiles);
            var probabilities = logits.shape[1] == 1 ? logits.sigmoid() : logits.softmax(1);
            sum ??= zeros([1, logits.shape[1], height, width], device: image.device);
            foreach (var (i, (top, left)) in chunk.Index())
            {
                sum.narrow(2, top, rows).narrow(3, left, columns).add_(probabilities[i] * window);
                weights.narrow(2, top, rows).narrow(3, left, columns).add_(window);
            }
        }

        return (sum! / weights).MoveToOuterDisposeScope();
    }

    /// <summary>Every half tile, and the last tile at the end.</summary>
    internal static IEnumerable<int> Starts(int length, int tile)
    {
        for (var start = 0; start < length - tile; start += Math.Max(1, tile / 2))
        {
            yield return start;
        }

        yield return length - tile;
    }

    /// <summary>1, 2, 3 and so on from both ends.</summary>
    private static Tensor Triangle(int length) =>
        tensor([.. Enumerable.Range(0, length).Select(i => (float)Math.Min(i + 1, length - i))]);
}

using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Segmentation;

namespace AsynDGAN.Core.Prediction;

/// <summary>
/// overlay.png: predictions drawn over what the network saw, evenly chosen from all: pictures, or eight slices of a volume a row, of those
/// with a prediction where there is one.
/// </summary>
/// <param name="network">What the title calls the network.</param>
/// <param name="images">How many images there are.</param>
/// <param name="areVolumes">Whether they are volumes.</param>
internal sealed class PredictionSheet(string network, int images, bool areVolumes)
{
    private const int Columns = 8, MostPictures = 64, MostVolumes = 16;
    private const int LargestSide = 300;

    private static readonly Colour Prediction = new(255, 40, 40);

    private readonly List<SheetRow> volumes = [];
    private readonly List<SheetTile> pictures = [];
    private int seen;

    /// <summary>Takes the next image.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="samples">Whose slices.</param>
    /// <param name="slices">All of the image, in order.</param>
    public void Add(string name, SampleSet samples, IReadOnlyList<PredictedSlice> slices)
    {
        var most = areVolumes ? MostVolumes : MostPictures;
        var (shown, place) = (Math.Min(most, images), seen++);
        if (place * shown / images == (place + 1) * shown / images)
        {
            return;
        }

        if (!areVolumes)
        {
            pictures.Add(Tile(name, samples, slices[0]));
            return;
        }

        var found = slices.Where(slice => slice.Mask.Count > 0).ToArray();
        var chosen = found.Length > 0 ? found : [.. slices];
        var count = Math.Min(Columns, chosen.Length);
        volumes.Add(new SheetRow(name, [.. Enumerable.Range(0, count)
            .Select(i => chosen[(2 * i + 1) * chosen.Length / (2 * count)])
            .Select(slice => Tile(samples.Infos[slice.Position].Name.Split('/')[^1], samples, slice))]));
    }

    /// <summary>The sheet of what was taken.</summary>
    public ContactSheet Sheet()
    {
        var shown = volumes.Count + pictures.Count;
        var (what, part) = (areVolumes ? "volumes" : "pictures", shown < images ? $"{shown} of " : "");
        return new ContactSheet(
            $"{network}: {part}{images} {what}, prediction {(pictures.Concat(volumes.SelectMany(row => row.Tiles)).Any(tile => tile.Contours.Count > 0) ? "red" : "in colours")}",
            areVolumes ? volumes : [.. pictures.Chunk(Columns).Select(row => new SheetRow("", row))])
        {
            LargestSide = LargestSide,
        };
    }

    private static SheetTile Tile(string caption, SampleSet samples, PredictedSlice slice)
    {
        var image = SlicePicture.Of(samples, slice.Position);
        return slice.Instances is { } nuclei
            ? new SheetTile(InstancePicture.Of(image, nuclei), caption)
            : new SheetTile(image, caption) { Contours = [new Contour(slice.Mask, Prediction)] };
    }
}

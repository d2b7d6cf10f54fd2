using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Federation;

/// <summary>A site's sheet: rows condition, real and fake, a column a sample.</summary>
internal static class SampleSheet
{
    /// <summary>Columns at most.</summary>
    public const int Columns = 8;

    /// <summary>Draws and writes it.</summary>
    /// <param name="path">The PNG.</param>
    /// <param name="title">Written above.</param>
    /// <param name="pairs">Conditions and real images, [n, channels, height, width] in [-1, 1].</param>
    /// <param name="fakes">Drawn for the same conditions.</param>
    public static void Write(string path, string title, PairBatch pairs, Tensor fakes)
    {
        var columns = Enumerable.Range(0, (int)Math.Min(Columns, fakes.shape[0])).ToArray();
        var sheet = new ContactSheet(title,
        [
            Row("condition", i => ConditionPicture.Of(pairs.Condition[i])),
            Row("real", i => TensorPicture.Of(pairs.Image[i])),
            Row("fake", i => TensorPicture.Of(fakes[i])),
        ]);
        NewFolder.Make(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, sheet.Write);

        SheetRow Row(string label, Func<int, PixelArray> tile) => new(label, [.. columns.Select(i => new SheetTile(tile(i)))]);
    }
}

using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Federation;

/// <summary>A site's sheet where its images are points: real and drawn points in one plot.</summary>
internal static class PointSheet
{
    /// <summary>Draws and writes it.</summary>
    /// <param name="path">The PNG.</param>
    /// <param name="title">Written above.</param>
    /// <param name="pairs">Conditions and real points, [n, dimensions, 1, 1].</param>
    /// <param name="fakes">Drawn for the same conditions.</param>
    public static void Write(string path, string title, PairBatch pairs, Tensor fakes)
    {
        NewFolder.Make(Path.GetDirectoryName(path)!);
        AtomicFile.WriteBytes(path, SamplePlot.Render(title, [("real", pairs.Image), ("drawn", fakes)]));
    }

    /// <summary>Whether these are points: images of one pixel.</summary>
    public static bool Shows(Tensor images) => images.shape[2] == 1 && images.shape[3] == 1;
}

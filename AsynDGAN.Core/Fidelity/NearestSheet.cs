using System.Globalization;
using AsynDGAN.Core.Figures;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Fidelity;

/// <summary>The sheet of the nearest pairs: drawings above, the real image that each is nearest to below, with the pair's correlation.</summary>
public static class NearestSheet
{
    /// <summary>Pairs that are shown at most.</summary>
    public const int Columns = 8;

    /// <summary>The positions of the drawings that are shown, the nearest first.</summary>
    /// <param name="matches">The nearest real image of each drawing.</param>
    public static int[] Choose(IReadOnlyList<NearMatch?> matches) =>
        [.. matches.Index().Where(match => match.Item is not null).OrderBy(match => match.Item!.Distance).Select(match => match.Index).Take(Columns)];

    /// <summary>Draws and writes it.</summary>
    /// <param name="path">The PNG; its folder is made.</param>
    /// <param name="title">Written above.</param>
    /// <param name="drawings">[n, channels, height, width] in [-1, 1]: those that are shown, at least one.</param>
    /// <param name="reals">Of the same shape: the nearest of each.</param>
    /// <param name="matches">One a pair.</param>
    /// <param name="threshold">Pairs below it are called near-copies; null: none is.</param>
    public static void Write(string path, string title, Tensor drawings, Tensor reals, IReadOnlyList<NearMatch> matches, double? threshold)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        new ContactSheet(title,
        [
            new SheetRow("drawn", [.. matches.Select((match, i) => new SheetTile(TensorPicture.Of(drawings[i])))]),
            new SheetRow("nearest real", [.. matches.Select((match, i) => new SheetTile(TensorPicture.Of(reals[i]), Caption(match, threshold)))]),
        ]).Write(path);
    }

    private static string Caption(NearMatch match, double? threshold) =>
        string.Create(CultureInfo.InvariantCulture, $"{1 - match.Distance:0.000}") + (match.Distance < threshold ? ", near-copy" : "");
}

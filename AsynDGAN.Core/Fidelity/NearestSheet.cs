using System.Globalization;
using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Runs;

namespace AsynDGAN.Core.Fidelity;

/// <summary>The sheet of the nearest pairs: drawings above, the real image that each is nearest to below, with the pair's correlation.</summary>
public static class NearestSheet
{
    /// <summary>Pairs in a row at most.</summary>
    public const int Columns = 8;

    /// <summary>The positions of the drawings that are shown, the nearest first.</summary>
    /// <param name="matches">The nearest real image of each drawing.</param>
    public static int[] Choose(IReadOnlyList<NearMatch?> matches) =>
        [.. matches.Index().Where(match => match.Item is not null).OrderBy(match => match.Item!.Distance).Select(match => match.Index).Take(Columns)];

    /// <summary>The sheet.</summary>
    /// <param name="title">Written above.</param>
    /// <param name="pairs">Rows of pairs, each with what its drawings are called; at least one pair.</param>
    public static ContactSheet Of(string title, params IReadOnlyList<(string Drawings, IReadOnlyList<NearestPair> Pairs)> pairs) => new(title,
    [
        .. pairs.SelectMany(row => new[]
        {
            new SheetRow(row.Drawings, [.. row.Pairs.Select(pair => new SheetTile(pair.Drawn))]),
            new SheetRow("nearest real", [.. row.Pairs.Select(pair => new SheetTile(pair.Real, Caption(pair)))]),
        }),
    ]);

    /// <summary>Draws and writes it.</summary>
    /// <param name="path">The PNG; its folder is made.</param>
    /// <param name="title">As above.</param>
    /// <param name="pairs">As above.</param>
    /// <exception cref="UserException">The disk is full, or the file or its folder cannot be written.</exception>
    public static void Write(string path, string title, params IReadOnlyList<(string Drawings, IReadOnlyList<NearestPair> Pairs)> pairs)
    {
        NewFolder.Make(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, Of(title, pairs).Write);
    }

    private static string Caption(NearestPair pair) =>
        string.Create(CultureInfo.InvariantCulture, $"{1 - pair.Distance:0.000}") + (pair.IsNearCopy ? ", near\u2011copy" : "");
}

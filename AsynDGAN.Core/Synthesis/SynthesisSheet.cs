using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Imaging;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Synthesis;

/// <summary>contact-sheet.png: conditions beside what was drawn from them.</summary>
internal static class SynthesisSheet
{
    private const int Shown = 32, PairsInARow = 4;

    /// <param name="experiment">The configuration.</param>
    /// <param name="folder">Where the images lie.</param>
    /// <param name="source">Makes their conditions again.</param>
    /// <param name="plan">All planned images.</param>
    /// <param name="rows">Those that were drawn, at least one.</param>
    public static ContactSheet Of(
        Experiment experiment, SyntheticFolder folder, ConditionSource source, IReadOnlyList<PlannedImage> plan,
        IReadOnlyList<IReadOnlyDictionary<string, string>> rows)
    {
        // Both ends are shown: whole steps from the first on would meet plain conditions only where every second one is mixed.
        var count = Math.Min(Shown, rows.Count);
        var shown = Enumerable.Range(0, count).Select(i => rows[(int)Math.Round(i * (rows.Count - 1.0) / Math.Max(1, count - 1))]);
        var lines = shown.Chunk(PairsInARow).Select(line => new SheetRow("", [.. line.SelectMany(row => Pair(folder, source, plan, row))]));
        return new ContactSheet($"{experiment.Name}, synthetic{(experiment.Synthesis.Conditions == SynthesisConditions.LeftOut ? $" of fold {experiment.Data.Fold.Leave}, left out" : "")}: condition and image", [.. lines]);
    }

    /// <summary>Three channels in colour, of any other number the first.</summary>
    private static PixelArray Seen(PixelArray image) => image.Channels == 3 ? image : ChannelFiles.Apart(image).First();

    private static SheetTile[] Pair(
        SyntheticFolder folder, ConditionSource source, IReadOnlyList<PlannedImage> plan, IReadOnlyDictionary<string, string> row)
    {
        using var scope = NewDisposeScope();
        var condition = source.Of(plan[int.Parse(row["item"])])!;
        return
        [
            new SheetTile(ConditionPicture.Of(condition.X[0]), row["site"] + (row["mixed"] == "true" ? ", mixed" : "") + (condition.IsDeformed ? ", deformed" : "")),
            new SheetTile(Seen(ChannelFiles.Read([.. ChannelFiles.Split(row["image"]).Select(folder.File)]).InEightBits())),
        ];
    }
}

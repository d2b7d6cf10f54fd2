using System.Globalization;

namespace AsynDGAN.Core.Comparison;

/// <summary>
/// Whether a generator's drawings show their masks: what a network that was trained on real images finds in drawings of validation
/// masks, beside what it finds in the real images of the same masks. Both are mean Dice on the networks' grid.
/// </summary>
/// <param name="Label">The label of the run's sets; several are joined by "and".</param>
/// <param name="Run">What the generator's run, or the first of its sets, is called.</param>
/// <param name="SplitSeed">The split of the patients.</param>
/// <param name="Network">The row whose network looks: Real-All, or one site's.</param>
/// <param name="Masks">Validation masks that were drawn, each once.</param>
/// <param name="Drawings">Dice on the drawings.</param>
/// <param name="RealImages">Dice on the real images.</param>
public sealed record ShownMasks(string Label, string Run, int SplitSeed, string Network, int Masks, double Drawings, double RealImages)
{
    /// <summary>With less than this share of the Dice on real images, drawings do not show their masks.</summary>
    public const double LeastShare = 0.5;

    internal const string File = "shown-masks.csv";

    /// <summary>All of it in a sentence, in one line.</summary>
    internal string InWords => Visible.Name(string.Create(CultureInfo.InvariantCulture,
        $"{Label} ({Run}, split {SplitSeed}): {Network}'s network has Dice {Drawings:0.000} on drawings of {Masks} validation masks and {RealImages:0.000} on their real images")
        + (AreNot ? "; the drawings do not show what their masks say, and a network that is trained on them learns little." : "."));

    /// <summary>The sentence as it stands below a table, with "Warning" before it where the masks are not shown.</summary>
    internal string Note => AreNot ? $"Warning: {InWords}" : InWords;

    /// <summary>Whether the drawings do not show their masks.</summary>
    internal bool AreNot => Drawings < LeastShare * RealImages;
}

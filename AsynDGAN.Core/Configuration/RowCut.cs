using System.Globalization;

namespace AsynDGAN.Core.Configuration;

/// <summary>To how many training images each row of a comparison is cut.</summary>
/// <param name="Number">To this number, at least 1; null: to none that is given.</param>
/// <param name="ToSmallest">Without a number: to the smallest that a row has; else rows keep all that they have.</param>
public readonly record struct RowCut(int? Number, bool ToSmallest = false)
{
    private const string AllWord = "all", SmallestWord = "smallest";

    /// <summary>What may stand in place of a number.</summary>
    internal static IReadOnlyList<string> Words => [AllWord, SmallestWord];

    /// <summary>As it is written: all, smallest or the number.</summary>
    public override string ToString() => Number?.ToString(CultureInfo.InvariantCulture) ?? (ToSmallest ? SmallestWord : AllWord);

    /// <summary>What a word stands for; null where it is neither of them.</summary>
    internal static RowCut? OfWord(string text) => text switch
    {
        AllWord => new RowCut(null),
        SmallestWord => new RowCut(null, ToSmallest: true),
        _ => null,
    };
}

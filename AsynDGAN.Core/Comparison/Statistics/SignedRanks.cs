namespace AsynDGAN.Core.Comparison.Statistics;

/// <summary>The differences other than zero, ranked by size; equal sizes share their mean rank.</summary>
internal sealed class SignedRanks
{
    private readonly List<int> doubled = [];

    public SignedRanks(IReadOnlyList<double> differences)
    {
        var groups = differences.Where(difference => difference != 0).GroupBy(Math.Abs).OrderBy(group => group.Key);
        foreach (var group in groups)
        {
            var size = group.Count();
            var rank = Count + (size + 1) / 2.0;
            var positive = group.Count(difference => difference > 0);
            Count += size;
            Plus += positive * rank;
            Minus += (size - positive) * rank;
            Ties += ((double)size * size * size) - size;
            doubled.AddRange(Enumerable.Repeat((int)(2 * rank), size));
        }
    }

    /// <summary>Differences other than zero.</summary>
    public int Count { get; }

    /// <summary>The rank sum of the positive differences.</summary>
    public double Plus { get; }

    /// <summary>The rank sum of the negative differences.</summary>
    public double Minus { get; }

    /// <summary>The sum of t^3 - t over the groups of t equal sizes; 0 without ties.</summary>
    public double Ties { get; }

    /// <summary>Twice the ranks, whole numbers where ties share half ranks, in ascending order.</summary>
    public IReadOnlyList<int> Doubled => doubled;
}

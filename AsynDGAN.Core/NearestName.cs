namespace AsynDGAN.Core;

/// <summary>Finds what a user may have meant by a word that is not known.</summary>
public static class NearestName
{
    /// <summary>
    /// The candidate with the fewest changed, added, left out or swapped letters; null where that would be more than
    /// a third of the word. Case is ignored, and - and _ are the same.
    /// </summary>
    public static string? To(string word, IEnumerable<string> candidates)
    {
        var nearest = candidates
            .Select(candidate => (candidate, distance: Distance(Fold(word), Fold(candidate))))
            .Where(c => c.distance <= Math.Max(1, Math.Max(word.Length, c.candidate.Length) / 3))
            .OrderBy(c => c.distance)
            .FirstOrDefault();
        return nearest.candidate;
    }

    private static string Fold(string word)
    {
        return word.ToLowerInvariant().Replace('_', '-');
    }

    /// <summary>Optimal string alignment distance.</summary>
    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 10)
        {
            return int.MaxValue;
        }

        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                rows[i, j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1, rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[a.Length, b.Length];
    }
}

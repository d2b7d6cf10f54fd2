namespace AsynDGAN.Core.Audit.Membership;

/// <summary>
/// How well scores tell the images of two groups of patients apart, where each patient may count several times, or in the other
/// group, as resamples and permutations want it.
/// </summary>
public sealed class PatientRoc
{
    private readonly IReadOnlyList<double[]> patients;

    // [i][j]: pairs of an image of patient i and one of patient j of which the former has the higher score; ties count half.
    private readonly double[][] wins;

    /// <param name="patients">The scores of each patient's images; all patients of both groups.</param>
    public PatientRoc(IReadOnlyList<double[]> patients)
    {
        this.patients = patients;
        var sorted = patients.Select(scores => scores.Order().ToArray()).ToArray();
        wins = [.. sorted.Select(a => sorted.Select(b => Wins(a, b)).ToArray())];
    }

    /// <summary>
    /// The area under the ROC curve: the share of pairs, an image of the one group and one of the other, of which the former has
    /// the higher score; ties count half.
    /// </summary>
    /// <param name="members">Patients of the one group, by their places; one may stand several times.</param>
    /// <param name="others">Of the other.</param>
    /// <returns>0 to 1; 0.5 where scores tell nothing.</returns>
    public double Auc(IReadOnlyList<int> members, IReadOnlyList<int> others)
    {
        var sum = 0.0;
        foreach (var member in members)
        {
            var row = wins[member];
            foreach (var other in others)
            {
                sum += row[other];
            }
        }

        return sum / ((double)Images(members) * Images(others));
    }

    /// <summary>
    /// The share of the one group's images whose score is above all but a part of the other's: above as many of the other's highest
    /// as that part holds, rounded down.
    /// </summary>
    /// <param name="members">As above.</param>
    /// <param name="others">As above.</param>
    /// <param name="falsePositives">The part, 0 to 1.</param>
    public double TruePositives(IReadOnlyList<int> members, IReadOnlyList<int> others, double falsePositives)
    {
        var highest = others.SelectMany(other => patients[other]).OrderDescending().ToArray();
        var threshold = highest[Math.Min(highest.Length - 1, (int)Math.Floor(falsePositives * highest.Length + 1e-9))];
        return members.Sum(member => patients[member].Count(score => score > threshold)) / (double)Images(members);
    }

    private int Images(IReadOnlyList<int> group) => group.Sum(patient => patients[patient].Length);

    /// <summary>Of sorted scores.</summary>
    private static double Wins(double[] a, double[] b)
    {
        var (wins, below, upTo) = (0.0, 0, 0);
        foreach (var score in a)
        {
            while (below < b.Length && b[below] < score)
            {
                below++;
            }

            upTo = Math.Max(upTo, below);
            while (upTo < b.Length && b[upTo] <= score)
            {
                upTo++;
            }

            wins += (below + upTo) / 2.0;
        }

        return wins;
    }
}

namespace AsynDGAN.Core.Mixture;

/// <summary>
/// What G tends to where it is not told the site: the distribution q that minimises sum_j pi_j 2 JSD(p_j || q), the paper's
/// objective with every D_j at its optimum. It is the mixture sum_j pi_j p_j only where the p_j are equal.
/// </summary>
/// <remarks>
/// The objective is convex in q and its derivative at a bin is sum_j pi_j log(2 q / (p_j + q)), which rises with q there.
/// At the minimum it is one number everywhere; so for a given number each bin's q is found by halving, and the number by
/// halving until the bins sum to 1.
/// </remarks>
public static class DivergenceMinimiser
{
    private const int Halvings = 60;

    /// <summary>The minimising histogram.</summary>
    /// <param name="components">p_j: probabilities of the bins; each sums to 1.</param>
    /// <param name="weights">pi_j, which sum to 1.</param>
    /// <returns>q, which sums to 1.</returns>
    public static double[] Of(IReadOnlyList<double[]> components, IReadOnlyList<double> weights)
    {
        double[][] bins = [.. Enumerable.Range(0, components[0].Length).Select(bin => components.Select(p => p[bin]).ToArray())];

        // exp(sum_j pi_j log(q / (p_j + q))) lies between 0, where q vanishes, and 1, where it is infinite.
        var (low, high) = (0.0, 1.0);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = At(middle).Sum() < 1 ? (middle, high) : (low, middle);
        }

        var q = At(low);
        var sum = q.Sum();
        return [.. q.Select(value => value / sum)];

        double[] At(double ratio) => [.. bins.Select(p => Value(p, Math.Log(ratio)))];

        double Value(double[] p, double slope)
        {
            if (p.All(value => value == 0))
            {
                return 0;
            }

            // A bin holds less than everything at the minimum; where this finds more, the sum is above 1 as it should be.
            var (least, most) = (0.0, 2.0);
            for (var i = 0; i < Halvings; i++)
            {
                var middle = (least + most) / 2;
                (least, most) = Slope(p, middle) < slope ? (middle, most) : (least, middle);
            }

            return least;
        }

        double Slope(double[] p, double q)
        {
            var sum = 0.0;
            for (var j = 0; j < p.Length; j++)
            {
                sum += weights[j] * Math.Log(q / (p[j] + q));
            }

            return sum;
        }
    }

    /// <summary>sum_j pi_j 2 JSD(p_j || q).</summary>
    public static double Objective(IReadOnlyList<double[]> components, IReadOnlyList<double> weights, IReadOnlyList<double> q) =>
        components.Zip(weights, (p, weight) => weight * 2 * JensenShannon.Divergence(p, q)).Sum();
}

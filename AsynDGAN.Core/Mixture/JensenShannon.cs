namespace AsynDGAN.Core.Mixture;

/// <summary>The Jensen-Shannon divergence of two histograms (Lin 1991), by the natural logarithm: 0 to log 2.</summary>
public static class JensenShannon
{
    /// <summary>KL(p | m) / 2 + KL(q | m) / 2 with m = (p + q) / 2.</summary>
    /// <param name="p">Probabilities of the bins, which are divided by their sum.</param>
    /// <param name="q">As many.</param>
    /// <returns>log 2, the largest, where one has nothing in any bin.</returns>
    public static double Divergence(IReadOnlyList<double> p, IReadOnlyList<double> q)
    {
        var (sumP, sumQ) = (p.Sum(), q.Sum());
        return sumP == 0 || sumQ == 0
            ? Math.Log(2)
            : p.Zip(q, (a, b) => (Part(a / sumP, b / sumQ) + Part(b / sumQ, a / sumP)) / 2).Sum();
    }

    private static double Part(double a, double b) => a > 0 ? a * Math.Log(2 * a / (a + b)) : 0;
}

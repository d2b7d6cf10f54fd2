using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Platform;
using TorchSharp;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Mixture;

/// <summary>A mixture of normal distributions, on the line or in the plane.</summary>
public sealed class GaussianMixture
{
    /// <summary>Radius of the circle on which the means of a ring lie.</summary>
    public const double RingRadius = 4;

    /// <summary>Deviation of a ring's components.</summary>
    public const double RingDeviation = 0.5;

    // Held, since TorchSharp lets the garbage collector free a number that is still being computed with.
    private static readonly Scalar half = 0.5, minusHalf = -0.5, minusRootHalf = -Math.Sqrt(0.5), perRootOfTwoPi = 1 / Math.Sqrt(2 * Math.PI);

    /// <param name="components">At least one; their weights sum to 1.</param>
    public GaussianMixture(IReadOnlyList<NormalComponent> components) => Components = components;

    /// <summary>In the order of the configuration.</summary>
    public IReadOnlyList<NormalComponent> Components { get; }

    /// <summary>1 or 2.</summary>
    public int Dimensions => Components[0].Mean.Count;

    /// <summary>Weights, means and deviations: mixtures of equal texts are the same.</summary>
    public string Text => string.Join(' ', Components.Select(c => $"{c.Weight} {string.Join(',', c.Mean)} {c.Deviation}"));

    /// <summary>The mixture that a configuration describes.</summary>
    public static GaussianMixture Of(GaussianOptions options)
    {
        var count = options.Ring ?? options.Components.Count;
        double[] weights = options.Weights.Count > 0 ? [.. options.Weights] : [.. Enumerable.Repeat(1.0, count)];
        var digits = $"D{count.ToString().Length}";
        return new GaussianMixture([.. Enumerable.Range(0, count).Select(j =>
        {
            var (mean, deviation) = options.Ring is null ? OnTheLine(options, j) : OnTheRing(j, count);
            return new NormalComponent($"component-{(j + 1).ToString(digits)}", weights[j] / weights.Sum(), mean, deviation);
        })]);
    }

    /// <summary>The distribution of y times a unit vector, on the line.</summary>
    public GaussianMixture Projected(IReadOnlyList<double> direction) =>
        new([.. Components.Select(c => c with { Mean = [c.Mean.Zip(direction, (m, d) => m * d).Sum()] })]);

    /// <summary>A point of a component, the dimensions in order.</summary>
    public static double[] Draw(NormalComponent component, SplitMix64 random) =>
        [.. component.Mean.Select(mean => mean + component.Deviation * random.NextNormal())];

    /// <summary>Densities of a mixture on the line at these places.</summary>
    public double[] Density(IReadOnlyList<double> x) => At(x, static (z, deviation) => Bell(z) / deviation);

    /// <summary>Values of the distribution function of a mixture on the line at these places.</summary>
    public double[] Cumulative(IReadOnlyList<double> x) => At(x, static (z, _) => Phi(z));

    /// <summary>Probabilities of the bins between neighbouring edges.</summary>
    public double[] Shares(IReadOnlyList<double> edges)
    {
        var cumulative = Cumulative(edges);
        return [.. cumulative.Zip(cumulative.Skip(1), (low, high) => high - low)];
    }

    /// <summary>P(y at most x), of any shape, float64.</summary>
    internal Tensor AtMost(Tensor x) => Sum(x, static (z, _) => Phi(z));

    /// <summary>The integral of the distribution function from minus infinity to x.</summary>
    internal Tensor Below(Tensor x) => Sum(x, static (z, deviation) => (z * Phi(z) + Bell(z)) * deviation);

    /// <summary>The integral of 1 - the distribution function from x to infinity.</summary>
    internal Tensor Above(Tensor x) => Sum(x, static (z, deviation) => (Bell(z) - z * Phi(-z)) * deviation);

    private static (double[] Mean, double Deviation) OnTheLine(GaussianOptions options, int j)
    {
        var component = options.Components[j];
        return ([component[0]], options.Deviation(component));
    }

    private static (double[] Mean, double Deviation) OnTheRing(int j, int count)
    {
        var (sine, cosine) = Math.SinCos(2 * Math.PI * j / count);
        return ([RingRadius * cosine, RingRadius * sine], RingDeviation);
    }

    private double[] At(IReadOnlyList<double> x, Func<Tensor, Scalar, Tensor> of)
    {
        using var scope = NewDisposeScope();
        return x.Count == 0 ? [] : Sum(tensor(x.ToArray()), of).data<double>().ToArray();
    }

    private Tensor Sum(Tensor x, Func<Tensor, Scalar, Tensor> of)
    {
        using var scope = NewDisposeScope();
        var sum = zeros_like(x);
        foreach (var c in Components)
        {
            using Scalar weight = c.Weight, mean = c.Mean[0], deviation = c.Deviation;
            sum += of((x - mean) / deviation, deviation) * weight;
        }

        return sum.MoveToOuterDisposeScope();
    }

    // The tail's own function, so that far out nothing is lost by 1 - Phi.
    private static Tensor Phi(Tensor z) => special.erfc(z * minusRootHalf) * half;

    private static Tensor Bell(Tensor z) => (z * z * minusHalf).exp() * perRootOfTwoPi;
}

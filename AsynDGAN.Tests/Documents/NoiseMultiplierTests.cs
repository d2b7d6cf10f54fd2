using System.Globalization;
using System.Text.RegularExpressions;
using MathNet.Numerics.Distributions;

namespace AsynDGAN.Tests.Documents;

/// <summary>The noise that docs/privacy.md names is what the exact analysis of the Gaussian mechanism gives.</summary>
public partial class NoiseMultiplierTests
{
    [Test]
    public void The_exact_epsilon_of_repeated_messages_is_the_reference_s()
    {
        var rows = GoldenFolder.Json("metrics/rdp-gaussian", "rdp.json").GetProperty("table").EnumerateArray().Where(row => row.TryGetProperty("epsilon_exact_gaussian", out _)).ToArray();
        Assert.That(rows, Has.Length.GreaterThan(10));
        Assert.Multiple(() =>
        {
            foreach (var row in rows)
            {
                var expected = row.GetProperty("epsilon_exact_gaussian").GetDouble();
                var found = Epsilon(row.GetProperty("T").GetInt32(), row.GetProperty("sigma").GetDouble(), row.GetProperty("delta").GetDouble());
                Assert.That(found, Is.EqualTo(expected).Within(1e-6 * Math.Max(1, expected)), $"{row}");
            }
        });
    }

    [Test]
    public void The_document_s_multipliers_are_the_least_for_epsilon_10()
    {
        var rows = Rows().Matches(Repository.Read("docs/privacy.md"));
        Assert.That(rows, Has.Count.EqualTo(3));
        Assert.Multiple(() =>
        {
            foreach (Match row in rows)
            {
                var (messages, multiplier) = (int.Parse(row.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture), double.Parse(row.Groups[2].Value, CultureInfo.InvariantCulture));
                Assert.That(Math.Round(Least(messages), 1), Is.EqualTo(multiplier), row.Value);
            }
        });
    }

    /// <summary>The least noise for epsilon 10 at delta 1e-5.</summary>
    private static double Least(int messages)
    {
        var (low, high) = (0.01, 1000.0);
        while (high - low > 1e-9)
        {
            var middle = (low + high) / 2;
            (low, high) = Epsilon(messages, middle, 1e-5) > 10 ? (middle, high) : (low, middle);
        }

        return high;
    }

    /// <summary>Balle and Wang, ICML 2018 (arXiv 1805.06530), theorem 8, with the sensitivity 1 of each message and noise of its own: T messages of noise sigma are one of sigma / sqrt(T).</summary>
    private static double Epsilon(int messages, double sigma, double delta)
    {
        var mu = Math.Sqrt(messages) / sigma;
        var (low, high) = (0.0, 1e5);
        while (high - low > 1e-10 * high)
        {
            var middle = (low + high) / 2;
            (low, high) = Delta(middle) > delta ? (middle, high) : (low, middle);
        }

        return high < 1e-6 ? 0 : high;

        double Delta(double epsilon) => Normal.CDF(0, 1, mu / 2 - epsilon / mu) - Scaled(epsilon);

        // exp(epsilon) times a tail far below it overflows where the product does not: the tail as Mills' ratio from there on.
        double Scaled(double epsilon)
        {
            var x = mu / 2 + epsilon / mu;
            return x < 30 ? Math.Exp(epsilon + Math.Log(Normal.CDF(0, 1, -x))) : Math.Exp(epsilon - x * x / 2) / (x * Math.Sqrt(2 * Math.PI)) * (1 - 1 / (x * x) + 3 / (x * x * x * x));
        }
    }

    [GeneratedRegex(@"^\| ([\d,]+) \| ([\d.]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Rows();
}

namespace AsynDGAN.Core.Platform;

/// <summary>
/// A small deterministic random number generator (Steele, Lea, Flood 2014: "Fast splittable pseudorandom number
/// generators"), equal on every platform. Its seed is derived from the run's seed and what the numbers are for.
/// </summary>
public sealed class SplitMix64(ulong state)
{
    private ulong state = state;

    /// <summary>A generator of its own for a use of randomness.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="purpose">What the numbers are for.</param>
    /// <param name="site">The site's name; empty for the centre.</param>
    /// <param name="exchange">Which exchange, pass or item.</param>
    public static SplitMix64 For(int seed, RandomPurpose purpose, string site = "", long exchange = 0) =>
        new(Seed(seed, purpose, site, exchange));

    /// <summary>The 64-bit seed of that generator, for others (torch's) to start from.</summary>
    public static ulong Seed(int seed, RandomPurpose purpose, string site = "", long exchange = 0)
    {
        var mixed = Mix(unchecked((ulong)seed) + 0x9E3779B97F4A7C15);
        mixed = Mix(mixed ^ (ulong)purpose);
        foreach (var character in site)
        {
            mixed = Mix(mixed ^ character);
        }

        // The length keeps ("a", 98) apart from ("ab", 0).
        mixed = Mix(mixed ^ ((ulong)site.Length << 32));
        return Mix(mixed ^ unchecked((ulong)exchange));
    }

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        return Mix(state);
    }

    /// <summary>Uniform in [0, 1), with 53 bits.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [low, high).</summary>
    public double Between(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>Uniform in 0 .. bound - 1, without bias (Lemire 2019).</summary>
    public int Below(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        while (true)
        {
            var product = Math.BigMul(Next(), (ulong)bound, out var low);
            if (low >= unchecked(0UL - (ulong)bound) % (ulong)bound)
            {
                return (int)product;
            }
        }
    }

    /// <summary>Standard normal (Box and Muller 1958; the second value of a pair is not kept).</summary>
    public double NextNormal() =>
        Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>A random order of 0 .. count - 1 (Fisher and Yates).</summary>
    public int[] Permutation(int count)
    {
        var order = Enumerable.Range(0, count).ToArray();
        for (var i = count - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}

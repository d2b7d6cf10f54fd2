namespace AsynDGAN.Core.Audit.Inversion;

/// <summary>
/// Bisection of many values in [-1, 1] at once: the interval each may still lie in, ends included. The first questions halve the
/// real interval; the later ones halve what floats are left in it, so that a value is known to its last bit after at most 32.
/// </summary>
/// <remarks>
/// Floats are counted down to 2^-28. Images are integers on a line, scaled to [-1, 1]: where such a value is near 0 it is a
/// difference of numbers near 1, and so a multiple of their last bit, which is above that.
/// </remarks>
/// <param name="count">How many values.</param>
internal sealed class FloatBrackets(int count)
{
    /// <summary>The real interval is halved down to this width, which 8 questions reach; narrower ones by their floats.</summary>
    private const float RealWidth = 1f / 128;

    // What lies this far beyond an end lies there however the end was rounded; of numbers of 8 bits, cast on their way, further out.
    private const float Beyond = 1f / 512, BeyondOfFewBits = 1f / 64;

    private const float Smallest = 1f / (1 << 28);

    // 2^-5: below it the multiples of 2^-28 are counted, above it all floats; both give 2^23 numbers to the interval.
    private const float Line = 1f / 32;
    private const int NumbersBelowLine = 1 << 23;

    private static readonly int bitsOfLine = BitConverter.SingleToInt32Bits(Line);

    private readonly float[] low = [.. Enumerable.Repeat(-1f, count)];
    private readonly float[] high = [.. Enumerable.Repeat(1f, count)];

    // Which end the last answer left where it was: 1 the upper, -1 the lower.
    private readonly int[] stayed = new int[count];

    /// <summary>Whether what is asked next may be the value itself; before, an answer near 0 is taken for noise.</summary>
    public bool MayBeEqual(int i) => high[i] - low[i] <= RealWidth;

    /// <summary>What to compare each value with next.</summary>
    public float[] Next() => [.. low.Zip(high, (l, h) => h - l > RealWidth ? (l + h) / 2 : Float(Halfway(Number(l), Number(h))))];

    /// <summary>Takes the answers to <see cref="Next"/>, or to what came near it: what was asked outside of an interval tells nothing of it.</summary>
    /// <param name="signs">Of what was asked less the value, one a value: above 0, below 0, or 0 where they are equal; no number where nothing is known.</param>
    public void Learn(float[] questions, float[] signs)
    {
        for (var i = 0; i < count; i++)
        {
            var isReal = high[i] - low[i] > RealWidth;
            if (signs[i] > 0)
            {
                (high[i], stayed[i]) = (Math.Min(high[i], isReal ? Math.Max(low[i], questions[i]) : Math.Max(low[i], Float(Number(questions[i]) - 1))), -1);
            }
            else if (signs[i] < 0)
            {
                (low[i], stayed[i]) = (Math.Max(low[i], isReal ? Math.Min(high[i], questions[i]) : Math.Min(high[i], Float(Number(questions[i]) + 1))), 1);
            }
            else if (signs[i] == 0)
            {
                (low[i], high[i]) = (questions[i], questions[i]);
            }
        }
    }

    /// <summary>
    /// What tells whether a value lies in its interval at all: beyond the end that the last answer left, for an answer that was
    /// wrong makes all later ones run towards one end.
    /// </summary>
    /// <param name="areCast">Whether what is asked is cast to fewer bits on its way.</param>
    public float[] Outside(bool areCast)
    {
        var beyond = areCast ? BeyondOfFewBits : Beyond;
        return [.. stayed.Select((side, i) => side < 0 ? low[i] - beyond : high[i] + beyond)];
    }

    /// <summary>1 where something lies above a value's interval, -1 below, 0 within.</summary>
    public int Side(int i, float asked) => asked > high[i] ? 1 : asked < low[i] ? -1 : 0;

    /// <summary>Forgets what is known of a value.</summary>
    public void Restart(int i) => (low[i], high[i], stayed[i]) = (-1, 1, 0);

    /// <summary>The values as far as they are known: the middle of the interval; where one end was never moved, that end, for images are clipped there.</summary>
    public float[] Estimate() => [.. low.Zip(high, (l, h) => l == -1 ? -1 : h == 1 ? 1 : (l + h) / 2)];

    private static int Halfway(int l, int h) => (int)(((long)l + h) / 2);

    /// <summary>A float's place among those that are counted, 0 at 0.</summary>
    private static int Number(float value)
    {
        var size = Math.Abs(value);
        var number = size < Line ? (int)Math.Round(size / Smallest) : BitConverter.SingleToInt32Bits(size) - bitsOfLine + NumbersBelowLine;
        return value < 0 ? -number : number;
    }

    private static float Float(int number)
    {
        var size = Math.Abs(number);
        var value = size < NumbersBelowLine ? size * Smallest : BitConverter.Int32BitsToSingle(size - NumbersBelowLine + bitsOfLine);
        return number < 0 ? -value : value;
    }
}

namespace AsynDGAN.Core.Audit.Inversion;

/// <summary>
/// Bisection of many values in [-1, 1] at once: the interval each may still lie in, ends included. The first questions halve the
/// real interval; the later ones halve what floats are left in it, so that a value is known to its last bit after at most 32.
/// </summary>
/// <remarks>
/// Floats are counted down to 2^-30. Images are integers on a line, scaled to [-1, 1]: where such a value is near 0 it is a
/// difference of numbers near 1, and so a multiple of their last bit, which is above that.
/// </remarks>
/// <param name="count">How many values.</param>
internal sealed class FloatBrackets(int count)
{
    /// <summary>Questions that halve the real interval.</summary>
    private const int RealQuestions = 8;

    private const float Smallest = 1f / (1 << 30);

    // 2^-7: below it the multiples of 2^-30 are counted, above it all floats; both give 2^23 numbers to the interval.
    private const float Line = 1f / 128;
    private const int NumbersBelowLine = 1 << 23;

    private static readonly int bitsOfLine = BitConverter.SingleToInt32Bits(Line);

    private readonly float[] low = [.. Enumerable.Repeat(-1f, count)];
    private readonly float[] high = [.. Enumerable.Repeat(1f, count)];
    private int asked;

    /// <summary>Whether what is asked next may be a value itself; before it is, an answer near 0 is taken for noise.</summary>
    public bool MayBeEqual => asked >= RealQuestions;

    /// <summary>What to compare each value with next.</summary>
    public float[] Next() => [.. low.Zip(high, (l, h) => asked < RealQuestions ? (l + h) / 2 : Float(Halfway(Number(l), Number(h))))];

    /// <summary>Takes the answers to <see cref="Next"/>.</summary>
    /// <param name="signs">Of what was asked less the value, one a value: above 0, below 0, or 0 where they are equal.</param>
    public void Learn(float[] questions, float[] signs)
    {
        asked++;
        for (var i = 0; i < count; i++)
        {
            if (signs[i] > 0)
            {
                high[i] = Math.Max(low[i], asked <= RealQuestions ? questions[i] : Float(Number(questions[i]) - 1));
            }
            else if (signs[i] < 0)
            {
                low[i] = Math.Min(high[i], asked <= RealQuestions ? questions[i] : Float(Number(questions[i]) + 1));
            }
            else
            {
                (low[i], high[i]) = (questions[i], questions[i]);
            }
        }
    }

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

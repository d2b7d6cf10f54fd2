namespace AsynDGAN.Core.Imaging;

/// <summary>The head in a magnetic resonance slice, from the scalp inwards, filled.</summary>
public static class HeadMask
{
    /// <summary>
    /// The foreground above the threshold: closed by 5 (a thin scalp alone would not survive the opening), filled, opened
    /// by 3, its largest part, filled.
    /// </summary>
    /// <param name="slice">height * width values, row by row.</param>
    /// <returns>[height, width]; empty where nothing is above the threshold.</returns>
    public static Mask Of(ReadOnlySpan<float> slice, int height, int width, float threshold)
    {
        var foreground = new bool[slice.Length];
        for (var i = 0; i < slice.Length; i++)
        {
            foreground[i] = slice[i] > threshold;
        }

        var whole = Morphology.FillHoles(Morphology.Close(new Mask(height, width, foreground), 5));
        return Morphology.FillHoles(Morphology.LargestComponent(Morphology.Open(whole, 3)));
    }
}

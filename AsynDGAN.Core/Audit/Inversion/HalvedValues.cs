using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Federation;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Audit.Inversion;

/// <summary>One image's values, halved by the sign of L1's gradient; one pixel drowns the discriminator where that works, and learns nothing by that question.</summary>
/// <param name="shape">The image's: [channels, height, width].</param>
/// <param name="device">Where it is asked.</param>
/// <param name="numbers">What it is cast to on its way.</param>
/// <param name="drowns">Whether the adversarial gradient is made to vanish: see <see cref="DrownedDiscriminator"/>.</param>
internal sealed class HalvedValues(long[] shape, Device device, ElementType numbers, bool drowns) : IPursuit
{
    private readonly FloatBrackets brackets = new((int)(shape[0] * shape[1] * shape[2]));
    private float[] values = [];
    private int asked;

    private IEnumerable<int> Drowning => drowns ? DrownedDiscriminator.Places([1, .. shape], asked) : [];

    /// <inheritdoc />
    public Tensor Next()
    {
        var image = Image(With(brackets.Next(), DrownedDiscriminator.Value));
        values = [.. WireNumbers.Cross(image, numbers).cpu().data<float>()];
        return image;
    }

    /// <inheritdoc />
    public void Learn(Tensor gradient)
    {
        using var scope = NewDisposeScope();
        brackets.Learn(values, With(gradient.sign().cpu().contiguous().data<float>().ToArray(), float.NaN));
        asked++;
    }

    /// <inheritdoc />
    public Tensor Found() => Image(brackets.Estimate());

    private float[] With(float[] all, float atDrowning)
    {
        float[] changed = [.. all];
        foreach (var place in Drowning)
        {
            changed[place] = atDrowning;
        }

        return changed;
    }

    private Tensor Image(float[] of) => tensor(of, [1, .. shape], device: device);
}

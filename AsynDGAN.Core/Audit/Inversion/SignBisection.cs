using AsynDGAN.Core.Configuration;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Audit.Inversion;

/// <summary>
/// The gradient of lambda * mean |fake - real| at a pixel is lambda / n times the sign of fake - real: each answer tells of every
/// pixel whether it is brighter than what was sent. What else is in the gradient is smooth in what was sent: it is foretold from
/// the answers before, and the step of the sign, 2 lambda / n high, stands out from what is left.
/// </summary>
internal sealed class SignBisection : IInversionAttack
{
    /// <inheritdoc />
    public string Name => "bisection";

    /// <inheritdoc />
    public string Title => "a centre that sends grey values halfway between what it knows, and reads from each answer which pixels are brighter";

    /// <inheritdoc />
    public bool HoldsDiscriminator => true;

    /// <inheritdoc />
    public bool Suits(LossOptions loss) => loss is { Reconstruction: Reconstruction.L1, LambdaL1: > 0 };

    /// <inheritdoc />
    public IEnumerable<Tensor> Recover(Questions questions, int most)
    {
        var shape = questions.Drawn.shape;
        var count = (int)questions.Drawn.numel();
        var brackets = new FloatBrackets(count);
        var (step, smooth) = ((float)(questions.Loss.LambdaL1 / count), new float[count]);
        for (var asked = 0; asked < most; asked++)
        {
            var values = brackets.Next();
            var gradient = Asked(questions, values, shape);
            var signs = new float[count];
            for (var i = 0; i < count; i++)
            {
                var left = gradient[i] - smooth[i];
                signs[i] = brackets.MayBeEqual && Math.Abs(left) < step / 2 ? 0 : left > 0 ? 1 : -1;
                smooth[i] = gradient[i] - step * signs[i];
            }

            brackets.Learn(values, signs);
            yield return tensor(brackets.Estimate(), shape, device: questions.Drawn.device);
        }
    }

    private static float[] Asked(Questions questions, float[] values, long[] shape)
    {
        using var scope = NewDisposeScope();
        return questions.Ask(tensor(values, shape, device: questions.Drawn.device)).Gradient.cpu().contiguous().data<float>().ToArray();
    }
}

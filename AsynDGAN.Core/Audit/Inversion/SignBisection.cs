using AsynDGAN.Core.Configuration;
using static TorchSharp.torch;

namespace AsynDGAN.Core.Audit.Inversion;

/// <summary>
/// The gradient of lambda * mean |fake - real| at a pixel is lambda / n times the sign of fake - real: each answer tells of every
/// pixel whether it is brighter than what was sent. What else is in the gradient is smooth in what was sent: it is foretold from
/// the answers before, and the step of the sign, 2 lambda / n high, stands out from what is left. The first guesses may be wrong
/// where much else is in the gradient; a question beyond the intervals, where the sign is known, shows which, and those begin
/// anew, by then in an image that is right nearly everywhere.
/// </summary>
internal sealed class SignBisection : IInversionAttack
{
    /// <summary>Questions between two that look for wrong answers.</summary>
    private const int BetweenChecks = 8;

    /// <inheritdoc />
    public string Name => "bisection";

    /// <inheritdoc />
    public string Title => "a centre that sends grey values halfway between what it knows, and reads from each answer which pixels are brighter";

    /// <inheritdoc />
    public bool HoldsDiscriminator => true;

    /// <inheritdoc />
    public bool Suits(LossOptions loss) => loss.WeighedReconstruction() == Reconstruction.L1;

    /// <inheritdoc />
    public IEnumerable<Tensor> Recover(Questions questions, int most)
    {
        var shape = questions.Drawn.shape;
        var count = (int)questions.Drawn.numel();
        var brackets = new FloatBrackets(count);
        var (step, smooth) = ((float)(questions.Loss.LambdaL1 / count), new float[count]);
        for (var (asked, sinceCheck, checks) = (0, 0, true); asked < most; asked++, sinceCheck++)
        {
            if (asked > 0 && !questions.AnswersAgain)
            {
                // What is known stays as it is.
            }
            else if (checks && sinceCheck == BetweenChecks)
            {
                (checks, sinceCheck) = (Check(questions, brackets, step, smooth, asked), -1);
            }
            else
            {
                Halve(questions, brackets, step, smooth, asked);
            }

            yield return tensor(brackets.Estimate(), shape, device: questions.Drawn.device);
        }
    }

    private static void Halve(Questions questions, FloatBrackets brackets, float step, float[] smooth, int turn)
    {
        var (values, gradient) = Asked(questions, brackets.Next(), turn);
        var signs = new float[values.Length];
        for (var i = 0; i < signs.Length; i++)
        {
            if (float.IsNaN(gradient[i]))
            {
                signs[i] = float.NaN;
                continue;
            }

            var left = gradient[i] - smooth[i];
            signs[i] = brackets.MayBeEqual(i) && Math.Abs(left) < step / 2 ? 0 : left > 0 ? 1 : -1;
            smooth[i] = gradient[i] - step * signs[i];
        }

        brackets.Learn(values, signs);
    }

    /// <returns>Whether any was wrong.</returns>
    private static bool Check(Questions questions, FloatBrackets brackets, float step, float[] smooth, int turn)
    {
        var (values, gradient) = Asked(questions, brackets.Outside(questions.AreCast), turn);
        var wrong = false;
        for (var i = 0; i < values.Length; i++)
        {
            var side = brackets.Side(i, values[i]);
            if (float.IsNaN(gradient[i]) || side == 0)
            {
                continue;
            }

            if ((gradient[i] - smooth[i]) * side < 0)
            {
                brackets.Restart(i);
                wrong = true;
            }

            smooth[i] = gradient[i] - step * side;
        }

        return wrong;
    }

    /// <summary>What arrived of the values, and the answer's gradient; no number at a pixel that drowned D_j.</summary>
    private static (float[] Values, float[] Gradient) Asked(Questions questions, float[] values, int turn)
    {
        using var scope = NewDisposeScope();
        int[] drowning = questions.MayDrown ? [.. DrownedDiscriminator.Places(questions.Drawn.shape, turn)] : [];
        float[] sent = [.. values];
        Array.ForEach(drowning, place => sent[place] = DrownedDiscriminator.Value);
        var fakes = tensor(sent, questions.Drawn.shape, device: questions.Drawn.device);
        var gradient = questions.Ask(fakes).Gradient.cpu().contiguous().data<float>().ToArray();
        Array.ForEach(drowning, place => gradient[place] = float.NaN);
        return ([.. questions.Arriving(fakes).cpu().contiguous().data<float>()], gradient);
    }
}

using AsynDGAN.Core.Audit.Inversion;

namespace AsynDGAN.Tests.Audit.Inversion;

public class FloatBracketsTests
{
    /// <summary>Integers on a line to [-1, 1] in float32, as images are: the ends, 0, what lies next to it, and all that 8 and 16 bits have in between.</summary>
    private static float[] Images { get; } =
    [
        -1, 1, 0, .. Enumerable.Range(0, 256).Select(v => v * (2f / 255) - 1), .. Enumerable.Range(0, 4096).Select(v => v * 16 * (2f / 65535) - 1),
        .. Enumerable.Range(32760, 16).Select(v => v * (2f / 65535) - 1), .. Enumerable.Range(0, 100).Select(v => Math.Clamp((v + 0.25f) * 0.0137f - 0.4321f, -1, 1)),
    ];

    [Test]
    public void Eight_signs_leave_a_256th_of_the_range_and_thirty_one_no_bit_open()
    {
        var brackets = new FloatBrackets(Images.Length);
        Ask(brackets, 8);
        Assert.That(brackets.Estimate().Zip(Images, (estimate, value) => Math.Abs(estimate - value)), Is.All.LessThanOrEqualTo(1f / 128));
        Ask(brackets, 23);
        Assert.That(brackets.Estimate(), Is.EqualTo(Images));
    }

    [Test]
    public void A_wrong_sign_is_seen_from_outside_and_its_value_found_anew()
    {
        var brackets = new FloatBrackets(Images.Length);
        var questions = brackets.Next();
        var wrong = Signs(questions);
        (wrong[5], wrong[200]) = (-wrong[5], -wrong[200]);
        brackets.Learn(questions, wrong);
        Ask(brackets, 7);
        var outside = brackets.Outside(areCast: false);
        Assert.That(outside.Select((asked, i) => brackets.Side(i, asked)), Has.None.Zero);
        var contradicted = Signs(outside).Index().Where(sign => sign.Item != brackets.Side(sign.Index, outside[sign.Index])).Select(sign => sign.Index).ToArray();
        Assert.That(contradicted, Is.EqualTo(new[] { 5, 200 }));
        Array.ForEach(contradicted, brackets.Restart);
        Ask(brackets, 31);
        Assert.That(brackets.Estimate(), Is.EqualTo(Images));
    }

    [Test]
    public void What_is_rounded_on_its_way_never_makes_an_interval_wrong_or_wider()
    {
        var brackets = new FloatBrackets(Images.Length);
        var known = double.PositiveInfinity;
        for (var asked = 0; asked < 32; asked++)
        {
            // Of 8 bits, as of bfloat16.
            float[] arrived = [.. brackets.Next().Select(value => BitConverter.Int32BitsToSingle((BitConverter.SingleToInt32Bits(value) + 0x8000) & ~0xFFFF))];
            brackets.Learn(arrived, Signs(arrived));
            var error = brackets.Estimate().Zip(Images, (found, value) => Math.Abs(found - value)).Max();
            Assert.That(error, Is.LessThanOrEqualTo(Math.Max(known, 1.0 / 128)), $"question {asked + 1}");
            known = error;
        }

        Assert.That(known, Is.LessThanOrEqualTo(1.0 / 128));
    }

    private static void Ask(FloatBrackets brackets, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var questions = brackets.Next();
            brackets.Learn(questions, Signs(questions));
        }
    }

    private static float[] Signs(float[] questions) => [.. questions.Zip(Images, (question, value) => (float)Math.Sign(question - value))];
}

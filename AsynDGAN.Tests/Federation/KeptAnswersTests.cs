using AsynDGAN.Core;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Federation.Messages;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Federation;

public class KeptAnswersTests
{
    [Test]
    public void An_old_answer_is_let_go_of_and_its_number_refused()
    {
        using var scope = NewDisposeScope();
        using var answers = new KeptAnswers("A");
        var bytes = (int)(KeptAnswers.Capacity / 4);
        foreach (var exchange in new long[] { 0, 1 })
        {
            answers.Keep(exchange, new Critique(exchange, zeros(1, 1, 1, bytes), zeros(6)));
        }

        Assert.Multiple(() =>
        {
            Assert.That(answers.Has(0) && answers.Has(1) && !answers.Has(2), Is.True);
            Assert.That(answers.Of(1)!.Exchange, Is.EqualTo(1));
            Assert.That(() => answers.Of(0), Throws.TypeOf<UserException>().With.Message.StartsWith("Site 'A' has answered exchange 0"));
        });
    }

    [Test]
    public void What_is_kept_of_answers_does_not_grow_with_their_number()
    {
        using var scope = NewDisposeScope();
        using var answers = new KeptAnswers("A");
        for (var exchange = 7L; exchange < 7 + 3 * KeptAnswers.Most; exchange++)
        {
            answers.Keep(exchange, exchange % 3 == 0 ? new Critique(exchange, zeros(1, 1, 2, 2), zeros(6)) : null);
        }

        Assert.Multiple(() =>
        {
            Assert.That(answers.Remembered, Is.Zero);
            Assert.That(answers.Has(6) || answers.Has(7 + 3 * KeptAnswers.Most), Is.False);
            Assert.That(Enumerable.Range(7, 3 * KeptAnswers.Most).All(exchange => answers.Has(exchange)), Is.True);
            Assert.That(() => answers.Of(6 + 2 * KeptAnswers.Most), Throws.TypeOf<UserException>(), "kept no longer");
            Assert.That(() => answers.Of(7 + 2 * KeptAnswers.Most), Throws.Nothing);
        });
    }

    [Test]
    public void Another_number_of_images_is_refused_with_the_one_that_the_site_takes()
    {
        using var answers = new KeptAnswers("all", inOrder: 6);
        Assert.That(() => answers.RefuseOutOfOrder(0, 6), Throws.Nothing);
        var fault = Assert.Throws<UserException>(() => answers.RefuseOutOfOrder(0, 2));
        Assert.That(fault.Hint, Does.Contain("send 6 each time").And.Contain("training.batch_size").And.Contain("pooled"));
    }

    [Test]
    public void Numbers_that_come_out_of_order_are_each_known_to_be_answered()
    {
        using var answers = new KeptAnswers("A");
        long[] numbers = [5, 9, 6, 3, 8, 7, 1];
        for (var i = 0; i < numbers.Length; i++)
        {
            answers.Keep(numbers[i], null);
            Assert.That(Enumerable.Range(0, 12).Where(number => answers.Has(number)), Is.EquivalentTo(numbers[..(i + 1)]));
        }
    }
}

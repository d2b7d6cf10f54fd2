using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Csv;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Federation.Messages;
using AsynDGAN.Core.Networks;
using AsynDGAN.Core.Training;
using AsynDGAN.Tests.Federation;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Architecture;

/// <summary>What is listed once is everywhere: a new loss term, GAN loss, source or generator needs no other line.</summary>
public class ExtensionTests
{
    [Test]
    public void Every_loss_term_is_a_column_a_position_of_the_critique_and_counted_in_bytes()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var path = folder.Join("losses.csv");
        LossRow.Log(path).Append(new LossRow(1, 1, "A", [.. LossTerms.All.Select((_, i) => (double)i)], 0.1));
        var row = CsvTable.Read(path, []).Single();
        using var federation = new SmallFederation(SmallFederation.Default, [4, 6]);
        var critique = federation.Sites[0].Answer(0, new Synthetic(0, zeros(2, 1, 16, 16), wantsCritique: true))!;
        Assert.Multiple(() =>
        {
            Assert.That(File.ReadLines(path).First(), Is.EqualTo("step,epoch,site,discriminator_real,discriminator_fake,gradient_penalty,adversarial,reconstruction,perceptual,learning_rate"));
            foreach (var (place, term) in LossTerms.All.Index())
            {
                Assert.That(row.Double(CsvColumn.SnakeCase(term.Name)), Is.EqualTo(place));
            }

            Assert.That(LossTerms.All.Select(term => term.Title), Is.Unique);
            Assert.That(critique.Losses.shape, Is.EqualTo(new long[] { LossTerms.All.Count }));
            Assert.That(MessageSize.Critique(critique.Gradient.shape), Is.EqualTo(MessageSize.Of(critique)));
        });
    }

    /// <summary>The critique is the gradient of the listed terms' sum, so that a term that is listed is learnt from.</summary>
    [Test]
    public void A_site_s_gradient_is_that_of_the_sum_of_the_listed_terms()
    {
        using var scope = NewDisposeScope();
        var fakes = (rand(2, 1, 16, 16) * 2 - 1).requires_grad_();
        var judged = new JudgedFakes(SmallFederation.Default.Loss, null, fakes.mean([2, 3]), fakes, zeros(2, 1, 16, 16));
        var terms = LossTerms.OfGenerator.Select(term => term.Of(judged)).OfType<Tensor>().ToArray();
        Assert.That(terms, Has.Length.EqualTo(2), "adversarial and reconstruction");
        var expected = judged.Loss.Gan.GeneratorTerm(judged.Logits) + judged.Loss.LambdaL1 * fakes.abs().mean();
        TensorAssert.IsClose(terms[0] + terms[1], expected, 1e-6, 1e-6, "sum");
    }

    [Test]
    public void Every_gan_loss_has_its_terms([Values] GanLoss loss)
    {
        using var scope = NewDisposeScope();
        var logits = linspace(-1, 1, 5);
        foreach (var term in new[] { loss.RealTerm(logits), loss.FakeTerm(logits), loss.GeneratorTerm(logits) })
        {
            Assert.That(term.shape, Is.Empty);
        }

        Assert.That(loss.HasPenalty(), Is.EqualTo(loss == GanLoss.WganGp));
    }

    [Test]
    public void Every_source_says_what_its_masks_show([Values] DataSource source)
    {
        var options = new DataOptions { Source = source };
        if (source.Facts().Shows == SourceSubject.None)
        {
            Assert.That(() => options.Words(), Throws.TypeOf<ArgumentOutOfRangeException>());
        }
        else
        {
            Assert.That(options.Words().Object, Is.AnyOf("tumour", "object", "nuclei"));
            Assert.That(options.HasNuclei(), Is.EqualTo(options.Words().Object == "nuclei"));
        }
    }

    [Test]
    public void Every_generator_says_which_images_it_takes([Values] GeneratorNetwork network) =>
        Assert.That(EnumMember.Attribute<ImageSizesAttribute>(network).Least, Is.Positive);
}

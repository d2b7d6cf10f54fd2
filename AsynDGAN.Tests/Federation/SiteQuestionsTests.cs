using AsynDGAN.Core;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Federation.Messages;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Federation;

/// <summary>Which exchanges' numbers a site answers, by sites.questions.</summary>
public class SiteQuestionsTests
{
    [Test]
    public void A_number_that_was_answered_once_gets_the_same_answer_whatever_fakes_come()
    {
        using var scope = NewDisposeScope();
        using var federation = new SmallFederation(Asked(SiteQuestions.Once), [6]);
        var site = federation.Sites[0];
        var first = site.Answer(3, Fakes(3, 0.5))!;
        var after = federation.Discriminator(0);
        var again = site.Answer(3, Fakes(3, -0.5))!;
        site.Answer(4, Fakes(4, 0, wantsCritique: false));
        Assert.Multiple(() =>
        {
            Assert.That(again.Gradient.equal(first.Gradient).all().item<bool>() && again.Losses.equal(first.Losses).all().item<bool>(), Is.True);
            Assert.That(again.Gradient.storage<float>().data_ptr(), Is.Not.EqualTo(first.Gradient.storage<float>().data_ptr()));
            Assert.That(federation.Discriminator(0), Is.Not.EqualTo(after), "exchange 4 was answered");
            Assert.That(site.Answer(4, Fakes(4, 0.5)), Is.Null, "no critique was wanted the first time");
        });
        after = federation.Discriminator(0);
        site.Answer(3, Fakes(3, 0.1));
        Assert.That(federation.Discriminator(0), Is.EqualTo(after), "a repeat teaches nothing");
    }

    [Test]
    public void A_site_that_goes_on_from_a_checkpoint_refuses_the_numbers_answered_before_it()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var before = new SmallFederation(Asked(SiteQuestions.Once), [6]);
        for (var step = 0; step < 3; step++)
        {
            before.Centre.Step(step);
        }

        ((LocalSite)before.Sites[0]).Save(folder.Join("site"));
        using var after = new SmallFederation(Asked(SiteQuestions.Once), [6]);
        var site = (LocalSite)after.Sites[0];
        site.Answer(7, Fakes(7, 0.5));
        site.Load(folder.Join("site"));
        site.GoOnFrom(3);
        Assert.Multiple(() =>
        {
            Assert.That(() => site.Answer(0, Fakes(0, 0.5)), Throws.TypeOf<UserException>().With.Message.Contains("has answered exchange 0"));
            Assert.That(() => site.Answer(2, Fakes(2, 0.5)), Throws.TypeOf<UserException>());
            Assert.That(site.Answer(3, Fakes(3, 0.5))!.Exchange, Is.EqualTo(3));
            Assert.That(site.Answer(7, Fakes(7, 0.5))!.Exchange, Is.EqualTo(7), "the checkpoint knows of no exchange 7");
        });
    }

    [Test]
    public void In_order_a_site_goes_on_from_a_checkpoint_with_the_number_that_follows_it()
    {
        using var scope = NewDisposeScope();
        using var federation = new SmallFederation(Asked(SiteQuestions.InOrder), [6]);
        var site = (LocalSite)federation.Sites[0];
        site.GoOnFrom(3);
        Assert.Multiple(() =>
        {
            Assert.That(() => site.Answer(2, Fakes(2, 0.5)), Throws.TypeOf<UserException>().With.Message.Contains("has answered exchange 2"));
            Assert.That(() => site.Answer(4, Fakes(4, 0.5)), Throws.TypeOf<UserException>().With.Message.Contains("the next one is 3"));
            Assert.That(site.Answer(3, Fakes(3, 0.5))!.Exchange, Is.EqualTo(3));
        });
    }

    [Test]
    public void Where_any_question_may_be_asked_again_the_answer_is_that_of_the_fakes()
    {
        using var scope = NewDisposeScope();
        using var federation = new SmallFederation(SmallFederation.Default, [6]);
        var site = federation.Sites[0];
        Assert.That(site.Answer(3, Fakes(3, 0.5))!.Gradient.equal(site.Answer(3, Fakes(3, -0.5))!.Gradient).all().item<bool>(), Is.False);
    }

    [Test]
    public void In_order_a_number_is_answered_after_the_one_below_it_and_no_other()
    {
        using var scope = NewDisposeScope();
        using var federation = new SmallFederation(Asked(SiteQuestions.InOrder), [6]);
        var site = federation.Sites[0];
        var before = federation.Discriminator(0);
        Assert.That(() => site.Answer(1, Fakes(1, 0.5)), Throws.TypeOf<UserException>().With.Message.EqualTo("Site 'site0' was asked about exchange 1, and the next one is 0."));
        Assert.That(federation.Discriminator(0), Is.EqualTo(before), "a refused question teaches nothing");
        var first = site.Answer(0, Fakes(0, 0.5))!;
        site.Answer(1, Fakes(1, 0, wantsCritique: false));
        Assert.Multiple(() =>
        {
            Assert.That(site.Answer(0, Fakes(0, -0.5))!.Gradient.equal(first.Gradient).all().item<bool>(), Is.True, "a repeat gets what was given");
            Assert.That(() => site.Answer(3, Fakes(3, 0.5)), Throws.TypeOf<UserException>());
            Assert.That(site.Answer(2, Fakes(2, 0.5))!.Exchange, Is.EqualTo(2));
        });
    }

    /// <summary>The samples of an exchange follow from its number times the images of each: with other numbers of images a centre would jump.</summary>
    [Test]
    public void In_order_as_many_images_come_each_time()
    {
        using var scope = NewDisposeScope();
        using var federation = new SmallFederation(Asked(SiteQuestions.InOrder), [6]);
        var site = federation.Sites[0];
        site.Answer(0, Fakes(0, 0.5));
        var one = new Synthetic(1, zeros(1, 1, SmallFederation.Size, SmallFederation.Size), wantsCritique: true);
        Assert.Multiple(() =>
        {
            Assert.That(() => site.Answer(1, one), Throws.TypeOf<UserException>().With.Message.Contains("got 1 images in exchange 1, and 2 before"));
            Assert.That(site.Answer(1, Fakes(1, 0.5))!.Exchange, Is.EqualTo(1), "the number is still open");
        });
    }

    [Test]
    public void In_order_the_number_of_images_is_the_configured_one_from_the_first_on_and_after_a_checkpoint([Values(0, 3)] int next)
    {
        using var scope = NewDisposeScope();
        using var federation = new SmallFederation(Asked(SiteQuestions.InOrder), [6]);
        var site = (LocalSite)federation.Sites[0];
        if (next > 0)
        {
            site.Answer(0, Fakes(0, 0.5));
            site.GoOnFrom(next);
        }

        var one = new Synthetic(next, zeros(1, 1, SmallFederation.Size, SmallFederation.Size), wantsCritique: true);
        Assert.Multiple(() =>
        {
            Assert.That(() => site.Answer(next, one), Throws.TypeOf<UserException>().With.Message.Contains($"got 1 images in exchange {next}, and "));
            Assert.That(site.Answer(next, Fakes(next, 0.5))!.Exchange, Is.EqualTo(next));
        });
    }

    [Test]
    public void An_honest_training_is_the_same_where_questions_are_answered_once([Values(1, 3)] int discriminatorSteps, [Values(SiteQuestions.Once, SiteQuestions.InOrder)] SiteQuestions questions)
    {
        using var scope = NewDisposeScope();
        Experiment Of(Experiment experiment) => experiment with { Training = experiment.Training with { DiscriminatorSteps = discriminatorSteps } };
        using var any = new SmallFederation(Of(SmallFederation.Default), [4, 6]);
        using var once = new SmallFederation(Of(Asked(questions)), [4, 6]);
        for (var step = 0; step < 4; step++)
        {
            Assert.That(once.Centre.Step(step).equal(any.Centre.Step(step)).all().item<bool>(), Is.True);
        }

        Assert.That(once.CentreState(), Is.EqualTo(any.CentreState()));
    }

    private static Experiment Asked(SiteQuestions questions) => SmallFederation.Default with { Sites = SmallFederation.Default.Sites with { Questions = questions } };

    private static Synthetic Fakes(long exchange, double value, bool wantsCritique = true) =>
        new(exchange, full([2, 1, SmallFederation.Size, SmallFederation.Size], value), wantsCritique);
}

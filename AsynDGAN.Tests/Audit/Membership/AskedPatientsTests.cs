using AsynDGAN.Core.Audit.Membership;
using AsynDGAN.Core.Comparison.Statistics;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Audit.Membership;

public class AskedPatientsTests
{
    [Test]
    public void Training_patients_of_a_hospital_that_holds_no_one_out_are_not_asked_about()
    {
        using var data = Dataset.Load(new Experiment { Data = HeldOutPhantoms.Of(2) }, CPU);
        var (one, other) = (data.Sites[0], data.Sites[1]);
        var all = AskedPatients.Of([one, other], seed: 1);
        var asked = AskedPatients.Of([one, other with { Test = other.LeftOut }], seed: 1);
        Assert.That(Sites(all.Members), Is.EquivalentTo(new[] { one.Name, other.Name }));
        Assert.That(Sites(asked.Members).Concat(Sites(asked.HeldOut)).Distinct(), Is.EqualTo(new[] { one.Name }), "scores of one group alone cannot be brought to a scale that tells it from another");
    }

    [Test]
    public void Where_too_few_can_be_compared_the_hospitals_that_hold_no_one_out_are_told_of()
    {
        var none = new AskedPatients([], [], []);
        Assert.That(MembershipExamination.Learned([], [], measured: false, none, alone: 12), Does.Contain("0 who took part and 0 who did not at the hospitals that hold patients out")
            .And.EndWith("The 12 training patients of hospitals that hold no one out can be compared with nobody."));
        Assert.That(MembershipExamination.Change([], measured: false, none, alone: 12, run: null!), Does.StartWith("Hold patients out at every hospital"));
        Assert.That(MembershipExamination.Learned([], [], measured: false, none, alone: 0), Does.EndWith("5 of each are the least."));
        Assert.That(MembershipExamination.Change([], measured: false, none, alone: 0, run: null!), Does.StartWith("Train on more patients"));
    }

    [Test]
    public void What_to_change_bears_upon_the_attacks_that_show_something()
    {
        MembershipAttack Loss(string name) => MembershipAttack.Losses.Single(loss => loss.Term.Name == name).Attack;
        string Changes(params MembershipAttack[] showing) => string.Join("; ", MembershipExamination.Changes(showing, comparesWithReal: true, BoundaryLosses.All));
        const string Shorter = "train shorter or on more patients";
        Assert.Multiple(() =>
        {
            Assert.That(Changes(Loss("DiscriminatorFake"), Loss("Adversarial")), Is.EqualTo(Shorter), "these cross whatever is kept");
            Assert.That(Changes(Loss("DiscriminatorReal")), Is.EqualTo($"keep the losses on real images at the hospitals (boundary.losses: fakes); {Shorter}"));
            Assert.That(Changes(MembershipAttack.Gradient), Is.EqualTo($"let no term look at real images (loss.reconstruction: none, loss.lambda_perceptual: 0); {Shorter}"));
            Assert.That(Changes(Loss("Reconstruction")), Does.Contain("let no term look").And.Contain("boundary.losses: fakes"));
            Assert.That(Changes(MembershipAttack.Nearest), Does.EndWith("or release drawings of new masks alone"));
            Assert.That(Changes(MembershipAttack.Density), Is.EqualTo($"do not release these images; {Shorter}"));
            Assert.That(Changes(MembershipAttack.Discriminator), Does.StartWith("keep each D_j"));
            Assert.That(MembershipExamination.Changes([MembershipAttack.Gradient], comparesWithReal: false, BoundaryLosses.All), Is.EqualTo(new[] { Shorter }));
            Assert.That(MembershipExamination.Changes([Loss("DiscriminatorReal")], comparesWithReal: true, BoundaryLosses.Fakes), Is.EqualTo(new[] { Shorter }));
        });
    }

    [Test]
    public void Figures_are_told_as_far_as_they_differ_from_what_could_be_shown()
    {
        var interval = new ConfidenceInterval(0.5, 0.4, 0.6);
        var row = new MembershipRow(MembershipAttack.Gradient, new MembershipFigures(0.5684, interval, 0, interval, 0.5718, 0.06, null), null, IsOfTooFew: false);
        var none = new AskedPatients([], [], []);
        Assert.That(MembershipExamination.Learned([row], [], measured: true, none, alone: 0), Does.Contain("56.8 of 100").And.Contain("nothing below 57.2"));
        Assert.That(MembershipExamination.Learned([row], [row], measured: true, none, alone: 0), Does.EndWith("Of one run alone: a difference between these patients and the others themselves would look like it."));
        var exchanged = row with { Exchanged = row.Figures };
        Assert.That(MembershipExamination.Learned([exchanged], [exchanged], measured: true, none, alone: 0), Does.Not.Contain("Of one run alone"));
    }

    private static IEnumerable<string> Sites(IEnumerable<AskedImage> images) => images.Select(image => image.Site.Name).Distinct();
}

using AsynDGAN.Core.Audit.Findings;
using AsynDGAN.Core.Audit.Memorisation;
using AsynDGAN.Core.Comparison.Fidelity;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Tests.Audit.Membership;
using AsynDGAN.Tests.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Audit.Memorisation;

public class AuthenticityTests
{
    [TestCase(4, false)]
    [TestCase(5, true)]
    public void A_share_has_an_interval_of_five_patients_and_more(int patients, bool hasInterval)
    {
        using var reals = GeneratorReals.Load(new Experiment { Data = HeldOutPhantoms.Of(1) }, CPU, new RecordingDisplay(), CancellationToken.None);
        var (near, far) = (reals.TrainingSlice(0), reals.TrainingSlice(1));
        var images = Enumerable.Range(0, patients).SelectMany(i => new[] { ($"p{i}", near, 0.0), ($"p{i}", far, double.MaxValue) });
        var (share, interval) = new Authenticity(reals, new RecordingDisplay()).Of([.. images]);
        Assert.That(share, Is.EqualTo(0.5), "a copy, and what is nowhere near");
        Assert.That(interval is not null, Is.EqualTo(hasInterval));
    }

    [TestCase(0.2, 0.06, true)]
    [TestCase(0.9, 0.04, false)]
    [TestCase(0.26, null, true, Description = "too few patients for an interval")]
    [TestCase(0.24, null, false)]
    [TestCase(null, null, false)]
    public void More_copies_than_chance_gives_are_shown_by_the_interval_and_of_few_patients_by_a_share_far_above(double? share, double? low, bool isCopying)
    {
        var copies = new NearCopyRow("released", "audit", DrawingRow.OwnMasks, 40, 3, 30, 6, null, share, low, low is null ? null : 1, 30);
        Assert.That(new ReleasedKind(copies, (0.5, null), []).IsCopying, Is.EqualTo(isCopying));
    }

    [TestCase(DataPart.Test, "4 slices of test patients are there, and it takes 19", "there are too few test patients")]
    [TestCase(DataPart.Validation, "4 slices of validation patients are there, and it takes 19", "there are too few validation patients")]
    public void Where_too_few_slices_are_held_out_it_is_told_of_which_part_and_what_gives_more(DataPart part, string learned, string change)
    {
        var kind = new ReleasedKind(new NearCopyRow("released", "audit", DrawingRow.OwnMasks, 40, 9, 4, 2, null, null, null, null, 4), (0.5, null), []);
        Assert.That(MemorisationExamination.Sentence(kind, part), Does.Contain(learned));
        Assert.That(MemorisationExamination.Change([kind], part, "give more."), Does.Contain(change).And.Contain("To have more, give more. Look at the pairs"));
    }

    [Test]
    public void Nothing_is_found_only_where_every_kind_of_drawings_could_be_told()
    {
        var (none, unknown, copies) = (Kind(0.03, 0.01), Kind(0.15, null), Kind(0.5, 0.4));
        Assert.That(MemorisationExamination.VerdictOf([none, none]), Is.EqualTo(Verdict.NothingFound));
        Assert.That(MemorisationExamination.VerdictOf([none, unknown]), Is.EqualTo(Verdict.NotMeasured));
        Assert.That(MemorisationExamination.VerdictOf([unknown, copies]), Is.EqualTo(Verdict.Found));

        static ReleasedKind Kind(double share, double? low) =>
            new(new NearCopyRow("released", "audit", DrawingRow.OwnMasks, 40, 9, 30, 9, null, share, low, low is null ? null : 1, 30), (0.5, null), []);
    }

    [TestCase(9, 2, 0.03, null, "there are too few test patients")]
    [TestCase(3, 9, 0.03, null, "there are too few patients among the drawings")]
    [TestCase(9, 9, 0.03, 0.01, "Look at the pairs below before the set is released.")]
    public void What_to_change_is_what_was_lacking(int drawn, int heldOut, double share, double? low, string change)
    {
        var kind = new ReleasedKind(new NearCopyRow("released", "audit", DrawingRow.OwnMasks, 40, drawn, 30, heldOut, null, share, low, low is null ? null : 1, 30), (0.5, null), []);
        Assert.That(MemorisationExamination.Change([kind], DataPart.Test, "give more."), Does.Contain(change));
        Assert.That(MemorisationExamination.OfTooFew([kind]).Select(key => key.Name), low is null
            ? Is.EquivalentTo(new[] { "memorisation.own_near_copies", "memorisation.own_not_authentic" }) : Is.EqualTo(new[] { "memorisation.own_not_authentic" }));
    }
}

using AsynDGAN.Core.Audit.Findings;
using AsynDGAN.Core.Audit.Inversion;

namespace AsynDGAN.Tests.Audit.Inversion;

public class InversionFiguresTests
{
    [Test]
    public void Two_runs_count_by_their_patients_and_chance_is_that_of_the_images_that_were_picked_from()
    {
        // Patient a has two images, b one; each as another run has it.
        var figures = InversionFigures.Of(
        [
            Image("first", "a", picked: true, among: 5), Image("first", "a", picked: false, among: 5), Image("second", "b", picked: true, among: 10),
            Image("first", "c", picked: true, among: 4) with { IsHeldOut = true },
        ]);
        Assert.Multiple(() =>
        {
            Assert.That(figures[InversionFigures.Retrieval], Is.EqualTo((0.5 + 1) / 2));
            Assert.That(figures[InversionFigures.Chance], Is.EqualTo((0.2 + 0.1) / 2).Within(1e-12));
            Assert.That(figures[InversionFigures.RetrievalGain], Is.EqualTo((0.5 + 1) / 2));
            Assert.That(figures[InversionFigures.HeldOutRetrieval], Is.EqualTo(1));
        });
    }

    [Test]
    public void An_image_that_has_no_other_to_be_picked_from_has_no_retrieval()
    {
        var figures = InversionFigures.Of([Image("run", "a", picked: true, among: 3), Image("run", "b", picked: false, among: 1) with { IsHeldOut = true }]);
        Assert.That(figures[InversionFigures.Retrieval], Is.EqualTo(1));
        Assert.That(figures[InversionFigures.HeldOutRetrieval], Is.Null);
        Assert.That(figures[InversionFigures.HeldOutPsnr], Is.EqualTo(30));
    }

    [Test]
    public void Each_measure_is_that_of_the_attack_that_has_most_of_it()
    {
        var picking = Image("run", "a", picked: true, among: 3);
        var figures = InversionFigures.Of(
        [
            picking, picking with { IsHeldOut = true, Patient = "b" },
            picking with { Attack = "spread", Recovered = new Likeness(40, 0.9, IsPicked: false), Drawn = new Likeness(35, 0.5, IsPicked: false) },
            picking with { Attack = "honest", Recovered = new Likeness(29, 1, IsPicked: false), Drawn = new Likeness(5, 0.4, IsPicked: false) },
        ]);
        Assert.Multiple(() =>
        {
            Assert.That((figures[InversionFigures.Psnr], figures[InversionFigures.DrawnPsnr]), Is.EqualTo((40, 35)));
            Assert.That((figures[InversionFigures.Retrieval], figures[InversionFigures.DrawnRetrieval]), Is.EqualTo((1, 0)));
            Assert.That(figures[InversionFigures.PsnrGain], Is.EqualTo(24));
            Assert.That(figures[InversionFigures.HeldOutPsnr], Is.EqualTo(30), "of those that were made on held-out patients");
            Assert.That(figures[InversionFigures.HeldOutRetrieval], Is.EqualTo(1));
        });
    }

    [Test]
    public void What_the_best_attack_recovers_is_not_known_where_one_that_suits_could_not_be_made()
    {
        var figures = InversionFigures.Of([Image("run", "a", picked: true, among: 3)], isWhole: false);
        var ofTheBest = new[] { InversionFigures.Psnr, InversionFigures.Ssim, InversionFigures.Retrieval, InversionFigures.PsnrGain, InversionFigures.RetrievalGain };
        Assert.Multiple(() =>
        {
            Assert.That(ofTheBest.Select(key => figures[key]), Is.All.Null);
            Assert.That(ofTheBest.Select(key => new FigureLimit(key, 0.5).Fault(figures[key])), Is.All.Contains("could not be measured"));
            Assert.That(figures[InversionFigures.Psnr8], Is.EqualTo(30), "an attack's own");
        });
    }

    [Test]
    public void An_attack_may_stop_after_any_number_of_questions()
    {
        var first = Image("run", "a", picked: true, among: 3) with { Questions = 1, Recovered = new Likeness(40, 0.9, IsPicked: true) };
        var last = first with { Questions = 32, Recovered = new Likeness(15, 0.2, IsPicked: false) };
        var figures = InversionFigures.Of([first, last, first with { IsHeldOut = true, Patient = "b" }, last with { IsHeldOut = true, Patient = "b" }]);
        Assert.Multiple(() =>
        {
            Assert.That((figures[InversionFigures.Psnr], figures[InversionFigures.Ssim], figures[InversionFigures.PsnrGain]), Is.EqualTo((40, 0.9, 20)));
            Assert.That((figures[InversionFigures.Retrieval], figures[InversionFigures.RetrievalGain]), Is.EqualTo((1, 1)));
            Assert.That((figures[InversionFigures.HeldOutPsnr], figures[InversionFigures.HeldOutRetrieval]), Is.EqualTo((40, 1)));
            Assert.That(figures.Single(figure => figure.Key.Name == "inversion.bisection_psnr").Value, Is.EqualTo(15), "after its last question");
        });
    }

    [Test]
    public void Figures_of_fewer_patients_than_an_interval_takes_are_named()
    {
        RecoveredImage[] many = [.. Enumerable.Range(0, 5).Select(patient => Image("run", $"{patient}", picked: true, among: patient == 0 ? 1 : 3))];
        RecoveredImage[] few = [.. many.Take(4).Select(image => image with { Attack = "honest" })];
        var ofMany = InversionFigures.OfTooFew(many);
        Assert.Multiple(() =>
        {
            Assert.That(ofMany, Does.Contain(InversionFigures.RetrievalGain), "four had others to be picked from");
            Assert.That(ofMany, Has.None.EqualTo(InversionFigures.PsnrGain).And.None.EqualTo(InversionFigures.HeldOutPsnr).And.None.EqualTo(InversionFigures.Psnr8));
            Assert.That(InversionFigures.OfTooFew([.. many, .. few]), Does.Contain(InversionFigures.PsnrGain), "an attack of few might have more");
            Assert.That(InversionFigures.OfTooFew([.. many, .. few.Select(image => image with { IsHeldOut = true })]), Does.Contain(InversionFigures.HeldOutPsnr).And.None.EqualTo(InversionFigures.Psnr));
        });
    }

    private static RecoveredImage Image(string run, string patient, bool picked, int among) =>
        new(run, "bisection", 8, patient, IsHeldOut: false, among, Exact: 0, new Likeness(30, 1, picked), new Likeness(20, 0.5, IsPicked: false));
}

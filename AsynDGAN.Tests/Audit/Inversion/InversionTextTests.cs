using AsynDGAN.Core.Audit.Findings;
using AsynDGAN.Core.Audit.Inversion;
using AsynDGAN.Core.Configuration;

namespace AsynDGAN.Tests.Audit.Inversion;

public class InversionTextTests
{
    [Test]
    public void Patients_are_those_of_each_attack_and_not_of_all_together()
    {
        Assert.That(Tried(("bisection", ["a", "b"]), ("honest", ["c", "d"])), Does.StartWith("2 attacks, each on 2 training patients,"));
        Assert.That(Tried(("bisection", ["a", "b"]), ("honest", ["a", "b", "c", "d"])), Does.StartWith("2 attacks, each on 2 to 4 training patients,"));
        Assert.That(Tried(("bisection", ["a", "b", "c"])), Does.StartWith("One attack on 3 training patients,"));
    }

    [Test]
    public void What_any_attack_recovered_is_found_and_what_was_not_asked_of_held_out_patients_is_not_said_to_be()
    {
        IEnumerable<RecoveredImage> Of(string attack, bool isHeldOut, double psnr, bool picked) => Enumerable.Range(0, 6).Select(patient => new RecoveredImage(
            "run", attack, 8, $"{(isHeldOut ? "held" : "own")} {patient}", isHeldOut, 3, Exact: 0, new Likeness(psnr, 1, picked), new Likeness(20, 0.5, IsPicked: true)));
        var section = InversionText.Of(
            new Experiment(), new[] { "following", "spread" }.ToDictionary(attack => attack), undone: [],
            [.. Of("following", false, 15, picked: true), .. Of("following", true, 15, picked: true), .. Of("spread", false, 24, picked: false)], sheets: []);
        Assert.Multiple(() =>
        {
            Assert.That(section.Verdict, Is.EqualTo(Core.Audit.Findings.Verdict.Found), "by the one that picks less");
            Assert.That(section.Learned, Does.StartWith("The best attack, following, after 8 questions").And.Contain("Another comes nearer to the image, spread, after 8 questions about an image: 24.0 dB"));
            Assert.That(section.Tried, Does.StartWith("2 attacks, each on 6 training patients, and 1 of them on held-out ones through a probe:"));
        });
    }

    [Test]
    public void What_was_recovered_after_fewer_questions_than_the_last_is_found_and_told()
    {
        IEnumerable<RecoveredImage> After(int questions, double psnr, bool picked) => Enumerable.Range(0, 6).Select(patient => new RecoveredImage(
            "run", "following", questions, $"{patient}", IsHeldOut: false, 3, Exact: 0, new Likeness(psnr, 1, picked), new Likeness(20, 0.5, IsPicked: false)));
        AuditSection Of(params IEnumerable<RecoveredImage>[] images) => InversionText.Of(
            new Experiment(), new Dictionary<string, string> { ["following"] = "following" }, undone: [], [.. images.SelectMany(image => image)], sheets: []);
        var (early, late) = (Of(After(4, 24, picked: false), After(16, 22, picked: true), After(32, 10, picked: false)), Of(After(32, 10, picked: false)));
        Assert.Multiple(() =>
        {
            Assert.That((early.Verdict, late.Verdict), Is.EqualTo((Core.Audit.Findings.Verdict.Found, Core.Audit.Findings.Verdict.NothingFound)));
            Assert.That(early.Learned, Does.StartWith("The best attack, following, after 16 questions").And.Contain("With another number of questions it comes nearer to the image, following, after 4 questions"));
            Assert.That(early.OfTooFew, Has.None.EqualTo(InversionFigures.Psnr));
        });
    }

    [TestCase("no discriminator has learned from", "one")]
    [TestCase("the discriminator that is asked has not learned from", "one", "other")]
    public void Held_out_patients_of_joined_runs_are_those_of_the_one_that_is_asked(string said, params string[] runs)
    {
        var section = InversionText.Of(
            new Experiment(), new Dictionary<string, string> { ["honest"] = "honest" }, undone: [],
            [
                .. runs.SelectMany(run => new[] { false, true }.SelectMany(isHeldOut => Enumerable.Range(0, 6).Select(patient => new RecoveredImage(
                    run, "honest", 1, $"{isHeldOut} {patient}", isHeldOut, 3, Exact: 0, new Likeness(15, 1, IsPicked: true), new Likeness(20, 0.5, IsPicked: true))))),
            ],
            sheets: []);
        Assert.That(section.Details.ToString(), Does.Contain($"held-out patients, whose images {said}:"));
    }

    private static string Tried(params (string Attack, string[] Patients)[] attacks) => InversionText.Of(
        new Experiment(), attacks.ToDictionary(attack => attack.Attack, attack => attack.Attack), undone: [],
        [
            .. attacks.SelectMany(attack => attack.Patients.Select(patient => new RecoveredImage(
                "run", attack.Attack, 8, patient, IsHeldOut: false, 3, Exact: 0, new Likeness(30, 1, IsPicked: true), new Likeness(20, 0.5, IsPicked: false)))),
        ],
        sheets: []).Tried;
}

using AsynDGAN.Core.Audit.Membership;
using AsynDGAN.Core.Audit.Memorisation;
using AsynDGAN.Core.Comparison.Fidelity;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Data.Batches;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Fidelity;
using AsynDGAN.Tests.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Audit.Membership;

/// <summary>What has learned patients by heart is found, and what has not is not.</summary>
public class MemorisedTests
{
    private static readonly Experiment experiment = new() { Data = HeldOutPhantoms.Of(1) };

    private readonly Dataset data = Dataset.Load(experiment, CPU);

    private SiteData<SampleSet> Site => data.Sites[0];

    private AskedImage[] Members => [.. AskedImage.AllOf(Site, Site.Training)];

    // A third of the test patients each: not trained on; what is compared with; what an honest generator draws.
    private IReadOnlyList<AskedImage> Others => Third(0);

    private IReadOnlyList<AskedImage> Reference => Third(1);

    [OneTimeTearDown]
    public void Dispose() => data.Dispose();

    [Test]
    public void A_released_set_of_training_images_gives_them_away_and_one_of_other_patients_none()
    {
        using var scope = NewDisposeScope();
        var members = Images(Members);
        var (copied, honest) = (Figures(MembershipAttack.Nearest, members + 0.02 * randn_like(members)), Figures(MembershipAttack.Nearest, Images(Third(2))));
        Assert.Multiple(() =>
        {
            Assert.That(copied.Auc, Is.GreaterThan(0.95));
            Assert.That(copied.TruePositives, Is.GreaterThan(0.8));
            Assert.That(copied.Floor, Is.LessThan(copied.Auc - 0.1));
            Assert.That(honest.AucInterval.Lower, Is.LessThan(0.5));
            Assert.That(honest.AucInterval.Upper, Is.GreaterThan(0.5));
            Assert.That(honest.P, Is.GreaterThan(0.05));
        });
    }

    [Test]
    public void Exact_copies_of_all_training_images_or_of_every_second_give_them_away()
    {
        using var scope = NewDisposeScope();
        IReadOnlyList<AskedImage> half = [.. Members.Where((_, i) => i % 2 == 0)];
        var (all, some) = (Figures(MembershipAttack.Nearest, Images(Members)), Figures(MembershipAttack.Nearest, cat([Images(half), Images(Third(2))])));
        Assert.Multiple(() =>
        {
            Assert.That((all.Auc, all.TruePositives), Is.EqualTo((1.0, 1.0)));
            Assert.That(all.P, Is.LessThan(0.001));
            Assert.That(some.Auc, Is.InRange(0.65, 0.85));
            Assert.That(some.TruePositives, Is.GreaterThanOrEqualTo(0.5));
            Assert.That(some.P, Is.LessThan(0.01));
        });
    }

    [Test]
    public void Copies_in_any_part_of_a_large_set_are_found()
    {
        using var scope = NewDisposeScope();
        IReadOnlyList<AskedImage> asked = [.. Members, .. Others];
        var (noise, copies) = (randn(50, 1, 16, 16), Images(Members));
        var inParts = ReleasedView.Of([() => noise, () => copies], noise, asked, Reference, inGround: true, new RecordingDisplay(), CancellationToken.None);
        Assert.That(inParts[MembershipAttack.Nearest], Is.EqualTo(Scores(asked, cat([noise, copies]))[MembershipAttack.Nearest]));
        Assert.That(Figures(asked, inParts[MembershipAttack.Nearest]).Auc, Is.EqualTo(1));
    }

    [Test]
    public void A_set_of_copies_of_two_images_gives_those_away_and_one_of_copies_of_one_image_has_no_density()
    {
        using var scope = NewDisposeScope();
        IReadOnlyList<AskedImage> asked = [.. Members, .. Others];
        var two = Scores(asked, Images([.. Enumerable.Repeat(Members[..2], 20).SelectMany(pair => pair)]));
        var one = Scores(asked, Images([.. Enumerable.Repeat(Members[0], 20)]));
        Assert.Multiple(() =>
        {
            foreach (var attack in new[] { MembershipAttack.Nearest, MembershipAttack.Density })
            {
                Assert.That(two[attack], Has.All.Matches<double>(double.IsFinite));
                Assert.That(two[attack][..2].Min(), Is.GreaterThan(two[attack][2..].Max()), attack.Name);
            }

            Assert.That(one.ContainsKey(MembershipAttack.Density), Is.False);
            Assert.That(one[MembershipAttack.Nearest][0], Is.GreaterThan(one[MembershipAttack.Nearest][1..].Max()));
        });
    }

    [Test]
    public void Copies_are_not_authentic_and_what_is_far_from_every_image_is()
    {
        var (reals, nearest) = (GeneratorReals.Of(data), new RealSlice(Site.Training, 0, IsSeen: true));
        var authenticity = new Authenticity(reals, new RecordingDisplay());
        Assert.That(authenticity.Of([("a", nearest, 0), ("b", nearest, 0)]).Share, Is.Zero);
        Assert.That(authenticity.Of([("a", nearest, 2), ("b", nearest, 2)]).Share, Is.EqualTo(1));

        // One patient of each kind: a patient counts once, however many images there are of it.
        Assert.That(authenticity.Of([("a", nearest, 2), ("a", nearest, 2), ("a", nearest, 2), ("b", nearest, 0)]).Share, Is.EqualTo(0.5));
        var own = NearestReal.Of(new ComparedImages(Images([Members[0]]), zeros([1, 1, 16, 16], ScalarType.Bool), ["x"]), reals.Training, ofOthers: false)[0]!;
        Assert.That(own.Distance, Is.Zero.Within(1e-9));
    }

    private MembershipFigures Figures(MembershipAttack attack, Tensor released)
    {
        IReadOnlyList<AskedImage> asked = [.. Members, .. Others];
        return Figures(asked, Scores(asked, released)[attack]);
    }

    private IReadOnlyDictionary<MembershipAttack, double[]> Scores(IReadOnlyList<AskedImage> asked, Tensor released) =>
        ReleasedView.Of(released, asked, Reference, inGround: true, new RecordingDisplay(), CancellationToken.None);

    private static MembershipFigures Figures(IReadOnlyList<AskedImage> asked, double[] scores)
    {
        var members = asked.Zip(scores).ToLookup(image => image.First.Samples == image.First.Site.Training);
        return MembershipFigures.Of(Scored(members[true]), Scored(members[false]))!;

        static ScoredImages Scored(IEnumerable<(AskedImage Image, double Score)> images) => new([.. images.Select(image => image.Score)], [.. images.Select(image => image.Image.Patient)]);
    }

    private IReadOnlyList<AskedImage> Third(int which) => [.. AskedImage.AllOf(Site, Site.Test).Where((_, i) => i % 3 == which)];

    private static Tensor Images(IReadOnlyList<AskedImage> images) => images[0].Samples.Take(AskedImage.Positions(images), random: null).Image;
}

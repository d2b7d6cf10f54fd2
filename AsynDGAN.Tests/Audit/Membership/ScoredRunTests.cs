using AsynDGAN.Core.Audit.Membership;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Data;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Audit.Membership;

public class ScoredRunTests
{
    private static readonly Experiment experiment = new() { Data = HeldOutPhantoms.Of(2) };

    /// <summary>What else a run was asked about moves no difference between two runs.</summary>
    [Test]
    public void Among_some_images_the_scale_is_theirs_alone()
    {
        using var data = Dataset.Load(experiment, CPU);
        AskedImage[] some = [.. data.Sites.SelectMany(site => AskedImage.AllOf(site, site.Training))];
        AskedImage[] all = [.. data.Sites.SelectMany(site => AskedImage.AllOf(site, site.Test)), .. some];
        double Raw(AskedImage image) => Array.IndexOf(some, image) is var place and >= 0 ? place % 7 : 100;
        var among = Scores(all).Among(some);
        var alone = Scores(some);
        Assert.That(some.Select(image => among.Of(MembershipAttack.Gradient, image)), Is.EqualTo(some.Select(image => alone.Of(MembershipAttack.Gradient, image))).Within(1e-9));
        Assert.That(among.Tells(MembershipAttack.Gradient), Is.True);

        ScoredRun Scores(AskedImage[] images) => ScoredRun.Of(images, [], new Dictionary<MembershipAttack, double[]> { [MembershipAttack.Gradient] = [.. images.Select(Raw)] });
    }

    [Test]
    public void Images_that_others_are_compared_with_do_not_move_the_scale_of_their_hospital()
    {
        using var data = Dataset.Load(experiment, CPU);
        AskedImage[] members = [.. data.Sites.SelectMany(site => AskedImage.AllOf(site, site.Training))];
        AskedImage[] others = [.. data.Sites.SelectMany(site => AskedImage.AllOf(site, site.Test))];

        // Each of them is its own nearest, which gives a score far from all; the hospitals have different numbers of them.
        AskedImage[] reference = [.. others.Where((image, i) => i % (image.Site == data.Sites[0] ? 2 : 5) == 0)];
        AskedImage[] all = [.. members, .. others];
        double[] raw = [.. all.Select((image, i) => reference.Contains(image) ? -13 : (members.Contains(image) ? 0.2 : 0) + 0.01 * (i % 7))];
        var run = ScoredRun.Of(all, reference, new Dictionary<MembershipAttack, double[]> { [MembershipAttack.Nearest] = raw, [MembershipAttack.Gradient] = [.. raw] });
        Assert.Multiple(() =>
        {
            Assert.That(Auc(MembershipAttack.Nearest), Is.EqualTo(1));
            Assert.That(reference.Select(image => run.Of(MembershipAttack.Nearest, image)), Has.All.Zero);
            foreach (var site in data.Sites)
            {
                var scores = all.Except(reference).Where(image => image.Site == site).Select(image => run.Of(MembershipAttack.Nearest, image)).ToArray();
                Assert.That(scores.Average(), Is.Zero.Within(1e-9));
                Assert.That(scores.Average(score => score * score), Is.EqualTo(1).Within(1e-9));
            }

            // An attack that compares with no one has all images of a hospital on its scale.
            Assert.That(all.Where(image => image.Site == data.Sites[0]).Average(image => run.Of(MembershipAttack.Gradient, image)), Is.Zero.Within(1e-9));
        });

        double Auc(MembershipAttack attack) => MembershipFigures.Of(Scored(members, attack), Scored([.. others.Except(reference)], attack))!.Auc;

        ScoredImages Scored(AskedImage[] images, MembershipAttack attack) =>
            new([.. images.Select(image => run.Of(attack, image))], [.. images.Select(image => image.Patient)]);
    }
}

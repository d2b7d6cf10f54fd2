using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Keys;
using AsynDGAN.Core.Reuse;

namespace AsynDGAN.Tests.Reuse;

public class IdentityTests
{
    private static readonly Experiment Plain = new() { Name = "plain" };

    [Test]
    public void Of_another_preparation_it_is_said_that_the_program_is_another_and_not_the_files()
    {
        var now = new Identity(new Dictionary<string, string> { [Identity.Preparation] = "3" });
        var stored = new Identity(new Dictionary<string, string> { [Identity.Preparation] = "2" });
        Assert.That(now.ComparedWith(stored).Lines("in the run"), Does.StartWith("\n  preparation (version): 2 in the run, 3 now (another version of the program, "));
    }

    [Test]
    public void A_part_that_differs_is_told_with_both_values()
    {
        var stored = Dependence.Run.Of(Plain).With((Identity.Data, "aa"));
        var now = Dependence.Run.Of(Plain with { Loss = new LossOptions { LambdaL1 = 3 } }).With((Identity.Data, "bb"));
        Assert.That(now.ComparedWith(stored).Lines(), Is.EqualTo("\n  loss.lambda_l1: 100 there, 3 now\n  data (fingerprint): aa there, bb now"));
        Assert.That(now.ComparedWith(stored).Doubt("the run"), Is.Null);
    }

    [Test]
    public void A_key_that_an_earlier_version_did_not_have_had_its_default()
    {
        var stored = new Identity(Dependence.Run.Of(Plain).Parts.Where(part => part.Key != "loss.lambda_l1").ToDictionary());
        Assert.That(Dependence.Run.Of(Plain).ComparedWith(stored).Different, Is.Empty);
        Assert.That(
            Dependence.Run.Of(Plain with { Loss = new LossOptions { LambdaL1 = 3 } }).ComparedWith(stored).Different.Single().Part, Is.EqualTo("loss.lambda_l1"));
    }

    [TestCase("false", Precision.Float32, true)]
    [TestCase("false", Precision.Auto, true)]
    [TestCase("false", Precision.Tf32, false)]
    [TestCase("true", Precision.Tf32, true)]
    [TestCase("true", Precision.Auto, true)]
    [TestCase("true", Precision.Float32, false)]
    [TestCase("true", Precision.Bfloat16, false)]
    public void A_key_that_had_another_name_is_compared_by_what_it_said(string tf32, Precision now, bool same)
    {
        foreach (var kind in new[] { Dependence.Run, Dependence.SyntheticSet, Dependence.Row })
        {
            var stored = new Identity(kind.Of(Plain).Parts.Where(part => part.Key != "training.precision").Append(new("training.tf32", tf32)).ToDictionary());
            var comparison = kind.Of(Plain with { Training = new TrainingOptions { Precision = now } }).ComparedWith(stored);
            Assert.That(comparison.Different.Select(d => d.Part), Is.EqualTo(same ? Array.Empty<string>() : ["training.precision"]));
            Assert.That(comparison.Unknown, Is.Empty);
        }
    }

    [TestCase(Precision.Float32, Precision.Tf32, false)]
    [TestCase(Precision.Float32, Precision.Auto, true)]
    [TestCase(Precision.Auto, Precision.Tf32, true)]
    [TestCase(Precision.Auto, Precision.Bfloat16, false)]
    public void Auto_is_the_same_as_what_a_device_may_make_of_it(Precision there, Precision now, bool same) => Assert.That(
        Of(now).ComparedWith(Of(there)).Different.Count == 0 && Of(there).ComparedWith(Of(now)).Different.Count == 0, Is.EqualTo(same));

    [Test]
    public void What_was_not_recorded_is_said_and_refuses_nothing()
    {
        var comparison = Dependence.Run.Of(Plain).With((Identity.Split, "aa")).ComparedWith(Dependence.Run.Of(Plain));
        Assert.That(comparison.Different, Is.Empty);
        Assert.That(comparison.Doubt("the run"), Does.StartWith("the run does not tell everything that it was made with").And.Contain(Identity.Split));
    }

    [TestCase(32, 0)]
    [TestCase(40, 1)]
    public void Patches_larger_than_the_picture_of_networks_are_doubted_where_an_earlier_version_counted_in_all_of_them(int patch, int doubted)
    {
        var cut = Plain with { Data = new DataOptions { ImageSize = 32, Patch = new PatchOptions { Size = patch } } };
        foreach (var kind in new[] { Dependence.Run, Dependence.Generator, Dependence.SyntheticSet, Dependence.Row, Dependence.PreparedCase })
        {
            var earlier = new Identity(kind.Of(cut).Parts.Where(part => part.Key != Identity.MaskPixels).ToDictionary());
            var comparison = kind.Of(cut).ComparedWith(earlier);
            Assert.That(comparison.Different, Is.Empty);
            Assert.That(comparison.Unknown, Is.EqualTo(Enumerable.Repeat(Identity.MaskPixels, doubted)));
        }
    }

    /// <summary>Every key counts for a run, or is known to change no result of it.</summary>
    [Test]
    public void No_key_is_forgotten_for_a_run()
    {
        string[] later = ["synthesis.", "segmentation."];
        var uncounted = ExperimentKeys.All.Select(key => key.Path).Where(key => !Dependence.Run.On(key) && !later.Any(key.StartsWith));
        Assert.That(uncounted, Is.EquivalentTo(Dependence.FreeKeys.Split(", ").Where(key => !later.Any(key.StartsWith))));
    }

    [Test]
    public void The_keys_that_no_result_depends_on_are_keys() =>
        Assert.That(Dependence.FreeKeys.Split(", "), Is.SubsetOf(ExperimentKeys.All.Select(key => key.Path)));

    [TestCase("loss.lambda_l1", false)]
    [TestCase("synthesis.mix_masks", true)]
    [TestCase("generator.norm", true)]
    [TestCase("synthesis.conditions", true)]
    [TestCase("data.fold.leave", true)]
    [TestCase("data.root", false)]
    public void A_synthetic_set_depends_on_its_own_keys_and_its_weights(string key, bool counts) =>
        Assert.That(Dependence.SyntheticSet.On(key), Is.EqualTo(counts));

    [TestCase("segmentation.filters", true)]
    [TestCase("segmentation.seeds", false)]
    [TestCase("sites.merge", true)]
    [TestCase("sites.mode", false)]
    [TestCase("data.augment.flip", false)]
    [TestCase("data.fold.of", false)]
    [TestCase("data.crop", true)]
    public void A_row_depends_on_its_network_and_its_data(string key, bool counts) => Assert.That(Dependence.Row.On(key), Is.EqualTo(counts));

    [Test]
    public void Runs_that_left_out_different_folds_are_different_runs_on_the_same_compared_data()
    {
        var fold = Plain with { Data = new DataOptions { Fold = new FoldOptions { Of = 2, Leave = 2 } } };
        foreach (var kind in new[] { Dependence.Run, Dependence.Generator, Dependence.SyntheticSet })
        {
            Assert.That(kind.Of(fold).ComparedWith(kind.Of(Plain)).Different.Select(d => d.Part), Is.EqualTo(new[] { "data.fold.of", "data.fold.leave" }));
        }

        foreach (var kind in new[] { Dependence.ComparedData, Dependence.Row, Dependence.Comparison })
        {
            Assert.That(kind.Of(fold).Sha256, Is.EqualTo(kind.Of(Plain).Sha256));
        }
    }

    private static Identity Of(Precision precision) => Dependence.Run.Of(Plain with { Training = new TrainingOptions { Precision = precision } });

    [Test]
    public void The_digest_is_of_the_parts_whatever_their_order()
    {
        var (a, b) = (new Identity(new Dictionary<string, string> { ["x"] = "1", ["y"] = "2" }), new Identity(new Dictionary<string, string> { ["y"] = "2", ["x"] = "1" }));
        Assert.That(a.Sha256, Is.EqualTo(b.Sha256).And.Not.EqualTo(a.With(("z", "3")).Sha256));
    }
}

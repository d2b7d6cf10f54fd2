using AsynDGAN.Core;
using AsynDGAN.Core.Audit.Memorisation;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Reuse;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Synthesis;

namespace AsynDGAN.Tests.Synthesis;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class GivenSetTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [TestCase("last", true, false)]
    [TestCase("last", false, false)]
    [TestCase("older", false, true)]
    public void A_set_in_a_runs_folder_that_other_weights_drew_says_so(string weights, bool isOfItsRun, bool isOther)
    {
        folder.Write("config.yaml", ExperimentWriter.Write(new Experiment()));
        var last = folder.Write("weights/generator.safetensors", "last");
        Assert.That(GivenSet.At(folder.Path).OtherWeights, Is.Null, "none is there");
        folder.In("synthetic/manifest.csv");
        new SetOrigin(1, "manifest", Digest.OfFile(folder.Write("drawing", weights)), "data", "cpu", 1, "") { OfItsRun = isOfItsRun }.Write(folder.Join("synthetic"));
        var data = Dependence.ComparedData.Of(new Experiment());
        foreach (var set in new[] { GivenSet.At(folder.Path), GivenSet.At(folder.Join("synthetic")) })
        {
            Assert.That(set.OtherWeights, isOther ? Does.Contain("was drawn with other weights than those of the run in whose folder it lies") : Is.Null);
            Assert.That(MemorisationExamination.OfOtherWeights([set]), isOther ? Has.One.StartsWith("The synthetic set in '") : Is.Empty);
            Assert.That(set.RefuseOtherRun(data), isOther ? Does.Contain("other weights").And.Contain("could not be checked by the run") : Is.Null);
        }

        File.Delete(last);
        Assert.That(GivenSet.At(folder.Path).OtherWeights is null, Is.EqualTo(isOfItsRun), "what is not there cannot have drawn it");
    }

    [TestCase(SynthesisConditions.Seen, "")]
    [TestCase(SynthesisConditions.LeftOut, " --set synthesis.conditions=seen")]
    public void The_command_that_draws_a_runs_set_draws_it_there_whatever_the_runs_configuration_draws(SynthesisConditions conditions, string key)
    {
        folder.Write("run/config.yaml", ExperimentWriter.Write(new Experiment
        {
            Data = new DataOptions { Fold = new FoldOptions { Of = 2, Leave = 1 } },
            Synthesis = new SynthesisOptions { Conditions = conditions },
        }));
        var drawing = GivenSet.At(folder.Join("run")).Drawing;
        Assert.That(drawing, key.Length == 0 ? Does.Not.Contain("--set") : Does.EndWith(key));

        var own = folder.Write("run/synthetic/config.yaml", ExperimentWriter.Write(new Experiment { Synthesis = new SynthesisOptions { PerMask = 2 } }));
        Assert.That(GivenSet.At(folder.Join("run")).Drawing, Does.Contain($"--config {own} --run").And.Not.Contain("--set"), "as it was drawn");
    }

    [TestCase("manifest", "last", true, "")]
    [TestCase("manifest", "gone", true, "", Description = "its run was trained on since")]
    [TestCase("points", "last", true, "")]
    [TestCase("nnunet", "last", true, " --format nnunet")]
    [TestCase("manifest", "last", false, "", Description = "the run's, given as a file")]
    [TestCase("manifest", "older", false, " --weights {0}")]
    [TestCase("nnunet", "older", false, " --format nnunet --weights {0}")]
    [TestCase("nnunet", "gone", false, " --format nnunet --weights FILE")]
    public void The_command_that_draws_a_set_again_has_its_layout_and_its_weights(string layout, string weights, bool isOfItsRun, string options)
    {
        folder.Write("run/config.yaml", ExperimentWriter.Write(new Experiment()));
        folder.Write("run/weights/generator.safetensors", "last");
        var older = folder.Write("run/checkpoints/epoch-0010/generator.safetensors", "older");
        folder.Write("run/checkpoints/epoch-0005/generator.safetensors", "another");
        folder.In("run/synthetic/manifest.csv");
        new SetOrigin(1, layout, Digest.OfText(weights), "data", "cpu", 1, "") { OfItsRun = isOfItsRun, Identity = new Dictionary<string, string>() }.Write(folder.Join("run", "synthetic"));
        var run = folder.Join("run");
        Assert.That(GivenSet.At(run).Drawing, Is.EqualTo($"asyndgan synthesize --config {Path.Combine(run, "config.yaml")} --run {run}{options.Replace("{0}", older)}"));
    }

    [Test]
    public void A_set_whose_origin_is_damaged_is_refused_with_the_command_that_draws_it_in_its_run()
    {
        folder.Write("run/config.yaml", ExperimentWriter.Write(new Experiment()));
        folder.Write("run/weights/generator.safetensors", "last");
        folder.Write("run/synthetic/synthesis.json", "{");
        Assert.That(
            () => SetOrigin.Read(folder.Join("run", "synthetic")),
            Throws.TypeOf<UserException>().With.Property(nameof(UserException.Hint)).EndsWith($"--run {folder.Join("run")} --overwrite"));
    }

    [Test]
    public void A_run_of_other_keys_is_refused_with_its_own_configuration_and_one_of_other_data_without()
    {
        var own = folder.Write("config.yaml", ExperimentWriter.Write(new Experiment()));
        folder.Write("provenance.json", """{"data": "its data"}""");
        Refused(Dependence.ComparedData.Of(new Experiment { Data = new DataOptions { MaskValues = [1] } }), $"Compare runs of one data configuration. This run's own: --config {ShellWord.Of(own)}.");
        Refused(Dependence.ComparedData.Of(new Experiment()).With((Identity.Data, "other data")), "Compare runs of one data configuration.");

        void Refused(Identity now, string hint) => Assert.That(
            () => GivenSet.At(folder.Path).RefuseOtherRun(now), Throws.TypeOf<UserException>().With.Message.Contains("was made on other data").And.Property(nameof(UserException.Hint)).EqualTo(hint));
    }

    [Test]
    public void A_folder_of_runs_is_no_run_and_its_runs_are_named()
    {
        folder.Write("compare/jobs.csv", "");
        folder.Write("compare/asyndgan-7/config.yaml", "");
        folder.Write("compare/asyndgan-7/weights/generator.safetensors", "");
        Assert.That(
            () => GivenSet.At(folder.Join("compare")).Configuration(),
            Throws.TypeOf<UserException>().With.Message.Contains("is no run and no synthetic set").And.Property(nameof(UserException.Hint)).Contains("asyndgan-7").And.Property(nameof(UserException.Hint)).Not.Contains("train"));
        Assert.That(
            () => GivenSet.At(folder.Join("none")).Configuration(),
            Throws.TypeOf<UserException>().With.Property(nameof(UserException.Hint)).Contains("Make a run by: asyndgan train --config FILE --out"));
    }
}

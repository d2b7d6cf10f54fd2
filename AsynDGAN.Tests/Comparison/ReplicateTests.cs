using AsynDGAN.Core;
using AsynDGAN.Core.Comparison;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Reuse;
using AsynDGAN.Core.Synthesis;
using AsynDGAN.Tests.Cli;
using AsynDGAN.Tests.Runs;

namespace AsynDGAN.Tests.Comparison;

public class ReplicateTests
{
    private readonly TemporaryFolder folder = new();

    [OneTimeSetUp]
    public void MakeRuns()
    {
        foreach (var (run, split) in new[] { ("a7", 7), ("b7", 7), ("a8", 8), ("b8", 8), ("c8", 8) })
        {
            Directory.CreateDirectory(folder.Join(run));
            var experiment = new Experiment { Name = run, Data = new DataOptions { SplitSeed = split } };
            File.WriteAllText(folder.Join(run, "config.yaml"), ExperimentWriter.Write(experiment));
        }

        foreach (var (of, leave) in new[] { (2, 1), (2, 2), (3, 1), (3, 2), (3, 3) })
        {
            var experiment = new Experiment { Name = "f", Data = new DataOptions { SplitSeed = 7, Fold = new FoldOptions { Of = of, Leave = leave } } };
            var run = $"f{leave}of{of}";
            Write(experiment, run);
            Directory.CreateDirectory(folder.Join(run, "weights"));
            Write(experiment, run, "synthetic");
            Write(experiment with { Synthesis = new SynthesisOptions { Conditions = SynthesisConditions.LeftOut } }, run, "synthetic-left-out");
            foreach (var set in new[] { "synthetic", "synthetic-left-out" })
            {
                (new SetOrigin(1, "manifest", "aa", "bb", "cpu", 1, "") { Drawn = 1 }).Write(folder.Join(run, set));
            }
        }

        void Write(Experiment experiment, params string[] names)
        {
            Directory.CreateDirectory(folder.Join(names));
            File.WriteAllText(folder.Join([.. names, "config.yaml"]), ExperimentWriter.Write(experiment));
        }
    }

    [OneTimeTearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public void Sets_and_a_comparison_leave_out_the_same_sites()
    {
        var (run, alone) = (folder.Join("without"), folder.Join("alone"));
        Directory.CreateDirectory(run);
        Directory.CreateDirectory(alone);
        File.WriteAllText(Path.Combine(run, "config.yaml"), ExperimentWriter.Write(new Experiment { Data = new DataOptions { SplitSeed = 7 }, Sites = new SiteOptions { Without = ["b", "a"] } }));
        File.WriteAllText(Path.Combine(alone, "config.yaml"), ExperimentWriter.Write(new Experiment { Data = new DataOptions { SplitSeed = 7 }, Sites = new SiteOptions { Mode = SiteMode.Single, Only = "c" } }));
        Assert.That(() => Leaving(run, "a", "b"), Throws.Nothing);
        Assert.That(() => Leaving(alone, "a", "b"), Throws.Nothing);
        Assert.That(() => Leaving(alone, "c"), Refused("drawn by a run on the site c, and this is a comparison that leaves out c"));
        Assert.That(() => Leaving(run, "a"), Refused("drawn by a run that leaves out b, a, and this is a comparison that leaves out a"));
        Assert.That(() => Leaving(run), Refused("and this is a comparison that leaves out no site"));
        Assert.That(() => Leaving(Run("a7"), "a"), Refused("drawn by a run that leaves out no site"));

        static IReadOnlyList<Replicate> Leaving(string run, params string[] without) => Replicate.Of(new Experiment { Sites = new SiteOptions { Without = without } }, [$"A={run}"]);
        static NUnit.Framework.Constraints.IResolveConstraint Refused(string message) => Throws.TypeOf<UserException>().With.Message.Contains(message);
    }

    [Test]
    public void Without_runs_the_configurations_split_is_the_one() =>
        Assert.That(Of().Select(r => (r.Experiment.Data.SplitSeed, r.Sets.Count)), Is.EqualTo(new[] { (3, 0) }));

    [Test]
    public void The_first_runs_of_the_labels_belong_together_and_then_the_second()
    {
        var replicates = Of($"AsynDGAN={Run("a7")},{Run("a8")}", $"Syn-All={Run("b7")},{Run("b8")}");
        Assert.That(replicates.Select(r => r.Experiment.Data.SplitSeed), Is.EqualTo(new[] { 7, 8 }));
        Assert.That(replicates[1].Sets["AsynDGAN"].Select(set => set.Given), Is.EqualTo(new[] { Run("a8") }));
        Assert.That(replicates[1].Sets["Syn-All"].Select(set => set.Given), Is.EqualTo(new[] { Run("b8") }));
    }

    [Test]
    public void What_is_recorded_is_the_split_of_the_sets_and_one_that_is_none_of_theirs_is_warned_of()
    {
        var given = new Experiment { Data = new DataOptions { SplitSeed = 8, Fold = new FoldOptions { Of = 5 } } };
        Assert.That(Recorded($"A={Run("a7")}"), Is.EqualTo((7, 1, "warning: data.split_seed is 8, and the synthetic sets are of split 7, which is used.")));
        Assert.That(Recorded($"A={Run("a7")},{Run("a8")}"), Is.EqualTo((7, 1, "")));
        Assert.That(Recorded($"A={Run("a8")}"), Is.EqualTo((8, 1, "")));
        Assert.That(Recorded(), Is.EqualTo((8, 1, "")));

        (int Split, int Folds, string Lines) Recorded(params string[] synthetic)
        {
            var display = new RecordingDisplay();
            var recorded = Replicate.Recorded(given, Replicate.Of(given, synthetic), display);
            return (recorded.Data.SplitSeed, recorded.Data.Fold.Of, string.Join('\n', display.Lines));
        }
    }

    [Test]
    public void A_plus_joins_runs_of_one_replicate() =>
        Assert.That(Of($"Syn-Union={Run("a8")}+{Run("b8")}+{Run("c8")}").Single().Sets["Syn-Union"], Has.Count.EqualTo(3));

    [Test]
    public void Runs_of_different_splits_do_not_pair() =>
        Refused("split", $"AsynDGAN={Run("a7")}", $"Syn-All={Run("b8")}");

    [Test]
    public void A_run_stands_for_its_set_and_a_sets_folder_for_itself_and_its_run()
    {
        var replicate = Of($"AsynDGAN={Run("a7")}", $"Folds={Run("f1of2")}+{Run("f2of2")}", $"Crossed={Join("f1of2")}+{Join("f2of2")}").Single();
        Assert.That(replicate.Sets["Folds"].Select(set => (set.Folder, set.Run)), Is.EqualTo(new[] { Run("f1of2"), Run("f2of2") }.Select(run => (Path.Combine(run, "synthetic"), run))));
        Assert.That(replicate.Sets["Crossed"].Select(set => (set.Folder, set.Run)), Is.EqualTo(new[] { (Join("f1of2"), Run("f1of2")), (Join("f2of2"), Run("f2of2")) }));
        Assert.That(
            replicate.Sets.Values.SelectMany(sets => sets).Select(set => replicate.Names[set]),
            Is.EqualTo(new[] { "a7", "f1of2", "f2of2", "f1of2/synthetic-left-out", "f2of2/synthetic-left-out" }));
        Assert.That((replicate.Experiment.Data.SplitSeed, replicate.Experiment.Data.Fold.Of), Is.EqualTo((7, 1)), "real rows have all training patients");
    }

    [Test]
    public void A_set_outside_of_a_run_is_read_by_itself()
    {
        RunFiles.Copy(Join("f1of2"), folder.Join("given", "set"));
        RunFiles.Copy(Join("f2of2"), folder.Join("given", "other"));
        var sets = Of($"Crossed={folder.Join("given", "set")}+{folder.Join("given", "other")}").Single();
        Assert.That(sets.Sets["Crossed"].Select(set => (set.Run, sets.Names[set])), Is.EqualTo(new[] { ((string?)null, "set"), (null, "other") }));
    }

    [Test]
    public void Folds_that_are_joined_leave_each_patient_out_once()
    {
        Assert.That(Of($"Folds={Run("f3of3")}+{Run("f1of3")}+{Run("f2of3")}"), Has.Count.EqualTo(1));
        Refused("do not leave each training patient out once: ", $"Folds={Run("f1of2")}");
        RunFiles.Copy(Run("f1of2"), Run("again"));
        Refused("leave fold 1 of 2 out 2 times", $"Folds={Run("f1of2")}+{Run("again")}");
        Refused("of different folds (data.fold.of)", $"Folds={Run("f1of2")}+{Run("f2of3")}");
        Refused("of different folds (data.fold.of)", $"Folds={Run("f1of2")}+{Run("f2of2")}+{Run("a7")}");
        Refused("of seen and of left-out conditions", $"Folds={Run("f1of2")}+{Join("f2of2")}");
        Assert.That(
            () => Of($"Folds={Run("f2of3")}"),
            Throws.TypeOf<UserException>().With.Property("Hint").EqualTo("Add by a plus the set of a run that leaves fold 1 of 3, another that leaves fold 3 of 3 (data.fold.leave)."));
    }

    [Test]
    public void Runs_of_two_split_seeds_that_give_every_patient_the_same_part_are_one_split()
    {
        foreach (var (run, split, part) in new[] { ("given7", 7, "test"), ("given8", 8, "test"), ("other9", 9, "train") })
        {
            Directory.CreateDirectory(Run(run));
            File.WriteAllText(folder.Join(run, "config.yaml"), ExperimentWriter.Write(new Experiment { Data = new DataOptions { SplitSeed = split } }));
            File.WriteAllText(folder.Join(run, "split.csv"), $"patient,institution,site,part,fold\np,i,s{split},train,\nq,i,s{split},{part},\n");
        }

        Refused($"{Run("given7")} has split_seed 7 and {Run("given8")} 8, and every patient has the same part in both", $"A={Run("given7")},{Run("given8")}");
        Refused("are of one split", $"A={Run("other9")},{Run("given7")},{Run("given8")}");
        Assert.That(Of($"A={Run("given7")},{Run("other9")}"), Has.Count.EqualTo(2));
    }

    [Test]
    public void Sets_outside_of_runs_tell_their_split_themselves()
    {
        foreach (var split in new[] { 7, 8 })
        {
            var (set, experiment) = (folder.Join("alone", $"set{split}"), new Experiment { Data = new DataOptions { SplitSeed = split } });
            Directory.CreateDirectory(set);
            File.WriteAllText(Path.Combine(set, "config.yaml"), ExperimentWriter.Write(experiment));
            (new SetOrigin(1, "manifest", "aa", "bb", "cpu", 1, "") { Drawn = 1, Identity = new Dictionary<string, string> { [Identity.Split] = "cc" } }).Write(set);
        }

        Refused("are of one split", $"A={folder.Join("alone", "set7")},{folder.Join("alone", "set8")}");
    }

    [TestCase("is given twice", "A=x", "A=y")]
    [TestCase("different numbers of runs: A 2, B 1", "A=x,y", "B=x")]
    [TestCase("write it as LABEL=RUN", "runs/lgg")]
    [TestCase("write it as LABEL=RUN", "=runs/lgg")]
    [TestCase("write it as LABEL=RUN", "A=")]
    [TestCase("write it as LABEL=RUN", "A=x,,y")]
    [TestCase("write it as LABEL=RUN", "A=x+")]
    public void Texts_that_name_no_runs_are_refused(string message, params string[] synthetic) => Refused(message, synthetic);

    private static void Refused(string message, params string[] synthetic) =>
        Assert.That(() => Of(synthetic), Throws.TypeOf<UserException>().With.Message.Contains(message));

    private static IReadOnlyList<Replicate> Of(params string[] synthetic) =>
        Replicate.Of(new Experiment { Name = "x", Data = new DataOptions { SplitSeed = 3 } }, synthetic);

    private string Run(string name) => folder.Join(name);

    private string Join(string run) => folder.Join(run, "synthetic-left-out");
}

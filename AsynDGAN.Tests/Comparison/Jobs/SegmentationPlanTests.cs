using AsynDGAN.Core;
using AsynDGAN.Core.Comparison;
using AsynDGAN.Core.Comparison.Jobs;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Data.Sites;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Reuse;
using AsynDGAN.Core.Runs;
using AsynDGAN.Core.Synthesis;
using AsynDGAN.Core.Training;
using AsynDGAN.Tests.Cli;
using AsynDGAN.Tests.Runs;

namespace AsynDGAN.Tests.Comparison.Jobs;

public sealed class SegmentationPlanTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ComparisonRequest request;

    public SegmentationPlanTests()
    {
        File.WriteAllText(folder.Join("plan.yaml"), "segmentation: { steps: 50, batch_size: 2 }\n");
        request = new ComparisonRequest(folder.Join("plan.yaml"), ["seed=3"], "out");
    }

    public void Dispose() => folder.Dispose();

    [Test]
    public void Both_methods_are_trained_drawn_and_every_row_has_a_job_that_waits_for_the_sets_that_it_reads()
    {
        var jobs = Plan(request, 7);
        Assert.That(jobs.Select(job => $"{job.Name} <- {string.Join(' ', job.Needs)}".TrimEnd()), Is.EqualTo(new[]
        {
            "syn-all-7 <-", "syn-all-7-synthetic <- syn-all-7", "asyndgan-7 <-", "asyndgan-7-synthetic <- asyndgan-7",
            "real-all-7 <-", "real-subsets-7 <-", "fedavg-7 <-",
            "synthetic-Syn-All-7 <- syn-all-7-synthetic", "synthetic-AsynDGAN-7 <- asyndgan-7-synthetic",
            "new-masks-Syn-All-7 <- syn-all-7-synthetic", "new-masks-AsynDGAN-7 <- asyndgan-7-synthetic",
            "real-subsets-and-AsynDGAN-7 <- asyndgan-7-synthetic", "threshold-7 <-",
            "segmentation <- real-all-7 real-subsets-7 fedavg-7 synthetic-Syn-All-7 synthetic-AsynDGAN-7 new-masks-Syn-All-7 new-masks-AsynDGAN-7 real-subsets-and-AsynDGAN-7 threshold-7",
        }));
        Assert.That(jobs[^1].Tables, Is.EqualTo(Path.Combine("out", "segmentation")));
    }

    [Test]
    public void Each_job_is_a_command_of_the_program()
    {
        var jobs = Plan(request with { Seeds = [1, 2], Part = DataPart.Validation }, 7).ToDictionary(job => job.Name, job => string.Join(' ', job.Command()));
        var (config, table) = ($"--config {request.Config} --set seed=3 --set data.split_seed=7", $"--part validation --out {Path.Combine("out", "segmentation")}");
        Assert.That(jobs["asyndgan-7"], Is.EqualTo($"train {config} --out {Path.Combine("out", "asyndgan-7")}"));
        Assert.That(jobs["syn-all-7"], Is.EqualTo($"train {config} --set sites.mode=pooled --out {Path.Combine("out", "syn-all-7")}"));
        Assert.That(jobs["syn-all-7-synthetic"], Is.EqualTo($"synthesize {config} --set sites.mode=pooled --run {Path.Combine("out", "syn-all-7")}"));
        Assert.That(jobs["real-subsets-7"], Is.EqualTo($"eval-seg {config} --set segmentation.seeds=[1, 2] {table} --rows-only --train-on real-subset:a --train-on real-subset:b"));
        Assert.That(
            jobs["real-subsets-and-AsynDGAN-7"],
            Is.EqualTo($"eval-seg {config} --set segmentation.seeds=[1, 2] --synthetic AsynDGAN={Path.Combine("out", "asyndgan-7")} {table} --rows-only --train-on real-subset+synthetic:AsynDGAN"));
        Assert.That(
            jobs["segmentation"],
            Is.EqualTo($"eval-seg {config} --set segmentation.seeds=[1, 2] --synthetic Syn-All={Path.Combine("out", "syn-all-7")} --synthetic AsynDGAN={Path.Combine("out", "asyndgan-7")} {table}"));
    }

    [Test]
    public void Only_the_gans_that_the_rows_need_are_trained()
    {
        string[] real = ["real-all", "threshold"];
        Assert.That(Plan(request with { TrainOn = real }, 7).Select(job => job.Name), Is.EqualTo(new[] { "real-all-7", "threshold-7", "segmentation" }));
        var one = Plan(request with { TrainOn = ["synthetic:AsynDGAN"] }, 7);
        Assert.That(one.Select(job => job.Name), Is.EqualTo(new[] { "asyndgan-7", "asyndgan-7-synthetic", "synthetic-AsynDGAN-7", "segmentation" }));
        Assert.That(string.Join(' ', one[^1].Command()), Does.EndWith(" --train-on synthetic:AsynDGAN").And.Not.Contain("Syn-All"));
    }

    [Test]
    public void The_union_has_a_gan_at_every_site_whatever_its_name()
    {
        var jobs = Plan(request with { Union = true, TrainOn = ["synthetic:Syn-Union"] }, ["all", "a/b: \"c\"", "ü"], 7);
        Assert.That(
            jobs.Where(job => job.Kind == JobKind.Train).Select(job => job.Name),
            Is.EqualTo(new[] { "syn-%61ll-7", "syn-a%2Fb%3A%20%22c%22-7", "syn-%C3%BC-7" }));
        Assert.That(jobs.Single(job => job.Name == "synthetic-Syn-Union-7").Needs, Has.Count.EqualTo(3));
        foreach (var (job, site) in jobs.Where(job => job.Kind == JobKind.Train).Zip(["all", "a/b: \"c\"", "ü"]))
        {
            var overrides = job.Command().Where((_, i) => i > 0 && job.Command()[i - 1] == "--set").ToArray();
            Assert.That(ExperimentReader.Read(request.Config, overrides).Sites, Has.Property("Only").EqualTo(site).And.Property("Mode").EqualTo(SiteMode.Single));
        }

        var sets = string.Join('+', new[] { "syn-%61ll-7", "syn-a%2Fb%3A%20%22c%22-7", "syn-%C3%BC-7" }.Select(run => Path.Combine("out", run)));
        Assert.That(jobs[^1].Command(), Does.Contain($"Syn-Union={sets}"));
    }

    [Test]
    public void Folds_are_runs_of_their_own_that_draw_two_sets_each()
    {
        var jobs = Plan(request with { Folds = 2, TrainOn = ["all"] }, 7);
        Assert.That(jobs.Where(job => job.Kind is JobKind.Train or JobKind.Draw).Select(job => $"{job.Name} <- {string.Join(' ', job.Needs)}".TrimEnd()), Is.EqualTo(new[]
        {
            "syn-all-7 <-", "syn-all-7-synthetic <- syn-all-7", "asyndgan-7 <-", "asyndgan-7-synthetic <- asyndgan-7",
            "asyndgan-7-fold-1 <-", "asyndgan-7-fold-1-synthetic <- asyndgan-7-fold-1", "asyndgan-7-fold-2 <-", "asyndgan-7-fold-2-synthetic <- asyndgan-7-fold-2",
            "asyndgan-7-fold-1-synthetic-left-out <- asyndgan-7-fold-1", "asyndgan-7-fold-2-synthetic-left-out <- asyndgan-7-fold-2",
        }));
        Assert.That(jobs.Where(job => job.Kind == JobKind.Rows).Select(job => job.Name), Is.EqualTo(new[]
        {
            "real-all-7", "real-subsets-7", "fedavg-7", "synthetic-Syn-All-7", "synthetic-AsynDGAN-7", "own-masks-AsynDGAN-7", "own-masks-Folds-7", "own-masks-Crossed-7",
            "new-masks-Syn-All-7", "new-masks-AsynDGAN-7", "new-masks-Folds-7", "new-masks-Crossed-7", "real-subsets-and-AsynDGAN-7", "threshold-7",
        }));
        var (fold, table) = (Path.Combine("out", "asyndgan-7-fold-2"), string.Join(' ', jobs[^1].Command()));
        Assert.That(Command("asyndgan-7-fold-2"), Does.EndWith($" --set data.fold={{of: 2, leave: 2}} --out {fold}"));
        Assert.That(Command("asyndgan-7-fold-2-synthetic"), Does.EndWith($" --set data.fold={{of: 2, leave: 2}} --run {fold}"));
        Assert.That(Command("asyndgan-7-fold-2-synthetic-left-out"), Does.EndWith($" --set data.fold={{of: 2, leave: 2}} --set synthesis.conditions=left-out --run {fold}"));
        Assert.That(jobs.Single(job => job.Name == "own-masks-Crossed-7").Needs, Is.EqualTo(new[] { "asyndgan-7-fold-1-synthetic-left-out", "asyndgan-7-fold-2-synthetic-left-out" }));
        Assert.That(table, Does.Contain($"--synthetic Folds={Path.Combine("out", "asyndgan-7-fold-1")}+{fold} ")
            .And.Contain($"--synthetic Crossed={Path.Combine("out", "asyndgan-7-fold-1", "synthetic-left-out")}+{Path.Combine(fold, "synthetic-left-out")} ")
            .And.Contain("--train-on real-subset:b --train-on fedavg").And.Contain("--train-on own-masks:Crossed").And.Not.Contain("--train-on synthetic:Folds"));
        var crossed = Plan(request with { Folds = 2, TrainOn = ["new-masks:Crossed"] }, 7);
        Assert.That(crossed.Select(job => job.Name), Is.EqualTo(new[]
        {
            "asyndgan-7-fold-1", "asyndgan-7-fold-1-synthetic-left-out", "asyndgan-7-fold-2", "asyndgan-7-fold-2-synthetic-left-out", "new-masks-Crossed-7", "segmentation",
        }));

        string Command(string name) => string.Join(' ', jobs.Single(job => job.Name == name).Command());
    }

    [Test]
    public void A_site_is_left_out_of_runs_and_rows_of_their_own()
    {
        var wanted = request with { LeaveOneSiteOut = true, TrainOn = ["real-all", "real-subsets", "synthetic:AsynDGAN", "new-masks:AsynDGAN"] };
        var split = new SplitFacts(7, [new SiteSize("a, b", 10), new SiteSize("c", 40)], 100);
        var experiment = ExperimentReader.Read(wanted.Config, ["training.epochs=2", "training.decay_epochs=0", "training.batch_size=1"]);
        var left = split.Without("c", experiment);
        Assert.That((left.Sites.Single().Name, left.Steps, split.Without("a, b", experiment).Steps), Is.EqualTo(("a, b", 20, 80)));

        var plan = new SegmentationPlan(wanted, ExperimentReader.Read(wanted.Config, wanted.Overrides)).Without("a, b", split);
        var jobs = plan.Of(split.Without("a, b", experiment));
        Assert.That(jobs.Select(job => $"{job.Name} <- {string.Join(' ', job.Needs)}".TrimEnd()), Is.EqualTo(new[]
        {
            "asyndgan-7-without-a%2C%20b <-", "asyndgan-7-without-a%2C%20b-synthetic <- asyndgan-7-without-a%2C%20b",
            "real-all-7-without-a%2C%20b <-", "synthetic-AsynDGAN-7-without-a%2C%20b <- asyndgan-7-without-a%2C%20b-synthetic",
        }));
        var command = jobs[3].Command().ToList();
        Assert.That(command, Does.Contain("sites.without=[\"a, b\"]").And.Contain($"AsynDGAN={Path.Combine("out", "asyndgan-7-without-a%2C%20b")}").And.Contain(Path.Combine("out", "without-a%2C%20b")));
        Assert.That(jobs[0].Command(), Does.Contain("sites.without=[\"a, b\"]"));
        Assert.That(plan.Tables([split], jobs).Command(), Does.Contain(Path.Combine("out", "without-a%2C%20b")).And.Not.Contain("real-subsets"));
        Assert.That(
            () => new SegmentationPlan(request with { TrainOn = ["threshold"] }, experiment).Without("c", split), Throws.TypeOf<UserException>().With.Message.StartsWith("--leave-one-site-out has no row"));
    }

    [Test]
    public void Rows_that_are_cut_to_the_smallest_wait_for_every_set_and_are_told_the_table()
    {
        var jobs = Plan(request with { Overrides = ["segmentation.images=smallest"], TrainOn = ["real-all", "own-masks:AsynDGAN", "synthetic:Syn-All"] }, 7);
        foreach (var (job, row) in jobs.Where(job => job.Kind == JobKind.Rows).Zip(["real-all", "synthetic:Syn-All", "own-masks:AsynDGAN"]))
        {
            Assert.That(job.Needs, Is.EqualTo(new[] { "syn-all-7-synthetic", "asyndgan-7-synthetic" }), job.Name);
            Assert.That(string.Join(' ', job.Command()), Does.Contain($"--synthetic Syn-All={Path.Combine("out", "syn-all-7")} --synthetic AsynDGAN={Path.Combine("out", "asyndgan-7")}")
                .And.EndWith($"--rows-only --train-on real-all --train-on own-masks:AsynDGAN --train-on synthetic:Syn-All --rows {row}"));
        }
    }

    [Test]
    public void Several_splits_are_one_table_of_runs_in_their_order()
    {
        var jobs = Plan(request with { Splits = [11, 5], TrainOn = ["fedavg", "synthetic:AsynDGAN"] }, 11, 5);
        Assert.That(jobs.Select(job => job.Name), Is.EqualTo(new[]
        {
            "asyndgan-11", "asyndgan-11-synthetic", "fedavg-11", "synthetic-AsynDGAN-11", "asyndgan-5", "asyndgan-5-synthetic", "fedavg-5", "synthetic-AsynDGAN-5", "segmentation",
        }));
        Assert.That(jobs[^1].Command(), Does.Contain($"AsynDGAN={Path.Combine("out", "asyndgan-11")},{Path.Combine("out", "asyndgan-5")}"));
        Assert.That(jobs[2].Command(), Does.Contain("data.split_seed=11"));
        Assert.That(jobs[6].Command(), Does.Contain("data.split_seed=5"));
    }

    [Test]
    public void Rows_that_cannot_be_are_refused_before_anything_begins()
    {
        Refused(request with { TrainOn = ["new-masks:AsynDGAN"], Overrides = ["synthesis.mix_masks=0"] }, "AsynDGAN, new masks would have no images", 7);
        Refused(request with { TrainOn = ["own-masks:AsynDGAN"], Overrides = ["synthesis.deform=0.3"] }, "AsynDGAN, own masks would have no images, since synthesis.deform is 0.3", 7);
        Assert.That(Plan(request with { TrainOn = ["new-masks:AsynDGAN"], Overrides = ["synthesis.mix_masks=0", "synthesis.deform=0.3"] }, 7), Is.Not.Empty);
        Refused(request with { TrainOn = ["real-subset:c"] }, "--train-on real-subset:c names no row", 7);
        Refused(request with { TrainOn = ["synthetic:Syn-Union"] }, "--train-on synthetic:Syn-Union names no row", 7);
        Refused(request with { TrainOn = ["real-all"], Splits = [1, 2] }, "--splits 1,2 are several, and no row", 1, 2);
    }

    [Test]
    public void Tables_and_runs_of_another_configuration_are_refused_before_anything_begins()
    {
        var there = request with { Folder = folder.Join("other") };
        var before = ExperimentReader.Read(there.Config, there.Overrides);
        StudyFolder.Open(Path.Combine(there.Folder, "segmentation"), before, overwrite: false).Begin(new RecordingDisplay());
        var run = RunFolder.At(Path.Combine(there.Folder, "syn-all-7"));
        Directory.CreateDirectory(run.LastCheckpoint);
        File.WriteAllText(run.Configuration, ExperimentWriter.Write(before with { Sites = before.Sites with { Mode = SiteMode.Pooled } }));
        StateFile.Write(Path.Combine(run.LastCheckpoint, "state.json"), new CheckpointState(StateFile.Format, 0, 1, "cpu", 1, "", "", []) { Files = new Dictionary<string, string>() });
        Plan(there, 7);

        var steps = there with { Overrides = ["segmentation.steps=3"] };
        Assert.That(
            () => new SegmentationPlan(steps, ExperimentReader.Read(steps.Config, steps.Overrides)).CheckTables(),
            Throws.TypeOf<UserException>().With.Message.Contains("segmentation.steps").And.Property("Hint").Not.Contains("--overwrite"));
        Refused(there with { Overrides = ["loss.lambda_l1=3"] }, "loss.lambda_l1", 7);
    }

    [Test]
    public void A_set_that_was_begun_otherwise_is_refused_before_anything_begins()
    {
        var there = request with { Folder = folder.Join("begun") };
        var before = there.Read(there.Overrides);
        BeginRun(there, "asyndgan-7", before, step: 100);
        BeginSet(there, before);
        Plan(there, 7);
        Refused(there with { Overrides = ["seed=3", "synthesis.mix_masks=2"] }, "synthesis.mix_masks: 1 there, 2 now", 7);
        Assert.That(Plan(there with { Overrides = ["synthesis.mix_masks=2"], TrainOn = ["threshold"] }, 7), Has.Count.EqualTo(2), "no row reads it");
    }

    [Test]
    public void A_run_whose_set_is_drawn_is_not_trained_on()
    {
        var there = request with { Folder = folder.Join("longer") };
        var before = there.Read(there.Overrides);
        BeginRun(there, "asyndgan-7", before, step: 100);
        BeginSet(there, before);
        Plan(there, 7);
        BeginRun(there, "asyndgan-7", before, step: 40);
        Refused(there, "would be trained on, from step 40 to 100", 7);
    }

    [Test]
    public void A_trained_run_that_has_lost_its_checkpoint_is_not_trained_anew_unasked()
    {
        var there = request with { Folder = folder.Join("lost") };
        var run = RunFolder.At(Path.Combine(there.Folder, "asyndgan-7"));
        BeginRun(there, "asyndgan-7", there.Read(there.Overrides), step: 100);
        Directory.Delete(Path.Combine(run.Root, "checkpoints"), recursive: true);
        Assert.That(Plan(there, 7).Single(job => job.Name == "asyndgan-7").Command()[^1], Is.EqualTo("--overwrite"), "stopped before its first");

        Directory.CreateDirectory(Path.GetDirectoryName(run.GeneratorWeights)!);
        File.WriteAllText(run.GeneratorWeights, "");
        File.WriteAllText(Path.Combine(run.Root, "report.html"), "");
        Refused(there, "has come further than its first checkpoint, and has none any more", 7);

        File.CreateSymbolicLink(Path.Combine(run.Root, "checkpoints"), "gone");
        Refused(there, "is a link to gone, which is not there", 7);
    }

    [Test]
    public void Another_number_of_folds_is_told_by_its_option()
    {
        var there = request with { Folder = folder.Join("folds"), Folds = 3, TrainOn = ["own-masks:Folds"] };
        BeginRun(there, "asyndgan-7-fold-1", there.Read([.. there.Overrides, "data.fold={of: 2, leave: 1}"]), step: 100);
        Refused(there, "leaves out one of 2 folds, and --folds is 3", 7);
    }

    [Test]
    public void Folds_that_the_patients_do_not_suffice_for_are_told_by_their_option()
    {
        File.WriteAllText(folder.Join("few.yaml"), WorkFolder.Tiny);
        var few = new ComparisonRequest(folder.Join("few.yaml"), [], folder.Join("few")) { Folds = 9 };
        Assert.That(
            () => new ComparisonPlan(few, few.Read([])).Jobs(new RecordingDisplay(), default),
            Throws.TypeOf<UserException>().With.Message.StartsWith("--folds 9: too few training patients").And.Property("Hint").StartsWith("Lower --folds"));
    }

    [Test]
    public void Splits_that_differ_in_their_sites_alone_are_one_split()
    {
        var given = GivenParts("training.batch_size=1");
        Assert.That(
            () => new ComparisonPlan(given, given.Read(given.Overrides)).Jobs(new RecordingDisplay(), default),
            Throws.TypeOf<UserException>().With.Message.EqualTo("--splits 8 and 7 give every patient the same part."));
    }

    [Test]
    public void What_is_lost_of_the_data_is_told_once_of_all_splits_before_any_job_begins()
    {
        var (given, display) = (GivenParts("training.batch_size=1", "data.mask_values=[255, 7]"), new RecordingDisplay());
        Assert.That(() => new ComparisonPlan(given, given.Read(given.Overrides)).Jobs(display, default), Throws.TypeOf<UserException>().With.Message.Contains("the same part"));
        Assert.That(display.Lines, Has.One.StartsWith("warning: no mask has 7, which data.mask_values lists"));
    }

    [TestCase("[head]")]
    [TestCase("[head, outline]")]
    public void Conditions_of_which_nothing_can_be_drawn_are_refused_before_they_are_trained_on(string conditions)
    {
        var shows = request with { Overrides = [$"data.conditions={conditions}"] };
        Refused(shows, "data.conditions has no tumour channel and no nuclei", 7);
        Assert.That(Plan(shows with { TrainOn = ["real-all"] }, 7), Has.Count.EqualTo(2), "no row draws");
    }

    [Test]
    public void Every_part_has_the_configuration_as_it_stood_at_the_beginning()
    {
        var edited = folder.Join("edited.yaml");
        File.WriteAllText(edited, "segmentation: { steps: 70, batch_size: 3 }\n");
        var begun = request with { Config = edited, Folder = folder.Join("kept"), Text = File.ReadAllText(request.Config) };
        var jobs = Plan(begun with { LeaveOneSiteOut = true, Folds = 2, Union = true }, 7);
        Assert.That(jobs.Select(job => job.Command().ToList()).Select(command => command[command.IndexOf("--config") + 1]), Is.All.EqualTo(Path.Combine(begun.Folder, "configuration", "edited.yaml")));

        using (CompareFolder.Take(begun.Folder, new RecordingDisplay()))
        {
            CompareFolder.Keep(begun);
        }

        var given = ExperimentReader.Read(begun.ConfigOfParts, []);
        Assert.That((given.Name, given.Segmentation.Steps, given.Segmentation.BatchSize), Is.EqualTo(("edited", 50, 2)));
        Assert.That(begun.Read([]).Segmentation.Steps, Is.EqualTo(50));
    }

    [Test]
    public void What_is_there_is_gone_on_with_and_what_has_no_checkpoint_begins_again()
    {
        var there = request with { Folder = folder.Join("there") };
        var jobs = Plan(there, 7).ToDictionary(job => job.Name);
        Assert.That(jobs["asyndgan-7"].Command()[^1], Is.EqualTo(Path.Combine(there.Folder, "asyndgan-7")));
        Write("asyndgan-7/config.yaml");
        Assert.That(jobs["asyndgan-7"].Command()[^1], Is.EqualTo("--overwrite"));
        Write("asyndgan-7/checkpoints/last.complete/state.json");
        Assert.That(jobs["asyndgan-7"].Command()[^1], Is.EqualTo("--resume"), "a checkpoint that a kill left on its way into place");
        Write("asyndgan-7/synthetic/synthesis.json");
        Assert.That(jobs["asyndgan-7-synthetic"].Command()[^1], Is.EqualTo("--overwrite"));
        Write("asyndgan-7/synthetic/config.yaml");
        Assert.That(jobs["asyndgan-7-synthetic"].Command()[^1], Is.EqualTo("--resume"));

        void Write(string name)
        {
            var file = Path.Combine(there.Folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, "");
        }
    }

    /// <summary>Two splits of twelve patients whose parts a manifest gives.</summary>
    private ComparisonRequest GivenParts(params string[] overrides)
    {
        var rows = "site,patient,image,mask,part\n";
        PngFile.Write(WorkFolder.Disc(1, 3, 255), folder.Join("mask.png"));
        for (var i = 0; i < 12; i++)
        {
            PngFile.Write(WorkFolder.Disc(1, 7, (ushort)(100 + i)), folder.Join($"{i}.png"));
            rows += $"s,p{i},{i}.png,mask.png,{(i < 8 ? "train" : "test")}\n";
        }

        folder.Write("given.csv", rows);
        folder.Write("given.yaml", $"data: {{ source: manifest, root: '{folder.Join("given.csv")}', image_size: 24, min_mask_pixels: 1 }}\nsites: {{ by: random, count: 2 }}\n");
        return new ComparisonRequest(folder.Join("given.yaml"), overrides, folder.Join("given")) { Splits = [7, 8] };
    }

    private static void BeginRun(ComparisonRequest request, string name, Experiment experiment, long step)
    {
        var run = RunFolder.At(Path.Combine(request.Folder, name));
        Directory.CreateDirectory(run.LastCheckpoint);
        File.WriteAllText(run.Configuration, ExperimentWriter.Write(experiment with { Data = experiment.Data with { SplitSeed = 7 } }));
        StateFile.Write(Path.Combine(run.LastCheckpoint, "state.json"), new CheckpointState(StateFile.Format, step, 1, "cpu", 1, "", "", []) { Files = new Dictionary<string, string>() });
    }

    private static void BeginSet(ComparisonRequest request, Experiment experiment)
    {
        var (set, ofSplit) = (Path.Combine(request.Folder, "asyndgan-7", "synthetic"), experiment with { Data = experiment.Data with { SplitSeed = 7 } });
        Directory.CreateDirectory(set);
        File.WriteAllText(Path.Combine(set, "config.yaml"), ExperimentWriter.Write(ofSplit));
        new SetOrigin(1, "manifest", "weights", "data", "cpu", 1, "") { Identity = Dependence.SyntheticSet.Of(ofSplit).Parts }.Write(set);
    }

    private static void Refused(ComparisonRequest request, string message, params int[] splits) =>
        Assert.That(() => Plan(request, splits), Throws.TypeOf<UserException>().With.Message.Contains(message));

    private static IReadOnlyList<Job> Plan(ComparisonRequest request, params int[] splits) => Plan(request, ["a", "b"], splits);

    private static IReadOnlyList<Job> Plan(ComparisonRequest request, string[] sites, params int[] splits)
    {
        var plan = new SegmentationPlan(request, request.Read(request.Overrides));
        var facts = splits.Select(split => new SplitFacts(split, [.. sites.Select(site => new SiteSize(site, 10))], 100)
        {
            Folds = [.. Enumerable.Range(0, request.Folds ?? 0).Select(_ => new FoldFacts([.. sites.Select(site => new SiteSize(site, 5))], 100))],
        }).ToList();
        var jobs = facts.SelectMany(plan.Of).ToList();
        return [.. jobs, plan.Tables(facts, jobs)];
    }
}

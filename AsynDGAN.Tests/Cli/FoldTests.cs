using AsynDGAN.Core;
using AsynDGAN.Core.Audit;
using AsynDGAN.Core.Audit.Subject;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Data;
using AsynDGAN.Core.Training;
using AsynDGAN.Tests.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Cli;

/// <summary>Runs that leave a fold out, and the sets that are drawn of it.</summary>
public class FoldTests
{
    private const string Folded = """
        data: { image_size: 16, min_mask_pixels: 1, validation_fraction: 0.25, fold: { of: 2 }, phantom: { institutions: 2, patients: 12, slices: 2 } }
        generator: { blocks: 1, filters: 2, norm: batch }
        discriminator: { layers: 1, filters: 2 }
        training: { steps: 3 }

        """;

    private const string LeftOut = "synthesis.conditions=left-out";

    private readonly WorkFolder work = new();

    [OneTimeSetUp]
    public void Train()
    {
        work.Write("fold.yaml", Folded);
        foreach (var leave in new[] { 1, 2 })
        {
            Run("train", "--out", $"fold-{leave}", "--set", $"data.fold.leave={leave}").Succeeded();
            work.Run("synthesize", "--run", $"fold-{leave}", "--set", LeftOut).Succeeded();
        }

        work.Run("synthesize", "--run", "fold-1").Succeeded();
        work.Run("synthesize", "--run", "fold-2").Succeeded();
    }

    [OneTimeTearDown]
    public void Remove() => work.Dispose();

    [Test]
    public void A_run_on_other_folds_is_refused_by_the_patient()
    {
        RunFiles.Copy(work.Join("fold-1"), work.Join("dealt-otherwise"));
        var split = work.Join("dealt-otherwise", "split.csv");
        File.WriteAllText(split, File.ReadAllText(split).Replace(",train,1", ",train,x").Replace(",train,2", ",train,1").Replace(",train,x", ",train,2"));
        work.Run("synthesize", "--run", "dealt-otherwise", "--set", LeftOut, "--overwrite")
            .Refused("The run 'dealt-otherwise' was made on other folds", "belongs to fold");
    }

    [Test]
    public void The_split_tells_the_fold_of_every_training_patient_and_is_the_same_for_all_folds()
    {
        Assert.That(File.ReadAllText(work.Join("fold-2", "split.csv")), Is.EqualTo(File.ReadAllText(work.Join("fold-1", "split.csv"))));
        var lines = File.ReadAllLines(work.Join("fold-1", "split.csv"));
        Assert.That(lines[0], Is.EqualTo("patient,institution,site,part,fold"));
        Assert.That(lines[1..], Is.All.Match("train,[12]$").Or.Match("(validation|test),$"));
    }

    [Test]
    public void A_run_learns_what_it_would_if_the_fold_had_never_been_of_the_training_part()
    {
        var lines = File.ReadAllLines(work.Join("fold-1", "split.csv"));
        work.Write("others.csv", string.Concat(lines.Select(line => line.Replace(",train,1", ",test,") + "\n")));
        Run("train", "--out", "others", "--set", "data.fold.of=1", "--set", "data.split=file", "--set", "data.split_file=others.csv").Succeeded();
        RunFiles.AreEqual(work.Join("fold-1", "weights"), work.Join("others", "weights"));
        Assert.That(File.ReadAllBytes(work.Join("fold-1", "losses.csv")), Is.EqualTo(File.ReadAllBytes(work.Join("others", "losses.csv"))));
        Assert.That(File.ReadAllBytes(work.Join("fold-2", "losses.csv")), Is.Not.EqualTo(File.ReadAllBytes(work.Join("others", "losses.csv"))));
    }

    [Test]
    public void An_audit_of_both_folds_scores_the_same_images_with_roles_exchanged()
    {
        var told = work.Run("audit", "--run", "fold-1+fold-2", "--out", "audit", "--samples", "1").Succeeded().Output;
        Assert.That(told, Does.Match("What crosses by design: .*This is of the run fold-1 alone."));
        Assert.That(told, Does.Match("Whether released images are copies: .* by the run fold-1.* by the run fold-2"), "sets of both are looked at");
        var (figures, page) = (File.ReadAllText(work.Join("audit", "audit.json")), File.ReadAllText(work.Join("audit", "audit.html")));
        Assert.That(figures, Does.Match("membership.reconstruction_exchanged\": [0-9.]+").And.Match("membership.discriminator_exchanged\": [0-9.]+"));
        Assert.That(page, Does.Contain("Roles exchanged").And.Contain("training patients of the runs fold-1 and fold-2").And.Contain("This is of the run fold-1 alone."));
        Assert.That(page, Does.Match("<td>fold-1</td>\\s*<td>bisection</td>").And.Match("<td>fold-2</td>\\s*<td>bisection</td>"));
    }

    [Test]
    public void Runs_that_were_stopped_at_different_steps_are_not_audited_together()
    {
        var state = work.Join("fold-2", "checkpoints", "last", "state.json");
        var whole = File.ReadAllBytes(state);
        StateFile.Write(state, StateFile.Read(state) with { Step = 1 });
        work.Run("audit", "--run", "fold-1+fold-2", "--out", "of-two-lengths").Refused("not trained equally long", "stands at step 1 of", "--resume");
        File.WriteAllBytes(state, whole);
    }

    [Test]
    public void Finished_runs_of_as_many_epochs_are_audited_together_though_their_folds_have_other_numbers_of_steps()
    {
        foreach (var leave in new[] { 1, 2 })
        {
            Run("train", "--out", $"epoch-{leave}", "--set", $"data.fold.leave={leave}", "--set", "data.phantom.institutions=1", "--set", "training={steps: null, epochs: 1, decay_epochs: 1}").Succeeded();
        }

        using (AuditedRun first = Audited(1), second = Audited(2))
        {
            Assert.That(first.StepsDone, Is.Not.EqualTo(second.StepsDone));
            Assert.That(() => PrivacyAudit.RefuseOtherLengths([first, second]), Throws.Nothing);
        }

        var state = work.Join("epoch-2", "checkpoints", "last", "state.json");
        StateFile.Write(state, StateFile.Read(state) with { Step = 1 });
        using (AuditedRun first = Audited(1), second = Audited(2))
        {
            Assert.That(
                () => PrivacyAudit.RefuseOtherLengths([first, second]),
                Throws.TypeOf<UserException>().With.Message.Contains("not trained equally long").And.Property(nameof(UserException.Hint)).EndsWith($": asyndgan train --resume --out {ShellWord.Of(work.Join("epoch-2"))}"));
        }

        AuditedRun Audited(int leave) =>
            AuditedRun.Load(ExperimentReader.Read(work.Join($"epoch-{leave}", "config.yaml"), []), work.Join($"epoch-{leave}"), CPU, new RecordingDisplay(), default);
    }

    [TestCase("fold-1", "synthetic-left-out", true)]
    [TestCase("fold-2", "synthetic-left-out", true)]
    [TestCase("fold-1", "synthetic", false)]
    public void A_set_has_masks_and_new_masks_of_the_fold_alone_or_of_the_others_alone(string run, string set, bool leftOut)
    {
        using var data = Dataset.Load(ExperimentReader.Read(work.Join(run, "config.yaml"), []), CPU);
        var expected = data.Sites.SelectMany(site => (leftOut ? site.LeftOut : site.Training).Ids.Select(id => $"{site.Name},{site.Name}-p{id.Patient:D4},{id.Sample}")).ToArray();
        var rows = Rows(run, set);
        Assert.That(rows.Where(row => row[9] == "false").Select(row => $"{row[0]},{row[1]},{row[5]}"), Is.EquivalentTo(expected));
        Assert.That(rows.Count(row => row[9] == "true"), Is.EqualTo(expected.Length));
        Assert.That(rows.Select(row => $"{row[6]},{row[7]},{row[8]}").Distinct(), Is.SubsetOf(expected));
    }

    [Test]
    public void The_folds_sets_together_are_of_every_training_slice_once_under_its_usual_number()
    {
        using var whole = Dataset.Load(ExperimentReader.Read(work.Join("fold.yaml"), ["data.fold.of=1"]), CPU);
        var own = new[] { "fold-1", "fold-2" }.SelectMany(run => Rows(run, "synthetic-left-out")).Where(row => row[9] == "false");
        Assert.That(own.Select(row => $"{row[1]},{row[5]}"), Is.EquivalentTo(whole.Sites.SelectMany(site => site.Training.Ids.Select(id => $"{site.Name}-p{id.Patient:D4},{id.Sample}"))));
    }

    [TestCase("pooled")]
    [TestCase("single")]
    public void Pooled_and_single_sites_leave_their_patients_of_the_fold_out(string mode)
    {
        string[] sites = ["--set", "sites.mode=" + mode, .. mode == "single" ? new[] { "--set", "sites.only=site-2" } : []];
        Run(["train", "--out", mode, .. sites]).Succeeded();
        work.Run("synthesize", "--run", mode, "--set", LeftOut).Succeeded();
        Assert.That(File.ReadAllText(work.Join(mode, "split.csv")), Is.EqualTo(File.ReadAllText(work.Join("fold-1", "split.csv"))));
        using var data = Dataset.Load(ExperimentReader.Read(work.Join(mode, "config.yaml"), []), CPU);
        var site = data.Sites.Single();
        Assert.That(site.LeftOut.Infos.Select(info => data.Split.Single(row => row.Patient == info.Patient).Fold), Is.All.EqualTo(1));
        Assert.That(Rows(mode, "synthetic-left-out").Where(row => row[9] == "false").Select(row => int.Parse(row[5])), Is.EquivalentTo(site.LeftOut.Ids.Select(id => id.Sample)));
    }

    [Test]
    public void Batch_norm_keeps_the_statistics_of_what_was_trained_on_whose_conditions_cross_for_it()
    {
        work.Run("synthesize", "--run", "fold-1", "--out", "running", "--set", LeftOut, "--set", "synthesis.statistics=running").Succeeded();
        long Bytes(params string[] set) => File.ReadLines(work.Join([.. set, "communication.csv"]))
            .Where(line => line.Contains("enumerated conditions", StringComparison.Ordinal)).Sum(line => long.Parse(line.Split(',')[^1]));
        Assert.That(Bytes("running"), Is.Positive);
        Assert.That(Bytes("fold-1", "synthetic-left-out"), Is.EqualTo(Bytes("running") + Bytes("fold-1", "synthetic")));
        Assert.That(RunFiles.Digests(work.Join("running", "images")), Is.Not.EqualTo(RunFiles.Digests(work.Join("fold-1", "synthetic-left-out", "images"))));
    }

    [Test]
    public void The_card_says_whose_masks_they_are_and_what_for()
    {
        var (leftOut, seen) = (File.ReadAllText(work.Join("fold-1", "synthetic-left-out", "card.md")), File.ReadAllText(work.Join("fold-1", "synthetic", "card.md")));
        Assert.That(leftOut, Does.Contain("to measure by, not to release").And.Contain("those of fold 1 of 2").And.Contain("every left-out slice's mask")
            .And.Contain("- synthesis.conditions: left-out").And.Contain("- data.fold.leave: 1"));
        Assert.That(seen, Does.Not.Contain("not to release").And.Contain("or of fold 1 of 2, which was left out, was used").And.Contain("every training slice's mask"));
    }

    [Test]
    public void A_set_that_was_stopped_goes_on_and_not_with_other_conditions()
    {
        RunFiles.Copy(work.Join("fold-2"), work.Join("stopped"));
        var set = work.Join("stopped", "synthetic-left-out");
        var manifest = Path.Combine(set, "manifest.csv");
        File.WriteAllLines(manifest, File.ReadAllLines(manifest)[..4]);
        work.Run("synthesize", "--run", "stopped", "--set", LeftOut).Refused("There is a synthetic set in", "--resume");
        work.Run("synthesize", "--run", "stopped", "--out", set, "--resume").Refused("was begun otherwise", "synthesis.conditions: left-out there, seen now");
        work.Run("synthesize", "--run", "stopped", "--set", LeftOut, "--resume").Succeeded();
        foreach (var part in new[] { "images", "masks" })
        {
            RunFiles.AreEqual(Path.Combine(set, part), work.Join("fold-2", "synthetic-left-out", part));
        }

        Assert.That(File.ReadAllText(manifest), Is.EqualTo(File.ReadAllText(work.Join("fold-2", "synthetic-left-out", "manifest.csv"))));
    }

    [Test]
    public void A_run_that_is_replaced_takes_its_sets_with_it()
    {
        RunFiles.Copy(work.Join("fold-1"), work.Join("replaced"));
        File.WriteAllText(work.Join("replaced", "synthetic-left-out", "notes.txt"), "mine");
        var output = Run("train", "--out", "replaced", "--overwrite").Succeeded().Output.ReplaceLineEndings(" ");
        Assert.That(output, Does.Contain("with its synthetic set in 'synthetic'").And.Contain("with its synthetic set in 'synthetic-left-out'"));
        Assert.That(work.Join("replaced", "synthetic"), Does.Not.Exist);
        Assert.That(Directory.EnumerateFileSystemEntries(work.Join("replaced", "synthetic-left-out")).Select(Path.GetFileName), Is.EqualTo(new[] { "notes.txt" }));
    }

    [Test]
    public void The_data_are_shown_with_the_fold()
    {
        Assert.That(Run("data", "--out", "shown").Succeeded().Output, Does.Contain("fold 1 of 2, left out"));
        Assert.That(File.ReadAllText(work.Join("shown", "split.csv")), Is.EqualTo(File.ReadAllText(work.Join("fold-1", "split.csv"))));
        Assert.That(File.ReadAllText(work.Join("fold-1", "report.html")), Does.Contain("<th class=\"number\">left out (fold 1 of 2)</th>"));
    }

    [Test]
    public void What_does_not_fit_is_refused()
    {
        Run("train", "--out", "none", "--set", "data.fold.of=8").Refused("too few training patients with samples for data.fold.of 8: site site-1 has 7, site site-2 has 7", "Lower data.fold.of");
        Run("train", "--out", "none", "--set", "data.fold.leave=3").Refused("data.fold.leave (--set): 3 is above data.fold.of, 2");
        Run("synthesize", "--run", "fold-1", "--set", LeftOut, "--set", "data.fold={of: 1, leave: 1}").Refused("synthesis.conditions (--set): left-out needs data.fold.of above 1");
        Run("synthesize", "--run", "fold-1", "--set", LeftOut, "--out", "none", "--set", "data.fold.leave=2").Refused("was made with another configuration", "data.fold.leave: 1 in the run, 2 now");
        Assert.That(work.Join("none"), Does.Not.Exist);
    }

    private AsyndganProcess.Result Run(params string[] arguments) => work.Run([arguments[0], "--config", "fold.yaml", .. arguments[1..]]);

    private string[][] Rows(string run, string set) => [.. File.ReadAllLines(work.Join(run, set, "manifest.csv")).Skip(1).Select(line => line.Split(','))];
}

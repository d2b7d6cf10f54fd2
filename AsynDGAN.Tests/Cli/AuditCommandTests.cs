using System.Text.Json;
using System.Text.Json.Nodes;
using AsynDGAN.Core.Audit;
using AsynDGAN.Core.Audit.Inversion;
using AsynDGAN.Core.Audit.Subject;
using AsynDGAN.Core.Configuration;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Tests.Runs;
using static TorchSharp.torch;

namespace AsynDGAN.Tests.Cli;

/// <summary><c>asyndgan audit</c> on a run of the smallest networks.</summary>
public class AuditCommandTests
{
    private readonly WorkFolder folder = new();

    // Two audits of the whole run, under a limit that it keeps and one that it does not, and what they found there.
    private string[] before = [];
    private AsyndganProcess.Result below = null!, above = null!;

    [OneTimeSetUp]
    public void TrainAndAudit()
    {
        folder.Train().Succeeded();
        before = RunFiles.Digests(folder.Join("runs", "tiny"));
        below = folder.Run("audit", "--config", "tiny.yaml", "--out", "first", "--fail-above", "by_design.masks=1000");
        above = folder.Run("audit", "--run", "runs/tiny", "--out", "second", "--samples", $"{int.MaxValue}", "--fail-above", "by_design.masks=1", "--json", "above.json");
    }

    [OneTimeTearDown]
    public void Delete() => folder.Dispose();

    [Test]
    public void A_run_is_audited_and_left_as_it_was_and_an_audit_again_has_the_same_figures()
    {
        Assert.That(RunFiles.Digests(folder.Join("runs", "tiny")), Is.EqualTo(before));
        var (first, second) = (Figures("first"), Figures("second"));
        Assert.Multiple(() =>
        {
            Assert.That(second, Is.EqualTo(first), "24 samples are all that there are");
            Assert.That(first["by_design.patients"], Is.EqualTo(File.ReadLines(folder.Join("runs", "tiny", "split.csv")).Count(line => line.Split(',')[3] is "train" or "validation")));
            Assert.That(first.Keys, Is.EqualTo(PrivacyAudit.Keys.Select(key => key.Name)));
            Assert.That(File.ReadAllText(folder.Join("first", "audit.html")), Does.Contain("An audit that finds nothing proves nothing"));
        });
    }

    [Test]
    public void A_set_that_cannot_be_looked_at_is_refused_before_anything_is_asked()
    {
        RunFiles.Copy(folder.Join("runs", "tiny"), folder.Join("drawn"));
        folder.Run("synthesize", "--run", "drawn").Succeeded();
        var settings = folder.Join("drawn", "synthetic", "config.yaml");
        var own = File.ReadAllText(settings);
        File.WriteAllText(settings, own.Replace("\nseed: 1\n", "\nseed: 2\n"));
        Refused("is not the configuration that the synthetic set was drawn with");
        folder.Run("synthesize", "--run", "drawn", "--resume").Refused("is not the configuration that the synthetic set was drawn with", "seed", "--overwrite");
        File.WriteAllText(settings, own);

        // One that does not tell what it was made from is looked at all the same.
        var origin = folder.Join("drawn", "synthetic", "synthesis.json");
        File.Move(origin, folder.Join("synthesis.json"));
        var unsure = folder.Run("audit", "--run", "drawn", "--out", "unsure", "--samples", "1").Succeeded();
        Assert.That(unsure.Output + unsure.Error, Does.Contain("does not say what it was made from"));
        Assert.That(File.ReadAllText(folder.Join("unsure", "audit.html")), Does.Not.Contain("no set was drawn"));
        File.Move(folder.Join("synthesis.json"), origin);

        var picture = Directory.GetFiles(folder.Join("drawn", "synthetic", "images")).Order(StringComparer.Ordinal).First();
        File.Copy(Directory.GetFiles(folder.Join("drawn", "synthetic", "images")).Order(StringComparer.Ordinal).Last(), picture, overwrite: true);
        Refused("they have been changed since");
        File.Delete(picture);
        Refused("is not there any more");

        void Refused(string why)
        {
            var result = folder.Run("audit", "--run", "drawn", "--out", "bad");
            result.Refused(why);
            Assert.That(result.Output + result.Error, Does.Not.Contain("asked about"));
        }
    }

    [Test]
    public void What_cannot_be_checked_of_an_earlier_versions_run_is_warned_of()
    {
        RunFiles.Copy(folder.Join("runs", "tiny"), folder.Join("earlier"));
        var path = folder.Join("earlier", "checkpoints", "last", "state.json");
        var state = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        foreach (var later in new[] { "sha256", "files", "identity", "weights", "rows" })
        {
            Assert.That(state.Remove(later), Is.True, later);
        }

        state["format"] = 1;
        File.WriteAllText(path, state.ToJsonString());
        var result = folder.Run("audit", "--run", "earlier", "--out", "of-earlier", "--samples", "1");
        result.Succeeded();
        Assert.That(result.Output + result.Error, Does.Contain("could not be checked").And.Contain("checkpoints carried checksums"));
    }

    [Test]
    public void Candidates_are_changed_as_the_exchange_changes_the_true_image_whatever_its_place_in_the_batch()
    {
        folder.Train("--set", "training.batch_size=2", "--set", "data.augment.intensity=0.5", "--out", "lit").Succeeded();
        var experiment = ExperimentReader.Read(folder.Join("lit", "config.yaml"), []);
        using var scope = NewDisposeScope();
        using var run = AuditedRun.Load(experiment, folder.Join("lit"), CPU, new RecordingDisplay(), default);
        var batch = AskedBatch.Of(run, run.Data.Sites[0], run.Data.Sites[0].Training, 0, 1, 2)[0];
        var truth = batch.Truth();
        foreach (var place in new[] { 0, 1 })
        {
            TensorAssert.AreEqual(batch.Changed(place, batch.Samples, batch.Positions[place]), truth.narrow(0, place, 1), $"place {place}");
        }
    }

    [Test]
    public void An_attack_that_came_to_some_of_the_images_only_leaves_what_the_best_one_recovers_unknown()
    {
        folder.Train(
            "--set", "sites.questions=once", "--set", "loss.reconstruction=none", "--set", "data.conditions=[tumour]",
            "--set", "data.augment={flip: none, rotate: 8}", "--set", "training.steps=4", "--out", "turned").Succeeded();
        Assert.That(folder.Run("audit", "--run", "turned", "--samples", "4", "--out", "some", "--fail-above", "inversion.psnr=140").ExitCode, Is.EqualTo(3));
        var figures = Figures("some");
        Assert.That((figures["inversion.psnr"], figures["inversion.retrieval_gain"]), Is.EqualTo(((double?)null, (double?)null)));
        Assert.That(figures["inversion.following_spread_psnr"], Is.Not.Null);
        Assert.That(File.ReadAllText(folder.Join("some", "audit.html")), Does.Contain("not on all of the images").And.Contain("may have been moved a little"));
    }

    [Test]
    public void Every_sample_is_asked_about_and_none_twice_wherever_in_a_pass_the_numbers_begin()
    {
        foreach (var size in new[] { 1, 2, 3 })
        {
            folder.Train("--set", $"training.batch_size={size}", "--out", $"batches-{size}").Succeeded();
            using var run = AuditedRun.Load(ExperimentReader.Read(folder.Join($"batches-{size}", "config.yaml"), []), folder.Join($"batches-{size}"), CPU, new RecordingDisplay(), default);
            var (site, samples) = (run.Data.Sites[0], run.Data.Sites[0].Training);
            foreach (var (first, direction) in Enumerable.Range(0, 12).SelectMany(first => new[] { (first, 1), (first + 1000, -1), (first, -1) }))
            {
                var judged = AskedBatch.Of(run, site, samples, first, direction, samples.Count).SelectMany(batch => batch.Judged.Select(place => batch.Positions[place]));
                Assert.That(judged, Is.EquivalentTo(Enumerable.Range(0, samples.Count)), $"{size} at a time, from {first} by {direction}");
            }
        }
    }

    [Test]
    public void What_is_found_does_not_depend_on_how_many_threads_ask()
    {
        var found = new[] { 1, 3 }.Select(threads =>
        {
            var output = $"by-{threads}";
            using var audit = AsyndganProcess.Start(folder.Root, ["audit", "--run", "runs/tiny", "--out", output, "--samples", "1"], threads: threads);
            audit.Wait().Succeeded();
            Assert.That(File.ReadAllText(folder.Join(output, "provenance.json")), Does.Contain($"\"threads\": {threads},"));
            return Figures(output);
        }).ToList();
        Assert.That(found[1], Is.EqualTo(found[0]));
    }

    [Test]
    public void Asking_once_stops_the_bisection_and_not_the_one_that_is_spread_over_passes()
    {
        folder.Train("--set", "sites.questions=once", "--set", "training.steps=300", "--set", "training.samples_every=1000", "--set", "boundary.losses=fakes", "--out", "once").Succeeded();
        folder.Run("audit", "--run", "once", "--out", "asked-once", "--samples", "2").Succeeded();
        folder.Run("audit", "--run", "once", "--set", "sites.questions=in-order", "--out", "asked-in-order", "--samples", "2").Succeeded();
        folder.Run("audit", "--run", "runs/tiny", "--out", "asked-again", "--samples", "2").Succeeded();
        var (once, again) = (Figures("asked-once"), Figures("asked-again"));
        Assert.Multiple(() =>
        {
            Assert.That(again["inversion.bisection_psnr_8"], Is.GreaterThan(58));
            Assert.That(again["inversion.bisection_exact"], Is.GreaterThan(0.999));
            Assert.That(again["inversion.held_out_psnr"], Is.GreaterThan(58));
            Assert.That(once["inversion.bisection_psnr_8"], Is.LessThan(20));
            Assert.That(once["inversion.spread_psnr"], Is.GreaterThan(50));
            Assert.That(Figures("asked-in-order")["inversion.spread_psnr"], Is.GreaterThan(50), "in order as well");
            Assert.That(once["membership.discriminator_real_auc"], Is.Null);
            Assert.That(File.ReadAllText(folder.Join("asked-once", "audit.html")), Does.Contain("stays at the hospital"));
            Assert.That(File.ReadAllText(folder.Join("asked-again", "audit.html")), Does.Not.Contain("stays at the hospital"));
        });
    }

    [Test]
    public void Without_a_reconstruction_term_too_asking_once_makes_a_centre_wait_and_no_more()
    {
        folder.Train("--set", "loss.reconstruction=none", "--set", "training.steps=300", "--set", "training.samples_every=1000", "--out", "none").Succeeded();
        folder.Run("audit", "--run", "none", "--out", "none-any", "--samples", "2").Succeeded();
        folder.Run("audit", "--run", "none", "--set", "sites.questions=once", "--out", "none-once", "--samples", "2").Succeeded();
        folder.Run("audit", "--run", "none", "--set", "sites.questions=in-order", "--out", "none-in-order", "--samples", "2").Succeeded();
        var (any, once, inOrder) = (Figures("none-any"), Figures("none-once"), Figures("none-in-order"));
        Assert.Multiple(() =>
        {
            Assert.That(any["inversion.following_spread_psnr"], Is.Null, "a site that answers again is asked again at once");
            Assert.That(once["inversion.following_spread_psnr"], Is.EqualTo(any["inversion.following_learning_psnr"]!.Value).Within(2));
            Assert.That(once["inversion.following_learning_psnr"], Is.LessThan(once["inversion.following_spread_psnr"]!.Value), "a number's second answer is the first");
            Assert.That(inOrder["inversion.following_spread_psnr"], Is.Not.Null.And.Not.EqualTo(once["inversion.following_spread_psnr"]), "D_j learns the other images meanwhile");
            Assert.That(File.ReadAllText(folder.Join("none-once", "audit.html")), Does.Contain("once in each pass over the data, about the one image only"));
        });
    }

    [Test]
    public void A_figure_above_its_limit_gives_exit_code_3_and_one_below_0()
    {
        var record = RecordFile.Read(folder.Join("above.json"), "audit");
        Assert.Multiple(() =>
        {
            Assert.That(record.GetProperty("measured").GetProperty("by_design.masks").GetDouble(), Is.GreaterThan(1));
            Assert.That(record.GetProperty("above_limits").GetArrayLength(), Is.EqualTo(1));
            Assert.That(above.ExitCode, Is.EqualTo(3), above.Error);
            Assert.That(above.Output + above.Error, Does.Contain("by_design.masks is").And.Contain("above 1"));
            Assert.That(below.ExitCode, Is.Zero, below.Error);
        });
    }

    [Test]
    public void What_cannot_be_audited_is_one_message_and_nothing_is_written()
    {
        folder.Run("audit").Refused("--run");
        folder.Run("audit", "--run", "nowhere", "--out", "bad").Refused("There is no run in", "asyndgan train");
        folder.Run("audit", "--run", "runs/tiny+runs/tiny", "--out", "bad").Refused("twice");
        folder.Run("audit", "--run", "runs/tiny+runs/tiny/", "--out", "bad").Refused("twice");
        folder.Run("audit", "--run", "runs/tiny", "--out", "bad", "--samples", "0").Refused("--samples 0");
        folder.Run("audit", "--run", "runs/tiny", "--out", "bad", "--samples", "many").Refused("--samples many", "whole number");
        folder.Run("audit", "--run", "runs/tiny", "--out", "bad", "--samples", "99999999999").Refused("--samples 99999999999", "to 2147483647");
        folder.Run("audit", "--run", "runs/tiny", "--out", "bad", "--samples", "2", "--samples", "3").Refused("--samples");
        folder.Run("audit", "--run", "runs/tiny", "--out", "bad", "--set", "loss.lambda_l1=3").Refused("another configuration", "loss.lambda_l1");
        folder.Run("audit", "--run", "runs/tiny", "--out", "bad", "--fail-above", "by_design.mask=1").Refused("'by_design.mask'", "by_design.masks");
        folder.Run("audit", "--run", "runs/tiny", "--out", "bad", "--fail-above", "by_design.masks").Refused("KEY=VALUE");
        Assert.That(Directory.Exists(folder.Join("bad")), Is.False);
    }

    [Test]
    public void Files_that_a_run_has_lost_are_named_with_what_brings_them_back()
    {
        RunFiles.Copy(folder.Join("runs", "tiny"), folder.Join("lost"));
        var copy = Path.Combine("checkpoints", "last", "config.yaml");
        File.WriteAllText(folder.Join("lost", "split.csv"), "");
        Refused("split.csv is empty", "The program wrote it");
        File.Delete(folder.Join("lost", "split.csv"));
        Refused("has no split.csv", "asyndgan train --resume --out lost");
        File.Delete(folder.Join("lost", "config.yaml"));
        Refused("There is no run in 'lost'", "Its config.yaml is missing: copy it back from", copy);
        folder.Run("train", "--resume", "--out", "lost").Refused("There is no run to resume", copy);
        File.Copy(folder.Join("lost", copy), folder.Join("lost", "config.yaml"));
        folder.Run("train", "--resume", "--out", "lost").Succeeded();
        File.Delete(folder.Join("lost", "checkpoints", "last", "state.json"));
        Refused("state.json", "Bring the whole checkpoint back");

        void Refused(params string[] parts) => folder.Run("audit", "--run", "lost", "--out", "bad").Refused(parts);
    }

    [Test]
    public void The_fold_that_is_recorded_is_the_runs_own_and_another_is_warned_of()
    {
        RunFiles.Copy(folder.Join("first"), folder.Join("of-a-fold"));
        string[] audit = ["audit", "--run", "runs/tiny", "--out", "of-a-fold", "--samples", "1", "--set", "data.fold.of=3", "--set", "data.fold.leave=2"];
        folder.Run(audit).Refused("of-a-fold", "--overwrite");
        var result = folder.Run([.. audit, "--overwrite"]).Succeeded();
        Assert.That(result.Output + result.Error, Does.Contain("warning: data.fold is of: 3, leave: 2, and runs/tiny was trained with of: 1, leave: 1"));
        Assert.That(File.ReadAllText(folder.Join("of-a-fold", "config.yaml")), Does.Match(@"fold:\s+of: 1\s"));
    }

    [Test]
    public void A_run_whose_samples_had_other_numbers_is_refused_before_anything_is_read()
    {
        folder.Write("site.key", "another");
        var result = folder.Run("audit", "--run", "runs/tiny", "--out", "bad", "--set", "sites.key_file=site.key");
        result.Refused("sites.key_file", "is another key than that of the run in", "Leave sites.key_file out");
        Assert.That(result.Output + result.Error, Does.Not.Contain("reading the data"));
    }

    [Test]
    public void Masks_that_cross_are_counted_as_far_as_the_training_came()
    {
        folder.Train("--set", "data.phantom={institutions: 2, patients: 80, slices: 1}", "--set", "training.steps=1", "--out", "begun").Succeeded();
        folder.Run("audit", "--run", "begun", "--out", "of-begun", "--samples", "1").Succeeded();
        string[] rows = [.. File.ReadLines(folder.Join("begun", "split.csv"))];
        int Patients(string site, string part) => rows.Count(row => row.Split(',') is var fields && fields[2] == site && fields[3] == part);

        // Those of the sheets, 32 of either part at most, and of one exchange, which may be one of them.
        var sheets = new[] { "site-1", "site-2" }.Sum(site => Math.Min(32, Patients(site, "train")) + Math.Min(32, Patients(site, "validation")));
        Assert.That(Patients("site-1", "train"), Is.GreaterThan(33));
        Assert.That(Figures("of-begun")["by_design.masks"], Is.InRange(sheets, sheets + 2));
    }

    [Test]
    public void It_is_told_from_whom_the_numbers_of_patients_are_hidden_and_which_sets_are_not_counted()
    {
        var page = File.ReadAllText(folder.Join("first", "audit.html"));
        Assert.Multiple(() =>
        {
            Assert.That(page, Does.Contain("by who has a released set alone; it hides nothing from a centre that knows"));
            Assert.That(page, Does.Contain("A centre that knows the seed and a hospital's list of names can tell whose they are, whatever sites.key_file holds"));
            Assert.That(page, Does.Contain("another folder than the run's own (synthesize --out) cannot be known of here"));
        });
    }

    [Test]
    public void Sets_of_every_kind_of_conditions_in_a_runs_folder_are_known_to_have_had_theirs_cross()
    {
        var run = folder.Join("with-sets");
        RunFiles.Copy(folder.Join("runs", "tiny"), run);
        var experiment = ExperimentReader.Read(Path.Combine(run, "config.yaml"), []);
        Assert.That(Listed(), Is.Empty);
        Directory.CreateDirectory(Path.Combine(run, "synthetic-left-out"));
        File.WriteAllText(Path.Combine(run, "synthetic-left-out", "manifest.csv"), "");
        Assert.That(Listed(), Is.EqualTo(new[] { SynthesisConditions.LeftOut }), "by the name of its folder, where it has lost its configuration");
        File.WriteAllText(Path.Combine(run, "synthetic-left-out", "config.yaml"), ExperimentWriter.Write(experiment));
        Assert.That(Listed(), Is.EqualTo(new[] { SynthesisConditions.Seen }), "by what it was drawn with");

        IReadOnlyList<SynthesisConditions> Listed()
        {
            using var audited = AuditedRun.Load(experiment, run, CPU, new RecordingDisplay(), default);
            return audited.Listed;
        }
    }

    [TestCase("all are training patients", "data.validation_fraction=0", "data.test_fraction=0")]
    [TestCase("sites.mode is single", "sites.mode=single", "sites.only=site-1")]
    [TestCase("sites.mode is pooled", "sites.mode=pooled")]
    [TestCase("data.conditions has no tumour channel", "data.conditions=[head]")]
    public void A_run_without_a_boundary_or_without_held_out_patients_is_refused(string message, params string[] keys)
    {
        var run = message[^6..];
        folder.Train([.. keys.SelectMany(key => new[] { "--set", key }), "--out", run]).Succeeded();
        folder.Run("audit", "--run", run, "--out", "bad").Refused(message);
        Assert.That(Directory.Exists(folder.Join("bad")), Is.False);
    }

    private Dictionary<string, double?> Figures(string audit) =>
        JsonDocument.Parse(File.ReadAllText(folder.Join(audit, "audit.json"))).RootElement.GetProperty("figures").EnumerateObject()
            .ToDictionary(figure => figure.Name, figure => figure.Value.ValueKind == JsonValueKind.Null ? (double?)null : figure.Value.GetDouble());
}

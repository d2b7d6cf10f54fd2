using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using AsynDGAN.Core;
using AsynDGAN.Core.Bandwidth;
using AsynDGAN.Core.Configuration.Reading;
using AsynDGAN.Core.Federation;
using AsynDGAN.Core.Figures;
using AsynDGAN.Core.Imaging;
using AsynDGAN.Core.Reporting;

namespace AsynDGAN.Tests.Reporting;

public partial class RunReportTests
{
    [Test]
    public void The_report_needs_nothing_but_itself()
    {
        using var run = new SmallRun();
        run.AddComparison();
        var page = Write(run);
        Assert.Multiple(() =>
        {
            Assert.That(page, Does.Not.Contain("http:").And.Not.Contain("https:").And.Not.Contain("@import").And.Not.Contain("url("));
            Assert.That(page, Does.Not.Contain("<script").And.Not.Contain("<link").And.Not.Contain("<iframe"));
            Assert.That(Sources().Matches(page).Select(m => m.Groups[1].Value), Has.All.StartsWith("data:image/"));
        });
    }

    [Test]
    public void Every_picture_can_be_decoded()
    {
        using var run = new SmallRun();
        run.AddComparison();
        var pictures = Pictures(Write(run));
        Assert.That(pictures, Has.Count.EqualTo(2 + 6 + 4), "dice and panel, two sheets of three epochs, four loss terms");
        Assert.That(pictures.Select(p => ImageFile.Decode(p, "picture").Width), Has.All.GreaterThan(1));
    }

    [Test]
    public void Names_from_files_never_become_markup()
    {
        using var run = new SmallRun();
        run.AddComparison();
        var page = Write(run);
        Assert.Multiple(() =>
        {
            Assert.That(page, Does.Not.Contain("<img src=x").And.Not.Contain("<b>run").And.Not.Contain("0.1 <i>"));
            Assert.That(page, Does.Contain("&lt;img src=x onerror=alert(1)&gt;&amp;&quot;&#39;").And.Contain("&lt;b&gt;run&lt;/b&gt;"));
        });
    }

    [Test]
    public void It_tells_what_the_files_hold()
    {
        using var run = new SmallRun();
        run.AddComparison();
        var page = Text(Write(run));
        Assert.Multiple(() =>
        {
            Assert.That(page, Does.Contain("2 January 2026, 03:04 UTC · took 30.0 minutes"));
            Assert.That(page, Does.Contain("generator.blocks 1 9"), "differs from the default");
            Assert.That(page, Does.Contain("discriminator.layers 1 3").And.Not.Contain("generator.norm instance"), "the same");
            Assert.That(page, Does.Contain("b J 1 1 0"), "patients of site b");
            Assert.That(page, Does.Contain("In all 2 sites, 8 training, 2 validation, 2 test samples."));
            Assert.That(page, Does.Contain("0.987 0.654 0.012 0.345").And.Contain("after epoch 9"), "copying");
            Assert.That(page, Does.Contain("After epoch 9 b has no validation samples. After epoch 1 After epoch 5"), "last, first, middle");
            Assert.That(page, Does.Contain("0.8 MB in all").And.Contain("conditions to centre 200 0.42"));
            Assert.That(page, Does.Contain($"copying: training, validation Real-Subset-{SmallRun.Hostile} 28 0.774 0.774 [too few patients] ").And.Contain("0.750, 0.500"));
            Assert.That(page, Does.Contain("Real-All 12 -0.013 [-0.020, 0.005] 0.250 0.500 as good as -1.5 (11)"));
            Assert.That(page, Does.Contain("command line asyndgan train").And.Contain("packages A 1, B 2"));
        });
    }

    [Test]
    public void It_tells_of_near_copies_where_the_record_does()
    {
        using var run = new SmallRun();
        Assert.That(Text(Write(run)), Does.Not.Contain("near-copies"));
        run.Write("copying.csv", "epoch,site,part,images,correlation,l1,correlation_inside,near_copies\n"
            + "1,a,training,2,0.9,0.1,,\n5,a,training,2,0.9,0.1,0.8,0.25\n5,a,validation,2,0.6,0.2,0.5,\n");
        Assert.That(Text(Write(run)), Does.Contain("inside the head, training validation near-copies, training validation a 0.800 0.500 0.250 none"));
    }

    [Test]
    public void What_is_missing_is_left_out()
    {
        using var run = new SmallRun();
        foreach (var file in new[] { "provenance.json", "split.csv", "log.txt", "losses.csv", "copying.csv", "communication.csv" })
        {
            run.Delete(file);
        }

        Directory.Delete(Path.Combine(run.Root, "samples"), recursive: true);
        Assert.That(Headings().Matches(Write(run)).Select(m => m.Groups[1].Value), Is.EqualTo(new[] { "Settings" }));
    }

    [Test]
    public void The_heading_of_a_comparison_claims_no_seed_and_no_split_for_all_its_rows()
    {
        using var run = new SmallRun();
        Assert.That(Facts().Match(Write(run)).Value, Does.Contain("seed 1, split 7").And.Contain("took"));
        Directory.Delete(Path.Combine(run.Root, "weights"), recursive: true);
        Directory.CreateDirectory(Path.Combine(run.Root, "scores"));
        Assert.That(Facts().Match(Write(run)).Value, Does.Contain("data phantom").And.Not.Contain("split").And.Not.Contain("seed").And.Not.Contain("took"));
    }

    [TestCase("\"trained_seconds\": 300, ", "goes on after step 5 of 10", "took 5.0 minutes")]
    [TestCase("", "goes on after step 5 of 10", null)]
    [TestCase("", "training", "took 30.0 minutes")]
    public void How_long_a_run_took_is_what_its_processes_trained_together_and_of_an_earlier_version_s_that_was_resumed_not_known(string counted, string said, string? took)
    {
        using var run = new SmallRun();
        run.Write("provenance.json", $$"""{ {{counted}}"started": "2026-01-02T03:04:05Z", "ended": "2026-01-02T03:34:05Z" }""");
        run.Write("log.txt", $"2026-01-02T03:04:05Z {said}\n");
        var facts = Facts().Match(Write(run)).Value;
        Assert.That(facts, took is null ? Does.Not.Contain("took") : Does.Contain(took));
        Assert.That(facts, Does.Contain("2 January 2026, 03:04 UTC"));
    }

    [Test]
    public void Points_have_no_size()
    {
        using var run = new SmallRun();
        run.Write("config.yaml", "name: points\ndata: { source: gaussian }\ngenerator: { network: mlp, norm: none, noise_channels: 2 }\ndiscriminator: { network: mlp, norm: none }\nloss: { reconstruction: none }\n");
        Assert.That(Facts().Match(Write(run)).Value, Does.Contain("data gaussian &#183; mode"));
    }

    [TestCase("mode: single, only: b")]
    [TestCase("without: ['<img src=x onerror=alert(1)>&\"''']")]
    public void A_site_that_the_run_did_not_see_is_marked(string sites)
    {
        using var run = new SmallRun();
        run.Write("config.yaml", $"name: small\nsites: {{ {sites} }}\n");
        Assert.That(Text(Write(run)), Does.Contain($"{SmallRun.Hostile} (left out) I 1 0 1").And.Contain("b J 1 1 0"));
    }

    [TestCase(112, true)]
    [TestCase(2000, false)]
    public void The_heading_of_a_run_that_was_stopped_says_how_far_it_came(long step, bool isUnfinished)
    {
        using var run = new SmallRun();
        run.AddCheckpoint(step, steps: 2000);
        Assert.That(Facts().Match(Write(run)).Value.Contains("not finished: 112 of 2,000 steps"), Is.EqualTo(isUnfinished));
    }

    [Test]
    public void The_heading_tells_of_a_checkpoint_that_a_kill_left_on_its_way_into_place()
    {
        using var run = new SmallRun();
        run.AddCheckpoint(112, steps: 2000);
        var last = Path.Combine(run.Root, "checkpoints", "last");
        Directory.Move(last, last + ".complete");
        Assert.That(Facts().Match(Write(run)).Value, Does.Contain("not finished: 112 of 2,000 steps"));
    }

    [Test]
    public void The_heading_does_not_let_a_run_pass_for_finished_whose_checkpoint_cannot_be_read()
    {
        using var run = new SmallRun();
        run.AddCheckpoint(112, steps: 2000);
        run.Write("checkpoints/last/state.json", "{");
        Assert.That(Facts().Match(Write(run)).Value, Does.Contain("whether it is finished could not be read"));
    }

    [Test]
    public void A_picture_that_is_numbered_in_the_digits_of_another_script_is_no_sheet()
    {
        using var run = new SmallRun();
        var page = Write(run);
        run.Picture("samples/epoch-\u0661\u0662\u0663\u0664-b.png", 16);
        Assert.That(Write(run), Is.EqualTo(page));
    }

    [Test]
    public void Files_with_a_header_only_are_left_out()
    {
        using var run = new SmallRun();
        foreach (var file in new[] { "losses.csv", "copying.csv", "communication.csv" })
        {
            run.Write(file, File.ReadLines(Path.Combine(run.Root, file)).First() + "\n");
        }

        Assert.That(Headings().Matches(Write(run)).Select(m => m.Groups[1].Value), Is.EqualTo(new[] { "Samples", "Sites", "Settings", "Provenance" }));
    }

    [Test]
    public void Averaging_is_compared_where_there_are_sites_only()
    {
        using var run = new SmallRun();
        Assert.That(Write(run), Does.Contain("local steps a round"));
        run.Write("config.yaml", "sites: { mode: pooled }\n");
        Assert.That(Write(run), Does.Contain("What crossed the boundary").And.Not.Contain("local steps a round"));
    }

    [TestCase(2, true)]
    [TestCase(100, false)]
    public void A_training_shorter_than_the_break_even_is_cheaper_than_averaging_at_any_number_of_local_steps(int steps, bool always)
    {
        using var run = new SmallRun();
        run.Write("communication.csv", $"site,direction,kind,messages,bytes\nb,to centre,conditions,{steps},{2088 * steps}\nb,to centre,critique,{steps},{1064 * steps}\nb,to site,fakes,{steps},{1064 * steps}\n");
        Assert.That(Write(run), Does.Contain(always ? $"and it has {steps}, so that it is at any number" : "with more federated averaging is"));
    }

    [TestCase("sites: { in_condition: true }", 6, 1, 1)]
    [TestCase("sites: { in_condition: true }\ndata: { source: dsb2018, root: x, conditions: [nuclei, boundary], image_size: 8, patch: { size: 8 } }\nsynthesis: { mix_masks: 0 }", 6, 3, 1)]
    [TestCase("data: { source: brats, root: x, conditions: [classes] }", 3, 1, 2)]
    [TestCase("data: { source: brats, root: x, conditions: [classes, head], channels: [t1, t1ce, t2, flair], image_size: 8 }", 4, 4, 1)]
    public void Averaging_moves_networks_of_the_channels_that_crossed(string configuration, int condition, int image, int batch)
    {
        const string Small = "\ngenerator: { blocks: 1, filters: 16 }\ndiscriminator: { layers: 1, filters: 16 }\nsegmentation: { filters: 16, depth: 2 }\n";
        var experiment = ExperimentReader.Parse($"{configuration}{Small}training: {{ batch_size: {batch} }}\n", "small.yaml", []);
        long[] x = [batch, condition, experiment.Data.ImageSize, experiment.Data.ImageSize], y = [batch, image, .. x[2..]];
        using var run = new SmallRun();
        run.Write("config.yaml", ExperimentWriter.Write(experiment));
        run.Write("communication.csv", "site,direction,kind,messages,bytes\n" + string.Concat(new[] { "a", "b" }.Select(site =>
            $"{site},to centre,conditions,50,{50 * MessageSize.Conditions(x)}\n{site},to centre,critique,50,{50 * MessageSize.Critique(y)}\n"
            + $"{site},to site,fakes,50,{50 * MessageSize.Synthetic(y)}\n")));
        var (gan, unet) = (NetworkBytes.OfGan(experiment, condition, image), NetworkBytes.OfUnet(experiment, image));
        Assert.That(Text(Write(run)), Does
            .Contain(string.Create(CultureInfo.InvariantCulture, $"generator and discriminator, each round {gan / 1e6:0.000} each way"))
            .And.Contain(string.Create(CultureInfo.InvariantCulture, $"segmentation network, each round {unet / 1e6:0.000} each way")));
    }

    [Test]
    public void Large_sheets_are_made_smaller_and_the_last_epoch_comes_first()
    {
        using var run = new SmallRun();
        for (var i = 0; i < 3; i++)
        {
            run.Picture($"samples/epoch-0009-site-{i}.png", 1100);
            run.Picture($"samples/epoch-0001-site-{i}.png", 1100);
        }

        run.Picture("samples/epoch-0001-b.png", 1100);
        Write(run);
        Assert.That(new FileInfo(run.Report).Length, Is.LessThan(10_000_000));
        Assert.That(File.ReadAllText(run.Report), Does.Contain("Samples of site-2 after epoch 9").And.Contain("image/jpeg"));
    }

    [Test]
    public void A_comparison_alone_has_a_report_and_one_in_a_run_is_in_the_runs()
    {
        using var run = new SmallRun();
        run.AddComparison();
        var comparison = Path.Combine(run.Root, "segmentation");
        Assert.That(RunReport.WriteAround(comparison), Is.EqualTo(run.Report));
        run.Write("segmentation/config.yaml", "name: alone\n");
        run.Delete("config.yaml");
        Assert.That(RunReport.WriteAround(comparison), Is.EqualTo(Path.Combine(comparison, "report.html")));
        Assert.That(File.ReadAllText(Path.Combine(comparison, "report.html")), Does.Contain("<h1>alone</h1>").And.Contain("as good as"));
    }

    [Test]
    public void What_a_record_tells_of_a_comparison_stands_there_and_without_it_the_rest_does()
    {
        using var run = new SmallRun();
        run.AddComparison();
        Assert.That(Text(Write(run)), Does.Contain("the paper's way").And.Not.Contain("Tested on"));
        run.AddRecord();
        Assert.That(Text(Write(run)), Does.Contain("Tested on 1 test patients (1 slices, 1 split: 7)").And.Contain("Every row took 30 steps").And.Contain("the threshold, which is looked for, none")
            .And.Contain("is brighter than 0.25 (split 7)").And.Contain("moved 1.5 MB"));
    }

    [Test]
    public void The_last_epochs_samples_are_large_and_a_site_without_validation_patients_is_named()
    {
        using var run = new SmallRun();
        run.Write("split.csv", "patient,institution,site,part\np1,I,b,train\np2,I,c,train\np3,I,c,validation\n");
        run.Picture("samples/epoch-0009-c.png", 16);
        var page = Write(run);
        var (large, small) = (page.IndexOf("large sheets", StringComparison.Ordinal), page.IndexOf("small sheets", StringComparison.Ordinal));
        Assert.Multiple(() =>
        {
            Assert.That(page.IndexOf("Samples of b after epoch 9", StringComparison.Ordinal), Is.GreaterThan(large).And.LessThan(small));
            Assert.That(page.IndexOf("Samples of b after epoch 1", StringComparison.Ordinal), Is.GreaterThan(small));
            Assert.That(Text(page), Does.Contain("b has no validation patients.").And.Contain("c has no validation samples."));
            Assert.That(Text(page), Does.Contain("b 0.500 none 0.500 none").And.Contain("Over the 1 of 2 sites that have both it is 0.99 on training and 0.65 on validation conditions."), "copying");
        });
    }

    [Test]
    public void Points_have_no_validation_and_nothing_is_said_of_it()
    {
        using var run = new SmallRun();
        run.Write("split.csv", "patient,institution,site,part\n");
        Assert.That(Text(Write(run)), Does.Not.Contain("has no validation"));
    }

    [Test]
    public void A_large_panel_is_made_smaller()
    {
        using var run = new SmallRun();
        run.AddComparison();
        run.Picture("segmentation/panel.png", 800);
        Assert.That(Pictures(Write(run))[1], Is.EqualTo(JpegCopy.ToJpeg(File.ReadAllBytes(Path.Combine(run.Root, "segmentation", "panel.png")), 2400)));
    }

    [Test]
    public void A_folder_without_a_run_is_named()
    {
        using var folder = new TemporaryFolder();
        var fault = Assert.Throws<UserException>(() => RunReport.Write(folder.Path))!;
        Assert.That(fault.Message, Does.Contain(folder.Path).And.Contain("no run"));
    }

    [TestCase("summary.txt", "it is what asyndgan data has written")]
    [TestCase("synthesis.json", "it is a synthetic set")]
    [TestCase("results.csv", "it is the evaluation of one network")]
    [TestCase("notes.txt", "it has neither weights nor scores")]
    public void A_folder_of_another_command_is_refused_with_what_a_report_is_of(string file, string what)
    {
        using var folder = new TemporaryFolder();
        folder.Write("config.yaml", "name: other\n");
        folder.Write(file, "");
        var fault = Assert.Throws<UserException>(() => RunReport.Write(folder.Path))!;
        Assert.That(fault.Message, Does.Contain($"There is no run in '{folder.Path}': {what}"));
        Assert.That(fault.Hint, Does.Contain("asyndgan train").And.Contain("eval-seg"));
        Assert.That(folder.Names(), Does.Not.Contain("report.html"));
    }

    [Test]
    public void A_folder_of_runs_and_tables_is_told_by_its_comparisons()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "without-a", "segmentation", "asyndgan-7" })
        {
            Directory.CreateDirectory(folder.Join(name, name == "asyndgan-7" ? "weights" : "scores"));
            folder.Write(Path.Combine(name, "config.yaml"), "name: other\n");
        }

        Assert.That(
            () => RunReport.Write(folder.Path),
            Throws.TypeOf<UserException>().With.Property("Hint").EndsWith($"name a folder such as {folder.Join("segmentation")}, {folder.Join("without-a")}."));
    }

    [Test]
    public void Reports_of_one_run_that_are_written_at_once_wait_for_each_other()
    {
        using var run = new SmallRun();
        Assert.That(() => Parallel.For(0, 12, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ => RunReport.Write(run.Root)), Throws.Nothing);
        Assert.That(Directory.GetFiles(run.Root).Select(Path.GetFileName), Does.Contain("report.html").And.None.Contains(".writing").And.None.Contains(".lock"));
    }

    private static string Write(SmallRun run) => File.ReadAllText(RunReport.Write(run.Root));

    private static List<byte[]> Pictures(string page) =>
        [.. Sources().Matches(page).Select(m => Convert.FromBase64String(m.Groups[1].Value.Split(',')[1]))];

    /// <summary>The page's text with single spaces.</summary>
    private static string Text(string page) => Spaces().Replace(WebUtility.HtmlDecode(Tags().Replace(page, " ")), " ");

    [GeneratedRegex("""(?:src|href)="([^"]*)""")]
    private static partial Regex Sources();

    [GeneratedRegex("<h2>([^<]*)</h2>")]
    private static partial Regex Headings();

    [GeneratedRegex("""<p class="facts">.*?</p>""", RegexOptions.Singleline)]
    private static partial Regex Facts();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}

using AsynDGAN.Core.Configuration.Keys;

namespace AsynDGAN.Tests.Cli;

public class CommandLineTests
{
    private readonly WorkFolder work = new();

    [OneTimeTearDown]
    public void Remove() => work.Dispose();

    [Test]
    public void The_version_is_printed()
    {
        Assert.That(work.Run("--version").Succeeded().Output, Does.Match(@"^\d+\.\d+\.\d+(\+[0-9a-f]+)?\n$"));
    }

    [Test]
    public void Without_arguments_the_commands_are_listed()
    {
        Assert.That(work.Run().Succeeded().Output, Does.Contain("train ").And.Contain("data "));
    }

    [TestCase("train", "--config", "--set", "--out", "--resume", "--overwrite", "--dry-run")]
    [TestCase("data", "--config", "--set", "--out")]
    public void Help_lists_every_option_and_every_key_with_its_default(string command, params string[] options)
    {
        var help = work.Run(command, "--help").Succeeded().Output;
        foreach (var option in options)
        {
            Assert.That(help, Does.Contain($"  {option} "));
        }

        Assert.That(ExperimentKeys.All, Is.Not.Empty);
        foreach (var key in ExperimentKeys.All)
        {
            Assert.That(help, Does.Match($@"\n{System.Text.RegularExpressions.Regex.Escape(key.Path)} +{System.Text.RegularExpressions.Regex.Escape(key.Default)} "));
        }
    }

    [TestCase("train --frob", "'--frob'", "asyndgan train --help")]
    [TestCase("train --confg tiny.yaml", "takes no option '--confg'; did you mean --config?", "asyndgan train --help")]
    [TestCase("compare --config tiny.yaml --part tset", "--part: ", "'tset'", "'test'", "asyndgan compare --help")]
    [TestCase("train --config", "Required argument missing", "--config", "asyndgan train --help")]
    [TestCase("train --config tiny.yaml --config tiny.yaml", "--config", "asyndgan train --help")]
    [TestCase("train --config tiny.yaml --resume=maybe", "maybe", "asyndgan train --help")]
    [TestCase("data", "--config", "asyndgan data --help")]
    [TestCase("trian", "takes no command 'trian'; did you mean train?", "asyndgan --help")]
    [TestCase("train -- --config tiny.yaml", "'--config' stands before the command, or behind --, where asyndgan train does not read it", "Give it behind asyndgan train")]
    [TestCase("--config tiny.yaml train", "'--config' stands before the command, or behind --, where asyndgan train does not read it", "Give it behind asyndgan train")]
    [TestCase("-- train", "'train' stands before the command, or behind --, where asyndgan does not read it", "leave -- out")]
    public void A_wrong_command_line_gets_its_fault_and_the_way_to_help(string line, params string[] parts)
    {
        var result = work.Run(line.Split(' '));
        result.Refused(parts);
        Assert.That(result.Error.TrimEnd().Split('\n'), Has.Length.EqualTo(2), "one message, and where help is");
        Assert.That(result.Error, Does.Not.Contain("data.image_size"));
        Assert.That(result.Output, Is.Empty);
    }

    [TestCase("abc")]
    [TestCase("1")]
    [TestCase("99999999999")]
    public void Folds_that_are_no_number_of_them_are_refused(string folds) =>
        work.Run("compare", "--config", "tiny.yaml", "--folds", folds).Refused($"--folds {folds}: give a whole number from 2");

    [Test]
    public void A_name_that_begins_with_an_at_sign_is_no_file_of_arguments()
    {
        work.Write("list", "other\n");
        Directory.CreateDirectory(work.Join("folder"));
        work.Run("report", "@list").Refused("@list");
        work.Run("init", "@folder").Refused("@folder does not exist");
    }

    [TestCase("train --config tiny.yaml --out", "--out DIR")]
    [TestCase("train --resume --out", "--out DIR")]
    [TestCase("data --config tiny.yaml --out", "--out DIR")]
    [TestCase("synthesize --config tiny.yaml --weights", "--weights FILE")]
    [TestCase("audit --run x --out", "--out DIR")]
    [TestCase("audit --run", "--run RUN")]
    [TestCase("bench --config tiny.yaml --exchange", "--exchange DIR")]
    [TestCase("predict --model x --images y --out", "--out DIR")]
    [TestCase("train --config tiny.yaml --set", "--set KEY=VALUE")]
    [TestCase("train --config tiny.yaml --json", "--json FILE")]
    public void An_empty_value_as_of_a_variable_that_is_not_set_is_refused(string line, string wanted)
    {
        work.Run([.. line.Split(' '), ""]).Refused($"{wanted.Split(' ')[0]} is empty", wanted);
        work.HasNoRun();
    }

    [Test]
    public void An_empty_value_before_the_command_is_refused_too() =>
        work.Run("--json", "", "data", "--config", "tiny.yaml", "--out", "one").Refused("--json is empty");

    [TestCase("--json ./one train --config tiny.yaml --out one")]
    [TestCase("train --config tiny.yaml --out one --json ./one")]
    [TestCase("data --config tiny.yaml --json one --out one/../one")]
    public void A_record_where_the_results_go_is_refused_before_the_work(string line)
    {
        work.Run(line.Split(' ')).Refused("--json and --out are both");
        Assert.That(Path.Exists(work.Join("one")), Is.False);
    }

    [TestCase("--plot", "--sites 1,2 --plot one --json ./one")]
    [TestCase("--exchange", "--exchange one/ --json one")]
    public void A_record_where_another_file_or_folder_goes_is_refused_before_the_work(string option, string options)
    {
        work.Run(["bench", "--config", "tiny.yaml", .. options.Split(' ')]).Refused($"--json and {option} are both");
        Assert.That(Path.Exists(work.Join("one")), Is.False);
    }

    [TestCase("init")]
    [TestCase("report")]
    public void An_empty_argument_is_refused(string command) => work.Run(command, "").Refused("is empty");

    [TestCase("train", "--config FILE is missing", "--resume --out DIR")]
    [TestCase("train --resume", "--config FILE is missing")]
    [TestCase("train --resume --dry-run --out runs/tiny", "--config FILE is missing")]
    [TestCase("train --config tiny.yaml --resume --overwrite", "--resume and --overwrite exclude each other")]
    public void Options_that_do_not_go_together_are_refused(string line, params string[] parts)
    {
        work.Run(line.Split(' ')).Refused(parts);
        work.HasNoRun();
    }

    [Test]
    public void A_dry_run_says_what_would_be_trained_and_writes_nothing()
    {
        var plan = work.Train("--dry-run", "--json", "plan.json").Succeeded().Output;
        Assert.That(plan, Does.Contain("steps:").And.Contain("2 (").And.Contain("each discriminator:").And.Contain("image_size: 16"));
        Assert.That(RecordFile.Read(work.Join("plan.json"), "train --dry-run").GetProperty("steps").GetInt32(), Is.EqualTo(2));
        work.HasNoRun();
    }

    [Test]
    public void A_training_ends_with_what_it_made_and_the_next_command_which_works()
    {
        var output = work.Train("--out", "my run").Succeeded().Output;
        Assert.That(output, Does.Contain("Trained 2 steps").And.Contain("my run/weights/generator.safetensors"));
        const string Next = "asyndgan synthesize --config \"my run/config.yaml\" --run \"my run\"\n";
        Assert.That(output, Does.EndWith(Next));
        work.Run("synthesize", "--config", "my run/config.yaml", "--run", "my run", "--json", "drawn.json").Succeeded();
        var drawn = RecordFile.Read(work.Join("drawn.json"), "synthesize");
        Assert.That(drawn.GetProperty("images").GetInt32(), Is.EqualTo(Directory.GetFiles(work.Join("my run", "synthetic", "images")).Length));
    }

    [Test]
    public void Of_conditions_of_which_nothing_can_be_drawn_no_drawing_is_advised_and_the_plan_warns()
    {
        Assert.That(work.Train("--out", "heads", "--set", "data.conditions=[head]").Succeeded().Output, Does.Contain("Trained 2 steps").And.Not.Contain("Draw a data set next"));
        Assert.That(work.Train("--dry-run", "--set", "data.conditions=[head]").Succeeded().Output, Does.Contain("no data set can be drawn"));
    }

    [Test]
    public void The_data_command_shows_how_the_data_were_understood()
    {
        var output = work.Run("data", "--config", "tiny.yaml", "--out", "seen", "--json", "seen.json").Succeeded().Output;
        Assert.That(output, Does.Contain("site-1").And.Contain("contact-sheet.png"));
        Assert.That(
            Directory.GetFiles(work.Join("seen")).Select(Path.GetFileName),
            Is.EquivalentTo(new[] { "config.yaml", "summary.txt", "split.csv", "contact-sheet.png" }));
        Assert.That(RecordFile.Read(work.Join("seen.json"), "data").GetProperty("parts")[0].GetProperty("site").GetString(), Is.EqualTo("site-1"));
    }
}

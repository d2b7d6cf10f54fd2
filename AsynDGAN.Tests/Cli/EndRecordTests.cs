using System.Text.Json;
using AsynDGAN.Cli.Commands;
using AsynDGAN.Tests.Data;

namespace AsynDGAN.Tests.Cli;

/// <summary>How a command's end is told to programs, and how much is said beside.</summary>
public class EndRecordTests
{
    private readonly WorkFolder work = new();

    [OneTimeTearDown]
    public void Remove() => work.Dispose();

    [Test]
    public void It_has_the_fields_of_all_commands_and_then_its_own()
    {
        var end = new CommandEnd(ExitCodes.AboveLimit, "here", new { StepsDone = 3, Share = 0.5, Nothing = (string?)null });
        using var json = JsonDocument.Parse(EndRecord.Of("train", end, ["careful"], TimeSpan.FromSeconds(2)));
        Assert.Multiple(() =>
        {
            Assert.That(json.RootElement.EnumerateObject().Select(field => field.Name), Is.EqualTo(new[]
            {
                "command", "exit_code", "outcome", "message", "hint", "warnings", "seconds", "folder", "steps_done", "share", "nothing",
            }));
            Assert.That(json.RootElement.GetProperty("outcome").GetString(), Is.EqualTo("above-limit"));
            Assert.That(json.RootElement.GetProperty("folder").GetString(), Is.EqualTo(Path.GetFullPath("here")));
            Assert.That(json.RootElement.GetProperty("warnings")[0].GetString(), Is.EqualTo("careful"));
            Assert.That(json.RootElement.GetProperty("seconds").GetDouble(), Is.EqualTo(2));
            Assert.That(json.RootElement.GetProperty("steps_done").GetInt32(), Is.EqualTo(3));
        });
    }

    [Test]
    public void Several_results_are_a_list_of_records()
    {
        using var json = JsonDocument.Parse(EndRecord.Of("bench", new CommandEnd(0, Figures: new[] { new { Sites = 2 }, new { Sites = 4 } }), [], default));
        Assert.That(json.RootElement.EnumerateArray().Select(one => (one.GetProperty("command").GetString(), one.GetProperty("sites").GetInt32())), Is.EqualTo(new[] { ("bench", 2), ("bench", 4) }));
    }

    [Test]
    public void A_number_that_is_none_is_a_word() =>
        Assert.That(EndRecord.Of("bench", new CommandEnd(0, Figures: new { Rate = double.NaN }), [], default), Does.Contain("\"rate\": \"NaN\""));

    [Test]
    public void Every_command_has_both_options()
    {
        var root = AsyndganCommand.Create();
        Assert.Multiple(() =>
        {
            foreach (var command in root.Subcommands)
            {
                var options = EndOptions.Of(root.Parse([command.Name, "--json", "a file.json", "--quiet", "--no-such-option"]));
                Assert.That(options, Is.EqualTo(new EndOptions(true, "a file.json")), command.Name);
            }
        });
    }

    [Test]
    public void A_fault_is_recorded_with_what_to_do_and_stdout_has_nothing_else()
    {
        var result = work.Run("train", "--config", "missing.yaml", "--json", "-");
        result.Refused("missing.yaml");
        var record = RecordFile.Of(result.Output, "a fault");
        Assert.Multiple(() =>
        {
            Assert.That(record.GetProperty("exit_code").GetInt32(), Is.EqualTo(2));
            Assert.That(result.Error, Is.EqualTo($"error: {record.GetProperty("message").GetString()}\n{record.GetProperty("hint").GetString()}\n"));
        });
    }

    [Test]
    public void A_wrong_command_line_is_recorded_in_place_of_an_earlier_end()
    {
        work.Write("end.json", EndRecord.Of("bench", new CommandEnd(0, Figures: new[] { new { Sites = 2 } }), [], default));
        work.Run("train", "--confg", "tiny.yaml", "--json", "end.json").Refused("--confg");
        Assert.That(RecordFile.Read(work.Join("end.json"), "a fault").GetProperty("command").GetString(), Is.EqualTo("train"));
    }

    [TestCase("tiny.yaml")]
    [TestCase("figures.json")]
    public void A_file_that_is_no_record_is_refused_and_left_as_it_is(string file)
    {
        work.Write("figures.json", """{"command": "of another program"}""");
        var before = File.ReadAllText(work.Join(file));
        work.Train("--json", file).Refused("--json", file, "is no record");
        Assert.That(File.ReadAllText(work.Join(file)), Is.EqualTo(before));
        work.HasNoRun();
    }

    [TestCase("nowhere/end.json", "does not exist")]
    [TestCase(".", "is a folder")]
    public void A_record_that_cannot_be_written_is_one_message_before_anything_is_done(string file, string fault)
    {
        var result = work.Train("--json", file);
        result.Refused("--json", file, fault);
        Assert.That(result.Error.TrimEnd().Split('\n'), Has.Length.EqualTo(2));
        work.HasNoRun();
    }

    [Test]
    public void Quiet_leaves_warnings_and_nothing_else()
    {
        var result = work.Train("--quiet", "--out", "quiet", "--json", "quiet.json").Succeeded();
        var record = RecordFile.Read(work.Join("quiet.json"), "train");
        Assert.Multiple(() =>
        {
            Assert.That(result.Output, Is.Empty);
            Assert.That(record.GetProperty("steps_done").GetInt32(), Is.EqualTo(2));
            Assert.That(record.GetProperty("folder").GetString(), Is.EqualTo(work.Join("quiet")));
            Assert.That(result.Error, Is.EqualTo(string.Concat(record.GetProperty("warnings").EnumerateArray().Select(warning => $"warning: {warning.GetString()}\n"))));
        });
    }

    [TestCase("data")]
    [TestCase("train")]
    public void Warnings_about_the_data_are_warnings(string command)
    {
        for (var i = 0; i < 4; i++)
        {
            var head = TestCases.Head("1", 24, 24, 8 + i);
            WorkFolder.Save(work.Join($"{i}.png"), head.Image);
            WorkFolder.Save(work.Join($"{i}-mask.png"), head.Mask);
        }

        work.Write("list.csv", "site,patient,part,image,mask\ns,A1,train,0.png,0-mask.png\ns,a1,train,1.png,1-mask.png\ns,b,train,2.png,2-mask.png\ns,c,test,3.png,3-mask.png\n");
        var result = work.Run(command, "--config", "tiny.yaml", "--set", "data={source: manifest, root: list.csv, image_size: 16, min_mask_pixels: 1}", "--out", "of-" + command, "--quiet", "--json", command + ".json");
        Assert.That(result.Succeeded().Error, Does.Contain("warning: the names of these patients differ in case"));
        Assert.That(RecordFile.Read(work.Join(command + ".json"), command).GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()), Has.Some.Contains("differ in case"));
    }

    [TestCase("train", "--dry-run")]
    [TestCase("compare-bandwidth")]
    [TestCase("bench", "--steps", "5", "--data", "any")]
    public void Warnings_about_the_data_are_warnings_where_nothing_is_trained(string command, params string[] options)
    {
        var result = work.Run([command, "--config", "tiny.yaml", "--set", "data.grades=[LGG]", .. options, "--quiet", "--json", $"idle-{command}.json"]).Succeeded();
        using var json = JsonDocument.Parse(File.ReadAllText(work.Join($"idle-{command}.json")));
        Assert.Multiple(() =>
        {
            Assert.That(result.Error, Does.Contain("warning: data.source: phantom has no grades, and data.grades: [LGG] has no effect").And.Not.Contain("data.root"));
            Assert.That(result.Output, Does.Not.Contain("has no effect"));
            Assert.That(json.RootElement.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()), Has.One.Contains("data.grades: [LGG] has no effect"));
        });
    }

    [TestCase(true)]
    [TestCase(false)]
    public void What_was_stopped_before_it_began_has_its_fields(bool resumes) => Assert.Multiple(() =>
    {
        foreach (var (command, end) in new[] { ("train", TrainCommand.NotBegun(ExitCodes.Interrupted, resumes)), ("synthesize", SynthesizeCommand.NotBegun(ExitCodes.Interrupted, resumes)), ("compare", CompareCommand.NotBegun(ExitCodes.Interrupted)) })
        {
            var record = RecordFile.Of(EndRecord.Of(command, end, [], default), command);
            Assert.That(record.GetProperty("outcome").GetString(), Is.EqualTo("stopped"), command);
            Assert.That(command != "train" || record.GetProperty("steps_done").ValueKind == (resumes ? JsonValueKind.Null : JsonValueKind.Number), command);
        }
    });

    [Test]
    public void Ways_of_training_are_recorded_with_their_bytes()
    {
        work.Run("compare-bandwidth", "--config", "tiny.yaml", "--quiet", "--json", "moved.json").Succeeded();
        Assert.That(RecordFile.Read(work.Join("moved.json"), "compare-bandwidth").GetProperty("rows")[0].GetProperty("whole").GetInt64(), Is.Positive);
    }

    [Test]
    public void Quiet_prints_what_was_asked_for()
    {
        var keys = work.Run("keys", "--quiet", "--json", "keys.json").Succeeded().Output;
        Assert.That(keys, Is.EqualTo(Core.Configuration.Keys.ExperimentKeys.Markdown()));
        Assert.That(RecordFile.Read(work.Join("keys.json"), "keys").GetProperty("keys")[0].GetProperty("path").GetString(), Is.EqualTo("name"));
        Assert.That(work.Run("bench", "--config", "tiny.yaml", "--steps", "5", "--quiet").Succeeded().Output, Does.StartWith("configuration:"));
    }
}
